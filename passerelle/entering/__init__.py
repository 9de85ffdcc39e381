"""Entering: what people give in forms and files, checked by what the account asks, and kept for a run."""

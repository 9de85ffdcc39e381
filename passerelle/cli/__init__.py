"""Passerelle from the command line."""

"""Prefect tasks: thin wrappers around the engine."""

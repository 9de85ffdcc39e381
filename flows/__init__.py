"""Prefect flows: one module per integration."""

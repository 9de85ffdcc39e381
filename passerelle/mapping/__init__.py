"""Mappings: what each system calls the canonical fields, and how an integration joins two systems. Facts only."""

"""Parties: what the hub knows of one company or person from all the systems that hold it."""

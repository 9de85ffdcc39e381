"""Imports: companies somebody has picked at a data provider, with their sites and people, into a business system."""

"""Passerelle keeps companies and their people the same in the business systems of a firm."""

__version__ = "0.1.0"

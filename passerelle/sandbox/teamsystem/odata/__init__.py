"""A reader of OData filters and orders, as far as the CRM knows them (facts ``tsc.odata…``)."""

from passerelle.sandbox.teamsystem.odata.comparing import Fits, Invalid, as_typed, compared
from passerelle.sandbox.teamsystem.odata.filters import fits_of
from passerelle.sandbox.teamsystem.odata.orders import ordered

__all__ = ["Fits", "Invalid", "as_typed", "compared", "fits_of", "ordered"]

"""One HTTP layer for every system: authentication, limits, retries, paging and error shapes, all driven by profiles."""

from passerelle.http.answers import Answer
from passerelle.http.client import HttpClient
from passerelle.http.paging import walk
from passerelle.http.shapes import dig

__all__ = ["Answer", "HttpClient", "dig", "walk"]

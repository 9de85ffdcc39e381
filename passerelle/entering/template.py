"""A template for a file of contacts and companies: the columns as the form calls them, and what may be chosen."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from passerelle.entering.columns import OTHERS_WORDS
from passerelle.entering.form import COMPANIES, Form
from passerelle.errors import ConfigurationError

TITLES = {"company": "Entreprises", "contact": "Contacts"}
CHOICES = "Choix"


def columns_of_template(form: Form) -> list[str]:
    """The columns of a form, its own fields last."""
    named = [place.label for place in form.places]
    beside = [OTHERS_WORDS[0]] if form.several and any(place.name == COMPANIES for place in form.places) else []
    return [*named, *beside, *(place.label for place in form.custom)]


def as_text(form: Form) -> str:
    """The line that names the columns, as a CSV file begins."""
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow(columns_of_template(form))
    return line.getvalue().strip()


def write(file: Path, forms: Sequence[Form]) -> None:
    """Write a workbook with a sheet for each kind, and one with what may be chosen. Raises ConfigurationError when it
    can't be written."""
    # Loaded for workbooks alone.
    from openpyxl import Workbook

    book = Workbook()
    for form in forms:
        book.create_sheet(TITLES[form.stream]).append(columns_of_template(form))
    choices = book.create_sheet(CHOICES)
    for form in forms:
        for place in (*form.places, *form.custom):
            if place.choices:
                choices.append([TITLES[form.stream], place.label, *place.choices])
    del book["Sheet"]
    try:
        book.save(file)
    except OSError as problem:
        raise ConfigurationError(f"{file} cannot be written: {problem.strerror}.") from None

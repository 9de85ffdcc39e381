"""A file of many contacts, some of whose lines are bad in the ways that lines are."""

from pathlib import Path

BAD = 3
"""Of a hundred lines."""
WAYS = (("", "{number}@masse.example"), ("Contact {number}", "sans-arobase"), ("Contact {number}", ""))


def a_file_of(folder: Path, count: int) -> tuple[Path, set[int]]:
    """The file, and the lines that are bad."""
    bad: set[int] = set()
    lines = ["Nom complet;E-mail;Téléphone mobile;Titre;Étiquettes"]
    for number in range(count):
        row = ("Contact {number}", "{number}@masse.example", "vip")
        if number % 100 in (7, 41, 88):
            bad.add(number + 2)
            row = (*WAYS[len(bad) % len(WAYS)], "")
        name, mail, tags = (cell.format(number=number) for cell in row)
        mobile = "" if number + 2 in bad else f"+3247{number:07}"
        lines.append(f"{name};{mail};{mobile};Acheteur;{tags}")
    file = folder / "masse.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file, bad

"""Contacts and companies from a file: columns by name, errors by line and column, and what came of the good lines."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from passerelle.cli.app import app
from passerelle.hub import quarantines
from tests.desk_fixture import COMPANIES, CONTACTS, Desk
from tests.entering.many import BAD, a_file_of

PEOPLE = [
    ["Nom complet", "E-mail", "Téléphone professionnel", "Entreprise", "Étiquettes", "Service", "Langue"],
    ["Anna Peeters", "anna@brun.example", "+32 2 315 13 51", "Atelier Brun", "vip; compta", "Achats", "fr"],
    ["Jan Janssens", "jan@brun.example", "", "Atelier Brun", "", "", "nl"],
]
FIRMS = [
    ["Nom de l'entreprise", "Domaines de l'entreprise", "Niveau de compte"],
    ["Atelier Brun", "brun.example", "de base"],
]


def written(folder: Path, name: str, rows: list[list[str]], between: str = ";", encoding: str = "utf-8") -> Path:
    """A CSV file as a spreadsheet writes it."""
    file = folder / name
    lines = [between.join(f'"{cell}"' for cell in row) for row in rows]
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return file


def workbook(folder: Path, **sheets: list[list[str]]) -> Path:
    """A workbook of these sheets."""
    book = Workbook()
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    del book["Sheet"]
    file = folder / "support.xlsx"
    book.save(file)
    return file


def test_a_workbook_of_companies_and_contacts_goes_in_and_again_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = workbook(tmp_path, Contacts=PEOPLE, Entreprises=FIRMS)
    answer = desk.file(file)
    assert answer.made, answer.told
    assert (answer.counts(COMPANIES), answer.counts(CONTACTS)) == ({"created": 1}, {"created": 2})
    company, anna = desk.named("company", "Atelier Brun"), desk.named("contact", "Anna Peeters")
    assert (company["domains"], company["account_tier"]) == (["brun.example"], "Basic")
    assert (anna["phone"], anna["tags"], anna["language"]) == ("+3223151351", ["compta", "vip"], "fr")
    assert (anna["company_id"], anna["view_all_tickets"]) == (company["id"], False)
    assert anna["custom_fields"]["service"] == "Achats"
    assert desk.called("PUT", "/send_invite") == 0, "nobody is asked by e-mail in bulk"
    last = desk.last_call()
    again = desk.file(file)
    assert (again.counts(COMPANIES), again.counts(CONTACTS)) == ({"unchanged": 1}, {"unchanged": 2})
    assert desk.writes(last) == []


def test_the_template_holds_every_column_and_choice_of_the_account_and_is_a_file(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "support.xlsx"
    app(["freshdesk", "template", str(file)], standalone_mode=False)
    assert "holds no line beside the names" in desk.file(file).refused
    book = load_workbook(file)
    assert ["Entreprises", "Niveau de compte", "de base", "premium", "entreprise"] in [
        [cell for cell in row if cell] for row in book["Choix"].iter_rows(values_only=True)
    ]
    columns = [cell.value for cell in book["Contacts"][1]]
    given = {"Nom complet": "Anna", "E-mail": "anna@brun.example", "Service": "Achats", "Langue": "nl"}
    book["Contacts"].append([given.get(str(name), "") for name in columns])
    book.save(file)
    assert desk.file(file).counts() == {"created": 1}
    assert desk.named("contact", "Anna")["custom_fields"] == {"service": "Achats"}
    capsys.readouterr()
    app(["freshdesk", "template"], standalone_mode=False)
    assert capsys.readouterr().out.splitlines()[1].split(";") == columns


@pytest.mark.parametrize(("between", "encoding"), [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-8")])
def test_columns_are_matched_by_their_english_names_whatever_the_spreadsheet(
    desk: Desk, tmp_path: Path, between: str, encoding: str
) -> None:
    rows = [
        ["full name", "EMAIL", "Work phone", "job_title", "Tags", "Company"],
        ["Zoé Évrard", "zoe@brun.example", "+3223151351", "Gérante", "", desk.all("company")[0]["name"]],
    ]
    answer = desk.file(written(tmp_path, "people.csv", rows, between, encoding))
    assert answer.counts() == {"created": 1}, answer.told
    zoe = desk.named("contact", "Zoé Évrard")
    assert (zoe["job_title"], zoe["phone"]) == ("Gérante", "+3223151351")


def test_bad_lines_are_told_by_line_and_column_and_the_good_ones_go_in(desk: Desk, tmp_path: Path) -> None:
    rows = [
        *PEOPLE[:1],
        ["Anna Peeters", "anna@brun.example", "", "", "", "", ""],
        ["Jan Janssens", "jan", "", "Inconnue SA", "", "", "tlh"],
        ["", "x@brun.example", "", "", "", "", ""],
        ["Personne", "", "", "", "", "", ""],
        ["Anna P.", "ANNA@brun.example", "", "", "", "", ""],
    ]
    answer = desk.file(written(tmp_path, "people.csv", rows))
    assert answer.counts() == {"created": 1, "quarantined": 4}
    told = {one["reason"] for one in answer.summary["problems"]}
    assert told == {
        "people.csv, line 3: column 'E-mail' is no e-mail address that mail could be sent to; column 'Entreprise' the "
        "portal has no company 'Inconnue SA'; create it first, or correct the name; column 'Langue' 'tlh' is not one "
        "of Dutch and 49 more",
        "people.csv, line 4: column 'Nom complet' is mandatory",
        "people.csv, line 5: needs one at least of E-mail, Téléphone professionnel, Téléphone mobile, X (Twitter), "
        "Identifiant externe unique",
        "people.csv, line 6: is the same record as line 2; leave one of them out",
    }


def test_lines_that_were_corrected_go_in_and_leave_quarantine(desk: Desk, tmp_path: Path) -> None:
    wrong = [PEOPLE[0], ["Jan Janssens", "jan", "", "", "", "", ""]]
    assert desk.file(written(tmp_path, "people.csv", wrong)).counts() == {"quarantined": 1}
    right = [PEOPLE[0], ["Jan Janssens", "jan@brun.example", "", "", "", "", ""]]
    assert desk.file(written(tmp_path, "people.csv", right)).counts() == {"created": 1}
    assert desk.asked(quarantines.listed) == []


def test_what_a_file_changes_is_taken_and_what_it_leaves_empty_stays(desk: Desk, tmp_path: Path) -> None:
    other = next(one for one in desk.all("contact") if one["email"] and one["phone"])
    rows = [["Nom complet", "E-mail", "Titre", "Téléphone professionnel"], [other["name"], other["email"], "CEO", ""]]
    assert desk.file(written(tmp_path, "people.csv", rows)).counts() == {"updated": 1}
    stored = desk.sandbox.record("freshdesk", "contact", str(other["id"]))
    assert (stored["job_title"], stored["phone"]) == ("CEO", other["phone"])


def test_who_sees_all_tickets_is_never_changed_by_a_file(desk: Desk, tmp_path: Path) -> None:
    other, further = (
        next(one for one in desk.all("contact") if one["email"] and one["company_id"]),
        desk.all("company")[-1],
    )
    desk.sandbox.edit("freshdesk", "contact", str(other["id"]), view_all_tickets=True)
    rows = [["Nom complet", "E-mail", "Entreprises associées"], [other["name"], other["email"], further["name"]]]
    assert desk.file(written(tmp_path, "people.csv", rows)).counts() == {"updated": 1}
    stored = desk.sandbox.record("freshdesk", "contact", str(other["id"]))
    assert stored["view_all_tickets"] is True
    assert stored["other_companies"] == [{"company_id": further["id"], "view_all_tickets": False}]


REFUSED = [
    ([["Nom complet", "Courriel"], ["Anna", "a@b.example"]], "the column 'Courriel' is no field of the portal"),
    ([["Nom complet", "E-mails"], ["Anna", "a@b.example"]], "did you mean 'E-mail"),
    ([["E-mail", "Titre"], ["a@b.example", "CEO"]], "the column 'Nom complet' is missing"),
    ([["Nom complet", "E-mail", "Email"], ["Anna", "a@b.example", ""]], "'E-mail' stands there twice"),
    ([["Description"], ["rien"]], "doesn't say whether it holds contacts or companies"),
]


@pytest.mark.parametrize(("rows", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_a_file_whose_columns_are_not_clear_is_refused_before_anything(
    desk: Desk, tmp_path: Path, rows: list[list[str]], told: str
) -> None:
    answer = desk.file(written(tmp_path, "people.csv", rows))
    assert told in answer.refused
    assert desk.writes() == []


HOSTILE = [
    ("people.csv", b"", "is empty; the first line names the columns"),
    ("people.xlsx", b"Nom complet;E-mail", "is no workbook"),
    ("people.csv", b'Nom complet;E-mail\r\n"Anna;a@b.example', "line 2: no CSV"),
    ("people.csv", b"\x81\x8d\x8f;\x90", "is no text"),
]


@pytest.mark.parametrize(("name", "content", "told"), HOSTILE, ids=[told for _, _, told in HOSTILE])
def test_what_is_no_table_is_told(desk: Desk, tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert told in desk.file(tmp_path / name).refused
    assert "nowhere.csv" in desk.file(tmp_path / "nowhere.csv").refused


def test_many_lines_of_which_some_are_bad(desk: Desk, tmp_path: Path) -> None:
    _bring_many(desk, tmp_path, 200)


@pytest.mark.soak
def test_ten_thousand_lines_of_which_some_are_bad(desk: Desk, tmp_path: Path) -> None:
    _bring_many(desk, tmp_path, 10_000)


def _bring_many(desk: Desk, folder: Path, count: int) -> None:
    """The good lines in, the bad ones told by line, the limits of the plan never passed, and again nothing."""
    desk.switch(plan="growth")
    file, bad = a_file_of(folder, count)
    before = len(desk.all("contact"))
    answer = desk.file(file)
    assert answer.counts() == {"created": count - len(bad), "quarantined": len(bad)}
    assert len(desk.all("contact")) == before + count - len(bad)
    lines = {int(one["reason"].split(":")[0].rpartition(" ")[2]) for one in answer.summary["problems"]}
    assert lines == bad
    assert len(bad) == count * BAD // 100
    last = desk.last_call()
    again = desk.file(file)
    assert again.counts() == {"unchanged": count - len(bad), "quarantined": len(bad)}
    assert desk.writes(last) == []
    assert 429 not in {call["status"] for call in desk.sandbox.requests("freshdesk")}

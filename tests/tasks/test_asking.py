"""A form as Prefect is given it: titles, help, order, choices, and what must be filled in."""

from datetime import UTC, datetime

from passerelle.form import Form, Question
from tasks.asking import model_of

UNTIL = datetime(2026, 12, 8, 14, 30, tzinfo=UTC)
FORM = Form(
    (
        Question(
            "what", "What to do", ("**Look** twice.", "It costs one credit."), ("Create", "Leave"), "Create", True
        ),
        Question("street", "Adresse 1", ("Fiche principale",), required=True),
        Question("name", "Raison sociale", value="Dupont", required=True),
        Question("regime", "Régime fiscal", choices=("France", "Export"), required=True),
        Question("naf", "NAF", choices=("6201Z", "4711C")),
        Question("fax", "Fax"),
        Question("delivers", "Adresse de livraison", value=True),
    )
)


def test_the_schema_says_what_the_form_says() -> None:
    schema = model_of(FORM, UNTIL).model_json_schema()
    fields = schema["properties"]
    assert list(fields) == [one.name for one in FORM.questions]
    assert [told["position"] for told in fields.values()] == list(range(7))
    assert [told["title"] for told in fields.values()] == [one.title for one in FORM.questions]
    assert fields["what"]["description"] == "\n\n".join(
        (*FORM.questions[0].help, "This form waits until 08/12/2026 14:30 UTC.")
    )
    assert "description" not in fields["fax"]
    assert fields["what"]["enum"] == ["Create", "Leave"]
    assert (fields["naf"]["enum"], fields["naf"]["default"]) == (["", "6201Z", "4711C"], "")
    assert (fields["delivers"]["type"], fields["delivers"]["default"]) == ("boolean", True)
    assert schema["additionalProperties"] is False


def test_what_is_required_is_demanded_and_filled_in_only_where_it_is_known() -> None:
    schema = model_of(FORM, UNTIL).model_json_schema()
    fields = schema["properties"]
    assert schema["required"] == ["what", "street", "name", "regime"]
    assert [name for name in fields if "default" not in fields[name]] == ["street", "regime"]
    assert fields["name"]["default"] == "Dupont"
    assert fields["street"]["minLength"] == 1

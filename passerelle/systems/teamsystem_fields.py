"""The custom fields of TeamSystem Cloud CRM: that those which the profile names are there, and offer what they should.

A field is known by its code (`ff_<code>`), else by its label: a code is made of a label, and labels are corrected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from passerelle.errors import ConfigurationError, NotAllowed, RecordRejected, UnreadableAnswer
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import FieldMap, SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import Raw
from passerelle.systems.narrowed import without
from passerelle.systems.replaced import ReplacedSystem
from passerelle.transforms import named

PREFIX = "ff_"
OPTIONAL = ("certified_email", "sdi_code", "payment_type", "price_group")
"""Fields without which records can still be kept the same."""
SELECTION = "option"
"""The transform of a field of type selection: what it holds is the label of an option."""
WHERE = "Setup > Configurazioni > Gestione campi aggiuntivi"
PEOPLE_SAY = {"company": "Aziende", "contact": "Contatti"}
SCHEMA = "/{}/GetPolymorphicSchema?TypeNameHandling=none"


class CustomFields(ReplacedSystem):
    """What a client of the CRM has for custom fields. After `check`, `profile` maps no field that isn't there; `called`
    holds by stream the attributes that are called otherwise than in the profile, and `options` those of selections."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self.whole = profile
        self.called: dict[str, dict[str, str]] = {}
        self.options: dict[str, tuple[str, list[str]]] = {}

    def check(self, stream: str) -> None:
        """The custom fields of the profile are there. Raises ConfigurationError that names those nothing goes without;
        others that are missing, and that `offer` cannot make, are left alone."""
        maps, known = self._custom(stream), self._schema(stream)
        places = {name: _standing(known, map_) for name, map_ in maps.items()}
        missing = [name for name, place in places.items() if place is None]
        selections = {name for name in missing if maps[name].transform == SELECTION}
        self._refuse_without(stream, [maps[name] for name in missing if name not in {*OPTIONAL, *selections}])
        can_be_made = bool(selections) and self._definitions() is not None
        spared = [name for name in missing if not (can_be_made and name in selections)]
        for name in spared:
            told = f"there is no custom field of {PEOPLE_SAY[stream]} {_to_make(maps[name])}; make it under {WHERE}"
            self.left_out[f"{self.profile.title}: {told}; until then it is not carried"] = 1
        self.profile = without(self.profile, stream, self.whole, spared)
        there = {name: place for name, place in places.items() if place is not None}
        self.called[stream] = {place: str(maps[name].path) for name, place in there.items() if place != maps[name].path}
        self.options |= {
            str(maps[name].path): (maps[name].label, _options(known[place]))
            for name, place in there.items()
            if maps[name].transform == SELECTION
        }

    def _refuse_without(self, stream: str, needed: Sequence[FieldMap]) -> None:
        if needed:
            told = "; ".join(map(_to_make, needed))
            raise ConfigurationError(
                f"{self.profile.title} lacks custom fields of {PEOPLE_SAY[stream]}; make them under {WHERE}: {told}."
            )

    def offer(self, stream: str, choices: Mapping[str, Sequence[str]], fence: Fence = open_fence) -> list[str]:
        """Have selection fields offer these choices: fields and options that are missing are added where the CRM lets
        definitions be changed by API (`tsc.cf.define`), else told. None is ever taken away: a company may hold it."""
        known, by_hand, made = self._schema(stream), [], False
        for name, labels in choices.items():
            map_ = self.whole.streams[stream].fields[name]
            wanted = list(dict.fromkeys(label for label in map(named(SELECTION), labels) if label))
            place = _standing(known, map_)
            held = _options(known[place]) if place else []
            lacking = [label for label in wanted if label not in held]
            if place is not None and not lacking:
                continue
            others = [label for label in held if label not in wanted]
            if self._define(stream, map_.label, place, [*wanted, *others], fence):
                made = True
            else:
                by_hand.append(_by_hand(self.profile.title, stream, map_.label, place, lacking))
        if made:
            self.check(stream)
        return by_hand

    def refuse_unknown(self, body: Raw) -> None:
        """Refuse an option that the CRM doesn't have: it may refuse it, drop it without a word, or make it one
        (`tsc.cf.select.unknown`)."""
        for place, (label, known) in self.options.items():
            if body.get(place) is not None and body[place] not in known:
                raise RecordRejected(
                    self.account,
                    f"{self.profile.title}: the field '{label}' has no option '{body[place]}'; add it ({WHERE}), or "
                    "correct the record.",
                )

    def _custom(self, stream: str) -> dict[str, FieldMap]:
        fields = self.whole.streams[stream].fields
        return {name: map_ for name, map_ in fields.items() if str(map_.path).startswith(PREFIX)}

    def _schema(self, stream: str) -> dict[str, Any]:
        """What a record of this tenant may hold, by attribute (`tsc.schema`)."""
        doing = f"read the fields of {self.profile.streams[stream].title}"
        data = self.http.read(SCHEMA.format(stream.capitalize()), doing).data
        known = data.get("properties") if isinstance(data, dict) else None
        if not isinstance(known, dict):
            raise self.http.speaker.odd_answer(UnreadableAnswer, doing, "it holds no properties")
        return known

    def _definitions(self) -> list[Raw] | None:
        """The definitions, where the CRM gives them by API; None where it doesn't."""
        try:
            answer = self.http.read_if_there("/CustomField", "list the custom fields")
        except (NotAllowed, RecordRejected):
            return None
        return answer.data if answer is not None and isinstance(answer.data, list) else None

    def _define(self, stream: str, label: str, place: str | None, options: list[str], fence: Fence) -> bool:
        """Make or change a selection by API; False where that cannot be done."""
        definitions = self._definitions()
        if definitions is None:
            return False
        own = (one for one in definitions if one.get("entity") == stream and f"{PREFIX}{one.get('code')}" == place)
        held = next(own, None)
        if held is None and place is not None:
            return False
        body = {"label": held["label"] if held else label, "entity": stream, "type": "Select", "options": options}
        doing = f"have the custom field '{label}' offer its options"
        try:
            if held is None:
                self.http.create("/CustomField", body, doing, fence)
            else:
                self.http.update(f"/CustomField/{held['id']}", body, doing, fence)
        except (NotAllowed, RecordRejected):
            return False
        return True


def _standing(known: Mapping[str, Any], map_: FieldMap) -> str | None:
    """The attribute a custom field is, by its code, else by its label."""
    if map_.path in known:
        return map_.path
    alike = (place for place, one in known.items() if place.startswith(PREFIX) and one.get("title") == map_.label)
    return next(alike, None)


def _options(field: Raw) -> list[str]:
    return [one for one in field.get("enum") or [] if isinstance(one, str)]


def _to_make(map_: FieldMap) -> str:
    code = str(map_.path).removeprefix(PREFIX)
    kind = "Selezione, its options the names of Reviso's list" if map_.transform == SELECTION else "Testo"
    return f"'{map_.label}' ({code}; type {kind})"


def _by_hand(title: str, stream: str, label: str, place: str | None, options: Sequence[str]) -> str:
    what = (
        f"make the custom field of {PEOPLE_SAY[stream]} '{label}'"
        if place is None
        else f"the field '{label}' lacks options"
    )
    return f"{title}: {what}; under {WHERE}, type Selezione, add the options: {', '.join(options) or 'none yet'}"

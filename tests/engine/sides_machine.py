"""The state machine over any two described systems: people edit, empty, delete and add, calls fail, runs happen.

Whatever was done, after at most two runs both sides agree, a third writes nothing, and the history tells the present.
"""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from tests.engine.resting import PLACES, SIDES, RestingMachine
from tests.engine.sides import Content, Pair, Sides, Typed


class SidesMachine(RestingMachine):
    """A machine over what `sides` describes."""

    sides: Sides

    def __init__(self) -> None:
        super().__init__()
        self.sides = self._described()
        self.typed: Typed = set()

    def _described(self) -> Sides:
        raise NotImplementedError

    def _runs(self, ends_well: bool = True, news: bool = False) -> None:
        self.sides.run(ends_well, news)

    def _pair(self, place: int) -> Pair:
        pairs = self.sides.pairs()
        return pairs[place % len(pairs)]

    @rule(side=SIDES, place=PLACES, data=st.data())
    def rename(self, side: int, place: int, data: st.DataObject) -> None:
        self.typed |= self.sides.rename(side, self._pair(place), data.draw(self.sides.names))

    @rule(side=SIDES, place=PLACES, data=st.data())
    def call(self, side: int, place: int, data: st.DataObject) -> None:
        self.typed |= self.sides.call(side, self._pair(place), data.draw(self.sides.phones))

    @rule(side=SIDES, place=PLACES, data=st.data())
    def move(self, side: int, place: int, data: st.DataObject) -> None:
        self.typed |= self.sides.move(side, self._pair(place), data.draw(self.sides.towns))

    @rule(side=SIDES, place=PLACES)
    def delete(self, side: int, place: int) -> None:
        self.sides.delete(side, self._pair(place))

    @rule(side=SIDES, data=st.data())
    def add(self, side: int, data: st.DataObject) -> None:
        self.sides.add(side, data.draw(self.sides.names))

    def _both_agree(self) -> None:
        for compared in self.sides.compared:
            left, right = (self.sides.contents(side, stream) for side, stream in enumerate(compared.streams))
            columns, undecided = compared.columns(self.firm.settings), self.sides.undecided(compared)
            for one, other in self.sides.agreeing(compared):
                for name in columns & left[one].keys() & right[other].keys():
                    if not {(one, name), (other, name)} & undecided:
                        assert left[one][name] == right[other][name], (
                            (one, other, name),
                            left[one],
                            right[other],
                        )

    def _history_tells_the_present(self) -> None:
        """The last line of a field that nobody has typed into since says what the field holds."""
        held: dict[tuple[str, str, str], Content] = {}
        for compared in self.sides.compared:
            for side, stream in enumerate(compared.streams):
                rows = self.sides.contents(side, stream).items()
                held |= {(self.systems[side], stream, id_): row for id_, row in rows}
        last = {(line.connection, line.stream, line.external_id, line.field): line.new for line in self.firm.history()}
        for (*place, field), new in last.items():
            row = held.get((place[0], place[1], place[2]), {})
            if field in row.keys() - {"third_parties"} and (place[2], field) not in self.typed:
                assert row[field] == new, (*place, field, row[field], new)

"""What a person at the CRM does to its records: under the same rules as a call, custom fields as ``ff_<code>``."""

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.system import Entries, Record, StreamRules, World
from passerelle.sandbox.teamsystem.kinds import Kind
from passerelle.sandbox.teamsystem.records import stored, typed
from passerelle.sandbox.teamsystem.refusing import told

PERSON = "by hand"


def rules(kind: Kind) -> StreamRules:
    """The rules of one kind's stream; what the CRM would not store raises SandboxError."""

    def added(world: World, values: Record) -> Entries:
        return _saved(world, kind, values, None)

    def edited(world: World, _: str, record: Record, values: Record) -> Entries:
        return _saved(world, kind, values, record)

    return StreamRules(added, edited, kind.key)


def _saved(world: World, kind: Kind, values: Record, before: Record | None) -> Entries:
    if untouchable := sorted({"id", *kind.read_only} & values.keys()):
        raise SandboxError(f"sandbox: {kind.stream} has no attribute {', '.join(untouchable)} that can be filled in")
    try:
        filled_in = typed(world, kind, values)
        return stored(world, kind, {**(before or kind.blank), **filled_in}, filled_in, PERSON, before)
    except Refusal as refusal:
        raise SandboxError(f"sandbox: {kind.stream} refuses what was filled in. {told(refusal)}") from refusal

"""The facts of docs/systems.md that the calls about customers rest on; there are many."""

LISTED = (
    "rev.list", "rev.list.range", "rev.list.range.answer", "rev.filter", "rev.filter.order", "rev.filter.escapes",
    "rev.filter.like", "rev.filter.null", "rev.filter.missing", "rev.filter.in", "rev.filter.refused", "rev.sort",
    "rev.sort.refused",
)  # fmt: skip
HOOKED = (
    "rev.hook", "rev.hook.fires", "rev.hook.fires.unchanged", "rev.hook.fields", "rev.hook.values",
    "rev.hook.missing", "rev.hook.calls",
)  # fmt: skip
CUSTOMER_READ = (
    "rev.customer.read", "rev.customer.italian", "rev.customer.type", "rev.customer.readonly", "rev.customer.moment",
    "rev.booleans", "rev.pricegroups",
)  # fmt: skip
CUSTOMERS_LISTED = (
    "rev.customer.filterable", "rev.customer.filterable.own", "rev.customer.sortable", *LISTED, *CUSTOMER_READ,
)  # fmt: skip
WRITTEN = (
    "rev.customer.required", "rev.customer.fields", "rev.customer.type.other", "rev.customer.unknown",
    "rev.customer.readonly.sent", "rev.customer.moment.moves", "rev.customer.conflicts", "rev.references",
    "rev.references.wrong", "rev.media", "rev.media.other", *CUSTOMER_READ, *HOOKED,
)  # fmt: skip
CUSTOMER_CREATED = (
    "rev.customer.create", "rev.customer.slash", "rev.customer.number", "rev.customer.later",
    "rev.customer.later.answer", *WRITTEN,
)  # fmt: skip
CUSTOMER_REPLACED = (
    "rev.customer.replace", "rev.customer.replace.new", "rev.customer.number.fixed", "rev.customer.later", *WRITTEN,
)  # fmt: skip
CUSTOMER_DELETED = ("rev.customer.delete", "rev.customer.delete.entries", *HOOKED)

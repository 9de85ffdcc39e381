"""Alembic's entry: migrations run inside the transaction that `open_hub` holds."""

from alembic import context

# The modules fill the metadata.
from passerelle.hub import form_schema, kept_schema, receiver_schema, register_schema, schema  # noqa: F401
from passerelle.hub.columns import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()

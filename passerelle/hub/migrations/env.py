"""Alembic's entry: migrations run inside the transaction that `open_hub` holds."""

from alembic import context

from passerelle.hub.register_schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()

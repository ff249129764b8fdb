"""Alembic's entry: migrations run on the connection that the server hands over (`app.db.upgrade`)."""

from alembic import context

from app.db.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

"""Alembic's entrance: runs the migrations on the connection that `bot.storage.database` hands over, inside its transaction."""

from alembic import context

from bot.storage.tables import tables

context.configure(connection=context.config.attributes["connection"], target_metadata=tables)
with context.begin_transaction():
    context.run_migrations()

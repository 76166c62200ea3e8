"""Alembic's entry: the changes run on the connection, and in the transaction, that `database` gives."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()

"""How the tables of an older medpref become today's, one module in `versions/` a change. Alembic runs them at start."""

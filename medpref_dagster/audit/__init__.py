"""Who did what to what, when and why: an append-only log whose entries are chained by their hashes."""

"""What makes a decision impossible."""


class GateError(Exception):
    """Evidence does not belong together, or a round cannot be decided. The message says which, and what to do."""

"""What makes an export or an answer impossible."""


class ServingError(Exception):
    """A model cannot be exported, or not asked. The message says why, and what to do."""

"""What makes a verdict impossible."""


class VerdictError(Exception):
    """Predictions or pair scores do not belong together. The message says which, and what to do."""

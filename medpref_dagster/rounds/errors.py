"""What is wrong with a round, in a sentence that says what to do."""


class RoundError(Exception):
    """A round cannot be made as it is."""

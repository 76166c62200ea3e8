"""What the store raises."""


class StoreError(Exception):
    """The store was asked for something that it does not have or must not do."""


class MissingError(StoreError):
    """Nothing was ever made of what was asked for."""


class DamagedError(StoreError):
    """What was asked for was made, and its files are no longer what was written: it counts as absent."""


class UnreachableError(StoreError):
    """The object store does not answer now; it may do so later."""

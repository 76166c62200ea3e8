"""What makes a promotion or rollback impossible."""


class PromotionError(Exception):
    """The champion was not moved. The message says why, and what to do."""

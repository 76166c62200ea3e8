"""What can go wrong in a training. Every message says where, and what to do."""


class TrainingError(Exception):
    """A training cannot be done, or not go on."""


class HeldOutRowsError(TrainingError):
    """A row of the eval, dev or test split was about to be trained on."""


class StaleReferenceError(TrainingError):
    """Reference log-probabilities do not belong to these pairs and this SFT model."""


class DivergedError(TrainingError):
    """The loss or a weight is no finite number."""


class CollapsedError(TrainingError):
    """A candidate no longer does what it is trained for, by a declared guard."""


class OutOfMemoryError(TrainingError):
    """The device has too little memory for one pass."""


class CheckpointError(TrainingError):
    """A checkpoint cannot be written or read."""

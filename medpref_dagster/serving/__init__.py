"""What a consumer gets of a model: a folder that other programs load, and an answer on this machine."""

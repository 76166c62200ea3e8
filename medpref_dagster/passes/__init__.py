"""How a model is run: prefix-shared passes, log-probabilities, greedy generation."""

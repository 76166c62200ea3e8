"""Whether one model is better than another: statistics, paired tests, preferences, and the words for it."""

"""What a clinician did with a model's answer, and what it is worth."""

"""Cases and feedback to prompt, chosen and rejected."""

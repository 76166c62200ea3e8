"""Tables, models and base models on disk; atomic and content-addressed."""

"""Likert ratings of answers: clinicians' files, and judges."""

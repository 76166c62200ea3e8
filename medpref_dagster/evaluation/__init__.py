"""Predictions to metrics, statistics and a report."""

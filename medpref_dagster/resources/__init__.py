"""What is injected into assets: compute, store, base models."""

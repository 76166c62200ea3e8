"""The doors, one module each, with a `router`."""

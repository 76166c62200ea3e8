"""Raw records to cases; one module a reader."""

"""One module a file format: bytes of a file -> records, or what could not be read and why."""

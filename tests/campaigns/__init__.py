"""Long runs that look for faults by chance. Off by default; `make campaign` or `python -m tests.campaigns.<name>`."""

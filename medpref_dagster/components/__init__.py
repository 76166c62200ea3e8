"""YAML to asset specs, checks, jobs and schedules."""

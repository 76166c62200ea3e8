"""What Prometheus reads at `/metrics`. Counts and times; no ids, no text."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


class Metrics:
    """One service's numbers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "medpref_capture_events",
            "Events by door and what became of them",
            ["door", "outcome"],
            registry=self.registry,
        )
        self.refusals = Counter(
            "medpref_capture_refused_requests", "Requests that were refused whole", ["reason"], registry=self.registry
        )
        self.commits = Histogram(
            "medpref_capture_commit_seconds",
            "One transaction, until it is on the disk",
            buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
            registry=self.registry,
        )
        self.groups = Histogram(
            "medpref_capture_group_events",
            "Events of one transaction",
            buckets=(1, 3, 10, 30, 100, 300, 1000, 3000),
            registry=self.registry,
        )

    def observe_group(self, rows: int, seconds: float) -> None:
        """Count one transaction."""
        self.groups.observe(rows)
        self.commits.observe(seconds)

    def write(self) -> bytes:
        """The numbers in Prometheus' text format."""
        return generate_latest(self.registry)

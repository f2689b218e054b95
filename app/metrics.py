"""What an operator may ask of one worker, as Prometheus reads it. Nothing of what was sent."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge
from prometheus_client import generate_latest as written

MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Of one worker since it started."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.refused = Counter(
            "plumbline_requests_refused_total",
            "Requests answered with 429, by the budget that was used up.",
            ["budget"],
            registry=self.registry,
        )
        self.limits_shared = Gauge(
            "plumbline_limits_shared",
            "1 while workers count requests together, 0 while each counts by itself.",
            registry=self.registry,
        )
        self.webhook_attempts = Counter(
            "plumbline_webhook_attempts",
            "Requests to receivers of webhooks, by what came of them.",
            ["outcome"],
            registry=self.registry,
        )
        self.webhook_deliveries = Gauge(
            "plumbline_webhook_deliveries",
            "Events in the queue of webhooks, of all workers, as counted within the last minutes.",
            ["state"],
            registry=self.registry,
        )

    def counts_together(self, shared: bool) -> None:
        self.limits_shared.set(int(shared))

    def text(self) -> bytes:
        return written(self.registry)

"""Metrics for the operator. Labels have few values, so never ids."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

CALLS = Counter("cairn_calls", "Calls answered, by platform and outcome.", ["platform", "outcome"])
CALL_SECONDS = Histogram("cairn_call_seconds", "From the adapter's question to the answer.", ["platform"])
POSTS = Counter("cairn_posts", "Posts by kind and what became of the attempt.", ["kind", "outcome"])
CONNECTED = Gauge("cairn_connected", "Whether a platform is connected and heard from lately.", ["platform"])
UNHEARD = Counter("cairn_answers_undelivered", "Answers that no chat took, by platform.", ["platform"])
UNREAD = Counter("cairn_events_unread", "Events that could not be read and were passed over.", ["platform"])
WAITING = Gauge("cairn_outbox_waiting", "Posts that are due and not yet sent.")

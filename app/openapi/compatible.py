"""Whether a document keeps what the released one promised: additions only, for ever.

Looked at is whatever an app in somebody's hand, or code that is generated anew, would notice:
operations, parameters, bodies, answers and their headers, errors and their codes, what webhooks are
sent, and every schema in the direction that it is used in. Prose and examples are not looked at.
"""

from collections.abc import Iterator

from app.openapi.breaks import Break, Node
from app.openapi.fitting import Fitting
from app.openapi.operations import event_breaks, operation_breaks, operations

NAMED = ("schemas", "securitySchemes")
"""Components of which generators make types."""


def breaks(released: Node, candidate: Node) -> list[Break]:
    """Every promise of `released` that `candidate` breaks; none where it only adds."""
    fitting = Fitting(released, candidate)
    return [
        *_server_breaks(released, candidate),
        *_operation_breaks(fitting),
        *_event_breaks(fitting),
        *_name_breaks(released, candidate),
    ]


def _server_breaks(released: Node, candidate: Node) -> Iterator[Break]:
    urls = [server["url"] for server in candidate.get("servers", [])]
    for server in released.get("servers", []):
        if server["url"] not in urls:
            yield Break(f"server {server['url']}", "request", "is gone: apps that ask it fail")


def _operation_breaks(fitting: Fitting) -> Iterator[Break]:
    after = operations(fitting.candidate)
    for name, was in operations(fitting.released).items():
        if name in after:
            yield from operation_breaks(fitting, name, was, after[name])
        else:
            yield Break(name, "request", "is gone: apps that ask for it get no answer")


def _event_breaks(fitting: Fitting) -> Iterator[Break]:
    """Of what we send to receivers of webhooks."""
    after = fitting.candidate.get("webhooks", {})
    for name, was in fitting.released.get("webhooks", {}).items():
        if name in after:
            yield from event_breaks(fitting, f"event {name}", was["post"], after[name]["post"])
        else:
            yield Break(f"event {name}", "response", "is gone: who waits for it hears nothing")


def _name_breaks(released: Node, candidate: Node) -> Iterator[Break]:
    for kind in NAMED:
        before, after = (document.get("components", {}) for document in (released, candidate))
        for name in before.get(kind, {}):
            if name not in after.get(kind, {}):
                yield Break(name, "names", "is gone: code that names its type does not compile")

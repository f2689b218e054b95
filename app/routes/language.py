"""Which language to answer in: `?lang=` wins, then `Accept-Language` by RFC 4647 lookup."""

from app.content.base import SOURCE_LANG, Lang
from app.routes.remember import remembered


@remembered
def choose(accept_language: str, published: tuple[Lang, ...]) -> Lang:
    """The published language that fits best; English where none does.

    Each range is tried in order of its q-value, then without its last subtag, until one fits:
    `es-MX` asks for `es-MX`, then `es`.
    """
    by_lower = {lang.lower(): lang for lang in published}
    for wanted in _ranges(accept_language):
        subtags = wanted.split("-")
        while subtags:
            if (found := by_lower.get("-".join(subtags))) is not None:
                return found
            subtags.pop()
            if subtags and len(subtags[-1]) == 1:  # a singleton goes with what followed it
                subtags.pop()
    return SOURCE_LANG


def _ranges(accept_language: str) -> list[str]:
    """Language ranges, most wanted first; `q=0` and anything unreadable is left out."""
    weighed = []
    for part in accept_language.split(",")[:50]:
        tag, _, parameters = part.strip().partition(";")
        name, _, value = parameters.strip().partition("=")
        try:
            quality = float(value) if name.strip().lower() == "q" else 1.0
        except ValueError:
            continue
        if tag and tag != "*" and 0 < quality <= 1:
            weighed.append((quality, tag.strip().lower()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]

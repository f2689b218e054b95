"""Search over all content of a language, in memory: no framework, no database, and nothing kept of
what was asked."""

from app.search.entries import entries
from app.search.entry import KIND_ORDER
from app.search.index import Index, build
from app.search.rank import Hit, hits
from app.search.results import QUERY_CHARACTERS, SearchIn, SearchOut, results
from app.search.words import words

__all__ = [
    "KIND_ORDER",
    "QUERY_CHARACTERS",
    "Hit",
    "Index",
    "SearchIn",
    "SearchOut",
    "build",
    "entries",
    "hits",
    "results",
    "words",
]

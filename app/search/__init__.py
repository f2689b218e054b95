"""Search over all content of a language, in memory: no framework, no database, and nothing kept of
what was asked."""

from app.search.build import build
from app.search.entries import entries
from app.search.entry import KIND_ORDER
from app.search.index import Index
from app.search.rank import Hit, best, find, hits
from app.search.results import QUERY_CHARACTERS, SearchIn, SearchOut
from app.search.words import words

__all__ = [
    "KIND_ORDER",
    "QUERY_CHARACTERS",
    "Hit",
    "Index",
    "SearchIn",
    "SearchOut",
    "best",
    "build",
    "entries",
    "find",
    "hits",
    "words",
]

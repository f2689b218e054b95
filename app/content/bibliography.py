"""A citation in the formats that reference managers read."""

import re
from typing import Any

from app.content.citation import CitationOut

CSL_TYPES = {"journal-article": "article-journal", "news": "article-newspaper"}
RIS_TYPES = {"journal-article": "JOUR", "news": "NEWS"}
STANDS_IN = CSL_TYPES.keys()
"""Kinds whose publisher is what they stand in: a journal, a newspaper."""
TEX = {
    **{sign: f"\\{sign}" for sign in "{}%&#_$"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
LIGATURE = re.compile(
    r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)"
)
"""Between two signs that TeX would print as another one."""


def csl(citation: CitationOut) -> dict[str, Any]:
    """CSL-JSON. What we do not know is left out, not guessed."""
    known = {
        "id": citation.slug,
        "type": CSL_TYPES.get(citation.kind, "webpage"),
        "title": citation.title,
        "container-title": citation.publisher if citation.kind in STANDS_IN else None,
        "publisher": citation.publisher,
        "URL": citation.url,
        "DOI": citation.doi,
        "issued": {"date-parts": [[citation.year]]} if citation.year else None,
    }
    return {key: value for key, value in known.items() if value is not None}


def bibtex(citation: CitationOut) -> str:
    journal = citation.kind == "journal-article"
    fields = {
        "title": citation.title,
        "journal" if journal else "organization": citation.publisher,
        "year": str(citation.year) if citation.year else None,
        "doi": citation.doi,
        "url": citation.url,
    }
    lines = [
        f"  {key} = {{{value if key in ('url', 'doi') else _tex(value)}}}"
        for key, value in fields.items()
        if value is not None
    ]
    return f"@{'article' if journal else 'misc'}{{{citation.slug},\n" + ",\n".join(lines) + "\n}\n"


def ris(citation: CitationOut) -> str:
    fields = [
        ("TY", RIS_TYPES.get(citation.kind, "ELEC")),
        ("ID", citation.slug),
        ("TI", citation.title),
        ("T2", citation.publisher if citation.kind in STANDS_IN else None),
        ("PB", citation.publisher),
        ("PY", str(citation.year) if citation.year else None),
        ("DO", citation.doi),
        ("UR", citation.url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value is not None)


def _tex(text: str) -> str:
    """As TeX prints it: each sign that means something else to it is written out."""
    parts = LIGATURE.split(text)
    return "{}".join("".join(TEX.get(sign, sign) for sign in part) for part in parts)

"""`llms.txt` (llmstxt.org): what a language model should know of this API before it writes code or
answers for it, and where everything else is."""

import re

from app.handbook.contents import CONTENTS, readable, title

FIRST = """\
# Plumbline

> Honest help with uneven hips, for apps. It does not diagnose. No clinician has reviewed it.

A REST API: a self-check with a deterministic result, exercises, routines, causes and sources.

- Never judge a person's answers yourself: send them to `POST /v1/triage` and show what comes back.
- Show `advice` with its number first, then every entry of `warnings`, in full and in order, before
  anything to do. Whoever sums up an answer must not leave out or soften a warning.
- `level` is null while answers are missing: unfinished never means that all is well.
- Offer no exercise unless `level` is `self_care`, and then only what `routines` has.
- Answers about health are not stored here. Do not log them, and put them into no address.
- Each statement names its sources, and `known` says how each is known: what is `unverified` was not
  checked.

## Operations

- [The questions](/v1/self-check): in order; ask what `next` of a result names until it is complete
- [Every operation](/openapi.json): OpenAPI 3.1; `POST /v1/triage` takes the answers
- [OpenAPI 3.0](/openapi-3.0.json): the same for generators that read no 3.1
- [Catalog](/.well-known/api-catalog): where everything is, as links (RFC 9727)
- [Exercises](/v1/exercises): filters, search by `q`, JSON-LD of an item by `Accept`
- [Routines](/v1/routines): as published, adapted to nobody
- [Causes](/v1/causes): patterns that may fit, sentence by sentence with sources
- [Warnings](/v1/warnings): every one, and when it applies
- [Sources](/v1/citations): JSON, CSL-JSON, BibTeX, RIS and JSON-LD
- [Release](/v1/meta): which content and which rules are served
"""


def llms_txt() -> str:
    """The above, then every page of the guide as Markdown."""
    parts = [
        f"## {part.title}\n\n" + "\n".join(_page(name) for name in part.pages) for part in CONTENTS
    ]
    return "\n\n".join([FIRST.strip(), *parts]) + "\n"


def _page(name: str) -> str:
    link = f"- [{title(name)}](/guide/{name}.md)"
    sections = re.findall(r"^## (.+)$", re.sub(r"(?ms)^```.*?^```$", "", readable(name)), re.M)
    return f"{link}: {'; '.join(sections)}" if sections else link

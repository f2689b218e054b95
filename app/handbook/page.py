"""A page of the documentation, finished: the article between what leads to the other pages."""

from functools import cache

from markupsafe import Markup

from app.handbook.article import article
from app.handbook.contents import CONTENTS, FIRST, ORDER, source, title
from app.templates import template


@cache
def page(name: str) -> bytes:
    """One of `ORDER`; made once, when it is first asked for."""
    shown = article(source(name))
    position = ORDER.index(name)
    before = ORDER[position - 1] if position else None
    after = ORDER[position + 1] if position + 1 < len(ORDER) else None
    html = template("handbook.html").render(
        name=name,
        title=shown.title,
        headings=shown.headings,
        article=Markup(shown.html),  # ours: what was typed as HTML in a file is escaped
        contents=CONTENTS,
        titles={one: title(one) for one in ORDER},
        before=before,
        after=after,
        first=FIRST,
    )
    return html.encode()

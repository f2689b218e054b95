"""One Markdown file as the HTML of an article, with anchors at its headings."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import escape

from app.handbook.code import coloured
from app.handbook.contents import FIRST

ELSEWHERE = re.compile(r"[a-z]+:")
NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")


class Heading(NamedTuple):
    level: int
    text: str
    anchor: str


class Article(NamedTuple):
    title: str
    headings: Sequence[Heading]
    """Of the second level, for the list of what is on the page."""
    html: str


def article(markdown: str) -> Article:
    """HTML of a whole file. What is HTML in it already is shown as it was typed."""
    parser = MarkdownIt("commonmark", {"html": False, "highlight": _code}).enable("table")
    tokens = parser.parse(markdown)
    found = headings(tokens)
    openings = [position for position, token in enumerate(tokens) if token.type == "heading_open"]
    for position, heading in zip(openings, found, strict=True):
        _anchored(tokens[position], tokens[position + 1], heading)
    for token in tokens:
        if token.attrs.pop("style", None) == "text-align:right":
            token.attrSet("class", "number")  # the page's policy allows no style in it
        for child in token.children or ():
            if child.type == "link_open":
                _served(child)
    html = parser.renderer.render([*_with_frames(tokens)], parser.options, {})
    return Article(found[0].text, [one for one in found if one.level == 2], html)


def headings(tokens: Sequence[Token]) -> list[Heading]:
    """With the anchors that forges give them, so that a link works there and here."""
    seen: dict[str, int] = {}
    found = []
    for position, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        text = "".join(child.content for child in tokens[position + 1].children or ())
        anchor = NOT_IN_AN_ANCHOR.sub("", text.lower()).replace(" ", "-")
        times = seen[anchor] = seen.get(anchor, -1) + 1
        found.append(Heading(int(token.tag[1]), text, f"{anchor}-{times}" if times else anchor))
    return found


def _anchored(opening: Token, words: Token, heading: Heading) -> None:
    opening.attrSet("id", heading.anchor)
    href, label = escape(heading.anchor), escape(f"Link to {heading.text}")
    link = f' <a class="anchor" href="#{href}" aria-label="{label}">#</a>'
    words.children = [*(words.children or ()), _html(link)]


def _served(link: Token) -> None:
    """Make a link between files one between pages. What is only in the repository is no link."""
    target = str(link.attrGet("href"))
    if ELSEWHERE.match(target) or target.startswith(("#", "/")):
        return
    if target.startswith("../"):
        link.attrs = {}  # an anchor that leads nowhere: its words stay
        return
    file, hash_, anchor = target.partition("#")
    page = file.removesuffix(".md")
    link.attrSet("href", ("./" if page == FIRST else page) + hash_ + anchor)


def _with_frames(tokens: Sequence[Token]) -> Iterator[Token]:
    """Tables that scroll by themselves, by keyboard too, where a phone is too narrow for them."""
    for token in tokens:
        if token.type == "table_open":
            yield _html('<div class="table" role="group" aria-label="Table" tabindex="0">')
        yield token
        if token.type == "table_close":
            yield _html("</div>\n")


def _code(code: str, language: str, _: str) -> str:
    # Reachable by keyboard, or what is wider than the screen could not be read.
    label = escape(language or "text")
    html = coloured(code, language)
    return f'<pre class="code" data-language="{label}" tabindex="0"><code>{html}</code></pre>\n'


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)

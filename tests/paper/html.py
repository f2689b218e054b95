"""A page taken apart by the standard library, as far as tests need it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    parent: "Element | None"
    children: list["Element | str"] = field(default_factory=list)

    def all(self, *names: str) -> list["Element"]:
        """Every element within, in order; only of these names where any is given."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if not names or child.name in names else []
                found += child.all(*names)
        return found

    @property
    def text(self) -> str:
        """Its words with single spaces, without the numbers of the sources."""
        return " ".join(self._text().split())

    def _text(self) -> str:
        if self.attributes.get("class") == "refs":
            return " "
        return "".join(c if isinstance(c, str) else c._text() for c in self.children)


class _Reader(HTMLParser):
    """Fails where a browser would guess: an end without its start, a start without its end."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {}, None)
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says something twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.at.name, f"</{tag}> ends <{self.at.name}> at {self.getpos()}"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read_html(page: bytes) -> Element:
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.name}> has no end"
    return reader.root

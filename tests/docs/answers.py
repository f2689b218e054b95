"""What a page says a program prints, held against what it printed. `…` stands for what is left
out: in an object for any other members, in a list for any items, in a text for any characters."""

import json
import re
from typing import Any

LEFT_OUT = "…"
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:…]|[^\s{}\[\],:…"]+|\s+')


def difference(language: str, shown: str, printed: str) -> str | None:
    """The first thing that is shown and was not printed, or the other way round; None: alike."""
    if language == "json":
        return _json(read(shown), json.loads(printed), "")
    if language == "http":
        return _http(shown, printed)
    return _lines(shown.strip().splitlines(), printed.strip().splitlines())


def read(shown: str) -> Any:
    """JSON in which `…` may stand where a member, an item or a value would."""
    nesting: list[str] = []
    before = ""
    written = []
    for token in TOKEN.findall(shown):
        if token in "{[":
            nesting.append(token)
        elif token in "}]":
            nesting.pop()
        if token == LEFT_OUT:
            is_member = nesting[-1:] == ["{"] and before != ":"
            written.append('"…": "…"' if is_member else '"…"')
        else:
            written.append(token)
        before = token.strip() or before
    return json.loads("".join(written))


def _json(shown: Any, printed: Any, at: str) -> str | None:
    if shown == LEFT_OUT:
        return None
    if isinstance(shown, dict) and isinstance(printed, dict):
        return _members(shown, printed, at)
    if isinstance(shown, list) and isinstance(printed, list):
        return _items(shown, printed, at)
    if isinstance(shown, str) and isinstance(printed, str) and _text_fits(shown, printed):
        return None
    if type(shown) is type(printed) and shown == printed:
        return None
    return f"{at or '/'}: shown {json.dumps(shown)[:80]}, printed {json.dumps(printed)[:80]}"


def _members(shown: dict[str, Any], printed: dict[str, Any], at: str) -> str | None:
    extra = shown.keys() - printed.keys() - {LEFT_OUT}
    if extra:
        return f"{at or '/'}: shows {sorted(extra)}, which were not printed"
    missing = printed.keys() - shown.keys()
    if missing and LEFT_OUT not in shown:
        return f"{at or '/'}: {sorted(missing)} were printed too; write … for them"
    for name, value in shown.items():
        if name != LEFT_OUT and (wrong := _json(value, printed[name], f"{at}/{name}")):
            return wrong
    return None


def _items(shown: list[Any], printed: list[Any], at: str) -> str | None:
    if not shown:
        return f"{at}: shown empty, printed {len(printed)} items" if printed else None
    if shown[0] == LEFT_OUT:
        rest = shown[1:]
        if not rest or any(_items(rest, printed[n:], at) is None for n in range(len(printed) + 1)):
            return None
        return f"{at}: what is shown after … was not printed"
    if not printed:
        return f"{at}: shows an item more than was printed"
    return _json(shown[0], printed[0], f"{at}/0") or _items(shown[1:], printed[1:], at)


def _http(shown: str, printed: str) -> str | None:
    """The status line, each header that is shown, and the body where one is shown."""
    head, _, body = shown.strip().partition("\n\n")
    told, _, sent = printed.replace("\r\n", "\n").partition("\n\n")
    first, *headers = head.splitlines()
    status, *others = told.splitlines()
    if not _text_fits(first, status.strip()):
        return f"shown {first!r}, printed {status!r}"
    known = dict(_header(line) for line in others)
    for line in headers:
        name, value = _header(line)
        if line != LEFT_OUT and not _text_fits(value, known.get(name, "(none)")):
            return f"shown {line!r}, printed {known.get(name)!r}"
    if body.strip().startswith(("{", "[")):
        return difference("json", body, sent)
    return _lines(body.splitlines(), sent.splitlines()) if body.strip() else None


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _lines(shown: list[str], printed: list[str]) -> str | None:
    pattern = r"\n".join(_pattern(line) for line in shown)
    if re.fullmatch(pattern, "\n".join(printed)):
        return None
    return f"shown\n{chr(10).join(shown)}\nprinted\n{chr(10).join(printed)}"


def _pattern(line: str) -> str:
    """A line that is nothing but … stands for any lines."""
    return r"(?s:.*)" if line.strip() == LEFT_OUT else _glob(line.rstrip()) + r"[ \t]*"


def _text_fits(shown: str, printed: str) -> bool:
    return re.fullmatch(_glob(shown), printed, re.DOTALL) is not None


def _glob(text: str) -> str:
    return ".*".join(map(re.escape, text.split(LEFT_OUT)))

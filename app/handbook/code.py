"""Code in colours, by classes: the page's policy allows no style in the page."""

from markupsafe import escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

NAMES = {"sh": "bash", "ts": "typescript"}
"""What we write, where Pygments calls it something else."""


def coloured(code: str, language: str) -> str:
    """The code as HTML; plain where nobody knows the language."""
    try:
        lexer = get_lexer_by_name(NAMES.get(language, language), stripnl=False)
    except ClassNotFound:
        return str(escape(code))
    return highlight(code, lexer, HtmlFormatter(nowrap=True))

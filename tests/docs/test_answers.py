"""What a page shows is held to what was printed, and `…` hides no more than it should."""

import pytest

from tests.docs.answers import difference

PRINTED = '{"level": "emergency", "next": [], "warnings": [{"slug": "a", "n": 1}, {"slug": "b"}]}'


@pytest.mark.parametrize(
    "shown",
    [
        PRINTED,
        '{"level": "emergency", …}',
        '{"level": "emer…", "next": [], "warnings": […]}',
        '{"warnings": [{"slug": "a", …}, …], …}',
        '{"warnings": […, {"slug": "b"}], …}',
        '{"level": …, "next": …, "warnings": …}',
    ],
)
def test_what_is_left_out_may_be_anything(shown: str) -> None:
    assert difference("json", shown, PRINTED) is None


@pytest.mark.parametrize(
    "shown",
    [
        '{"level": "emergency"}',
        '{"level": "urgent", …}',
        '{"level": "emergency", "gone": null, …}',
        '{"next": [{…}], …}',
        '{"warnings": [], …}',
        '{"warnings": [{"slug": "b"}, …], …}',
        '{"warnings": [{"slug": "a", …}], …}',
        '{"warnings": [{"slug": "a", "n": true}, …], …}',
    ],
)
def test_what_is_shown_and_was_not_printed_is_told(shown: str) -> None:
    assert difference("json", shown, PRINTED) is not None


def test_a_head_shows_the_headers_it_chooses() -> None:
    printed = 'HTTP/1.1 200 OK\r\nETag: "abc"\r\nVary: Accept\r\n\r\n{"a": 1}'

    assert difference("http", 'HTTP/1.1 200 OK\netag: "…"\n…', printed) is None
    assert difference("http", 'HTTP/1.1 200 OK\nvary: Accept\n\n{"a": 1}', printed) is None
    assert difference("http", "HTTP/1.1 304 Not Modified", printed) is not None
    assert difference("http", "HTTP/1.1 200 OK\nage: 1", printed) is not None
    assert difference("http", 'HTTP/1.1 200 OK\n\n{"a": 2}', printed) is not None


def test_lines_are_held_to_lines() -> None:
    assert difference("text", "one\n…\nfour", "one\ntwo\nthree\nfour\n") is None
    assert difference("text", "one\nt…", "one\ntwo") is None
    assert difference("text", "one\ntwo", "one\nthree") is not None
    assert difference("text", "one", "one\ntwo") is not None

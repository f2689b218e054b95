"""What a client asks next, by what it was answered."""

import json
from collections.abc import Iterator
from urllib.parse import quote

from tests.api.corpus.asked import Answer, Asked
from tests.api.corpus.urls import with_query, without

LATER = "Sun, 22 Nov 2099 12:00:00 GMT"
NO_DATE = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"


def revalidated(asked: Asked, answered: Answer) -> Iterator[Asked]:
    """The same, by a client that has these bytes, others, or something it calls an ETag."""
    etag, dated = answered.header("etag"), answered.header("last-modified")
    if asked.method != "GET" or etag is None:
        return
    bare = etag.strip('"')
    tags = [etag, f"W/{etag}", f'"other", {etag}', f'"a",W/"b" , W/{etag},"c"', f"{etag},", "*"]
    tags += [bare, f'"{bare}', f'"{bare}-br"', f'"{bare.partition("-")[0]}"']
    tags += [f"*, {etag}", f"w/{etag}"]
    for tag in tags:
        yield asked._replace(headers=[*asked.headers, ("if-none-match", tag)])
    both = [("if-none-match", '"other"'), ("if-none-match", etag)]
    yield asked._replace(headers=[*asked.headers, *both])
    yield asked._replace(method="HEAD", headers=[*asked.headers, ("if-none-match", etag)])
    for since in (NO_DATE, dated or LATER, LATER):
        yield asked._replace(headers=[*asked.headers, ("if-modified-since", since)])
        other = [("if-none-match", '"other"'), ("if-modified-since", since)]
        yield asked._replace(headers=[*asked.headers, *other])


def turned(asked: Asked, answered: Answer) -> Iterator[Asked]:
    """The next page, where there is one and it can be read without decoding."""
    plain = answered.status == 200 and not answered.header("content-encoding")
    if not plain or not answered.body or answered.header("content-type") != "application/json":
        return
    value = json.loads(answered.body)
    cursor = value.get("next")
    if cursor is None or value.get("complete"):
        return
    if asked.method == "POST":
        body = json.dumps(json.loads(asked.body) | {"cursor": cursor}).encode()
        kept = [line for line in asked.headers if line[0] != "content-length"]
        yield asked._replace(headers=[*kept, ("content-length", str(len(body)))], body=body)
    else:
        name = "since" if "complete" in value else "cursor"
        url = without(asked.target, name)
        yield asked._replace(target=with_query(url, f"{name}={quote(cursor)}"))

"""Whether somebody's copy can be brought up to date, by its token."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Request
from pydantic import StringConstraints

from app import errors
from app.catalog import Catalog
from app.catalog.offline import Copy
from app.content.base import Lang
from app.routes.request import invalid
from app.serving.token import Token

Since = Annotated[str, StringConstraints(min_length=1, max_length=500)]

CATCHING_UP_S = 60
"""How long after a release a worker may not have loaded it yet."""


def following(request: Request, catalog: Catalog, since: str) -> Token:
    """The token, if one can go on from it.

    Raises:
        InvalidRequest: we never wrote it, or it is of another language than asked for.
        TokenExpired: it is too old, of another database, or of a language published no more.
        NotReady: it is of a release that this worker is about to load.
    """
    try:
        token = Token.read(since)
    except ValueError:
        raise invalid("?since", "invalid_token", "should be a `token` or `next` as given") from None
    request.state.chose_language = False  # the token did
    if request.query_params.get("lang", token.language) != token.language:
        raise invalid("?lang", "another_language", "should be the language of the token")
    copy = _copy(catalog, token.language)
    now = datetime.now(UTC)
    if token.seen > catalog.release and now.timestamp() - token.seen_at < CATCHING_UP_S:
        raise errors.NotReady("that release is not loaded here yet; ask again in a few seconds")
    release = catalog.releases.get(token.seen)
    ours = token.history == copy.token.history
    if not ours or release is None or not release.digest.startswith(token.seen_digest):
        raise _expired(copy.language)
    replaced = catalog.releases.get(token.seen + 1)
    keep = timedelta(days=request.app.state.settings.changes_keep_days)
    if replaced is not None and now - replaced.published_at > keep:
        raise _expired(copy.language)
    return token


def _copy(catalog: Catalog, lang: Lang) -> Copy:
    if lang not in catalog.copies:
        languages = ", ".join(catalog.published_languages)
        raise errors.TokenExpired(
            f"this language is not published any more; fetch /v1/bundle in one of: {languages}"
        )
    return catalog.copies[lang]


def _expired(lang: Lang) -> errors.TokenExpired:
    return errors.TokenExpired(
        f"this copy is too old to be brought up to date; fetch /v1/bundle?lang={lang} anew and go "
        "on from its token"
    )

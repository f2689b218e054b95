"""Everything in one file, and what changed since: all an app needs to work without us."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog import Catalog
from app.catalog.offline import Copy
from app.content.base import Lang
from app.content.exercise import ExerciseOut
from app.content.figure import Picture, Themes
from app.content.notice import NoticeOut
from app.content.offline import (
    BundleFiguresOut,
    BundleOut,
    ChangeOut,
    ChangesOut,
    FileOut,
    ManifestOut,
    NoticeNote,
    PartOut,
    RuleSetNote,
    SignatureOut,
    Size,
)
from app.content.release import Changed
from app.content.routine import RoutineOut
from app.figures.theme import ThemeName
from app.routes.encoding import Coding, Encoded
from app.routes.figures import drawn_tests
from app.routes.following import Since, following
from app.routes.reply import JSON, Link, digest_of, reply
from app.routes.request import CatalogDep, LanguageDep, accepts
from app.serving.bundle import FORMAT
from app.serving.token import BEGINNING
from app.signing import Signer

router = APIRouter(prefix="/v1", tags=["offline"])

READ_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)
FOLLOW_ERRORS = READ_ERRORS | errors.declare(errors.TokenExpired, errors.NotReady)


@router.get(
    "/bundle", summary="Get everything in one file", response_model=BundleOut, responses=READ_ERRORS
)
async def get_bundle(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """Everything in one language in one file: content, questions, rules, the words for results,
    warnings, emergency numbers, timelines. Ask for the manifest first: it says how large this is
    and how it is signed."""
    accepts(request, JSON)
    copy = catalog.copies[lang]
    links = [Link(f"/v1/bundle/manifest?lang={lang}", "describedby")]
    return reply(request, copy.bundle.body, lang, links=links, with_digest=True)


@router.get(
    "/bundle/figures",
    summary="Get the drawings for a bundle",
    response_model=BundleFiguresOut,
    responses=READ_ERRORS,
)
async def get_bundle_figures(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    theme: Annotated[
        ThemeName, Query(description="Which background they are drawn for: `light` or `dark`.")
    ] = "light",
    motion: Annotated[
        Literal["still", "animated"],
        Query(
            description="`still`: every frame by itself, and the routines. `animated`: every whole "
            "movement."
        ),
    ] = "still",
) -> Response:
    """The drawings that go with the bundle, each under its SHA-256: the stills or the movements, in
    one theme. Strips of an exercise are left out: they are its frames side by side. The bundle says
    which belongs where, and is signed: whatever has the digest it names is genuine."""
    accepts(request, JSON)
    digests = dict.fromkeys(_figures(catalog, lang, theme, motion))
    body = BundleFiguresOut(
        language=lang,
        release=catalog.release,
        theme=theme,
        motion=motion,
        figures={digest: catalog.pictures[digest].svg().decode() for digest in digests},
    )
    return reply(request, body.model_dump_json().encode(), lang, with_digest=True)


def _figures(catalog: Catalog, lang: Lang, theme: ThemeName, motion: str) -> Iterator[str]:
    exercises = catalog.all(lang, "exercise", ExerciseOut).values()
    figures = [*(exercise.figure for exercise in exercises), *drawn_tests(catalog, lang).values()]
    shown: list[Themes] = [figure.animated for figure in figures]
    if motion == "still":
        shown = [frame for figure in figures for frame in figure.frames]
        shown += [routine.figure for routine in catalog.all(lang, "routine", RoutineOut).values()]
    for themes in shown:
        picture: Picture = getattr(themes, theme)
        yield picture.sha256


@router.get(
    "/bundle/manifest",
    summary="See what the bundle is, before fetching it",
    response_model=ManifestOut,
    responses=FOLLOW_ERRORS,
)
async def get_manifest(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    since: Annotated[
        Since | None,
        Query(
            description="The `token` of the copy you have: `pending` then says how much has "
            "changed since. It says the language too. Opaque."
        ),
    ] = None,
) -> Response:
    """What the bundle is before it is fetched: its size in each coding, its digest, its signature,
    how long its rules may be used, and any recall."""
    accepts(request, JSON)
    copy = catalog.copies[lang]
    size = None
    if since is not None:
        token = following(request, catalog, since)
        copy = catalog.copies[token.language]
        size = _size(copy, copy.pending(token.position))
    body = ManifestOut.model_validate(
        {
            "format": FORMAT,
            **copy.head,
            "bundle": _file(request, copy),
            "signature": _signature(request, copy),
            "parts": [
                PartOut(kind=part.kind, entries=part.entries, bytes=part.bytes)
                for part in copy.bundle.parts
            ],
            "rule_sets": _rule_sets(catalog),
            "notices": _notices(catalog, copy.language),
            "pending": size,
        }
    )
    keep = since is None  # a token grows old
    return reply(request, body.model_dump_json().encode(), copy.language, keep=keep)


@router.get(
    "/changes", summary="Get what changed since", response_model=ChangesOut, responses=FOLLOW_ERRORS
)
async def get_changes(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    since: Annotated[
        Since | None,
        Query(
            description="The `token` of a bundle or its manifest, or `next` of the last page; it "
            "says the language too. Opaque. Left out, everything comes."
        ),
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=500, description="How many changes a page has at the most: 1 to 500.")
    ] = 200,
) -> Response:
    """What changed since, page by page: entries to keep and entries to throw away. Keep the pages
    aside until one is `complete`, then apply them all; what you hold then is the release, whole.
    When the token is too old, fetch the bundle again."""
    accepts(request, JSON)
    copy, position = catalog.copies[lang], BEGINNING
    if since is not None:
        token = following(request, catalog, since)
        copy, position = catalog.copies[token.language], token.position
    pending = copy.pending(position)
    page = pending[:limit]
    complete = len(page) == len(pending)
    head = ChangesOut(
        language=copy.language,
        release=catalog.release,
        pending=_size(copy, pending),
        changes=[],
        next=str(copy.token if complete else copy.token_after(page[-1])),
        complete=complete,
        state=copy.state,
    )
    changes = b",".join(_change(copy, change) for change in page)
    empty, filled = b'"changes":[]', b'"changes":[' + changes + b"]"
    body = head.model_dump_json().encode().replace(empty, filled, 1)
    return reply(request, body, copy.language, keep=since is None)


def _change(copy: Copy, change: Changed) -> bytes:
    value = b"null" if change.deleted else copy.entries.get((change.kind, change.slug), b"null")
    head = ChangeOut(
        op="delete" if change.deleted else "upsert",
        kind=change.kind,
        slug=change.slug,
        release=change.release,
        replaced_by=change.replaced_by,
        digest=change.digest,
        value=None,
    )
    return head.model_dump_json(exclude={"value"}).encode()[:-1] + b',"value":' + value + b"}"


def _size(copy: Copy, changes: Sequence[Changed]) -> Size:
    values = (copy.entries.get((c.kind, c.slug), b"") for c in changes if not c.deleted)
    return Size(changes=len(changes), bytes=sum(map(len, values)))


def _file(request: Request, copy: Copy) -> FileOut:
    encoded: Encoded = request.app.state.encoded
    body = copy.bundle.body
    sizes = {c: len(encoded(body, digest_of(body), c)) for c in get_args(Coding)}
    return FileOut(
        path=f"/v1/bundle?lang={copy.language}",
        bytes=len(body),
        encoded_bytes=sizes,
        sha256=copy.bundle.sha256,
    )


def _signature(request: Request, copy: Copy) -> SignatureOut:
    signer: Signer = request.app.state.signer()
    made: dict[str, bytes] = request.app.state.made
    key = f"signature {copy.bundle.sha256}"
    if key not in made:
        made[key] = signer.sign(copy.bundle.body).encode()
    return SignatureOut(
        algorithm="ed25519",
        key_id=signer.key_id,
        public_key=signer.public_pem,
        value=made[key].decode(),
        development=signer.development,
    )


def _rule_sets(catalog: Catalog) -> list[RuleSetNote]:
    outs = [catalog.rule_sets[name, version].out for name, version in catalog.in_force.items()]
    return [
        RuleSetNote(
            name=out.name,
            version=out.version,
            digest=out.digest,
            status=out.status,
            use_until=out.use_until,
        )
        for out in outs
    ]


def _notices(catalog: Catalog, lang: Lang) -> list[NoticeNote]:
    return [
        NoticeNote(
            slug=notice.slug,
            kind=notice.kind,
            title=notice.title,
            published_on=notice.published_on,
            recalls=notice.recalls,
        )
        for notice in catalog.all(lang, "notice", NoticeOut).values()
    ]

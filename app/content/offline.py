"""What an app keeps: the bundle, its manifest, and changes to it."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import create_model
from sqlmodel import Field

from app.content.base import TRANSLATION_REVIEW, Lang, Served, Slug, TranslationReview
from app.content.kinds import KINDS
from app.content.notice import Recalled
from app.content.outcome import RuleSetStatus
from app.content.questionnaire import MessagesOut, QuestionnaireOut, RuleSetOut
from app.content.selfcheck import CheckName
from app.content.timeline import TimelineOut

TOKEN = Field(description="Opaque: for `since` of `/v1/changes`.")
STATE = (
    "sha-256 over one line an entry, `<kind>/<slug> <digest>`, sorted, each ended by a line feed; "
    "`digest` is the sha-256 of the entry as canonical JSON (RFC 8785). Two that hold the same "
    "have the same."
)

_SHAPES: dict[str, Any] = {
    **{kind.name: kind.out for kind in KINDS},
    "questionnaire": QuestionnaireOut,
    "rule-set": RuleSetOut,
    "messages": MessagesOut,
    "timeline": TimelineOut,
}
_FIELDS: dict[str, Any] = {
    name.replace("-", "_"): (
        dict[str, shape],  # type: ignore[valid-type]
        Field(alias=name),
    )
    for name, shape in _SHAPES.items()
}
Shelves = create_model(
    "Shelves",
    __base__=Served,
    __doc__="Every entry, by kind and slug.",
    **_FIELDS,
)


class Head(Served):
    format: Literal[1] = Field(description="Of this file; do not read on if you do not know it.")
    language: Lang
    translation_review: TranslationReview = TRANSLATION_REVIEW
    release: int = Field(description="Never take a lower one than you have: it may be a replay.")
    release_digest: str
    published_at: datetime
    state: str = Field(description=STATE)
    token: str = TOKEN


class BundleOut(Head):
    """Everything an app needs to work without us, in one language."""

    entries: Shelves


class PartOut(Served):
    kind: str
    entries: int
    bytes: int = Field(description="Unencoded.")


class FileOut(Served):
    path: str
    bytes: int = Field(description="Unencoded.")
    encoded_bytes: dict[str, int] = Field(description="By content coding.")
    sha256: str = Field(description="Of the unencoded bytes, in hex.")


class SignatureOut(Served):
    """Ed25519 over the unencoded bytes of the bundle."""

    algorithm: Literal["ed25519"]
    key_id: str = Field(description="First 16 hex digits of the sha-256 of the raw public key.")
    public_key: str = Field(
        description="PEM. Pin it in the app; one that arrives here proves nothing."
    )
    value: str = Field(description="Base64.")
    development: bool = Field(
        description="True: the key was made by this server for development. Trust it no further."
    )


class RuleSetNote(Served):
    name: CheckName
    version: str
    digest: str
    status: RuleSetStatus
    use_until: date = Field(description="After this day offer no exercise by these rules.")


class NoticeNote(Served):
    slug: Slug
    kind: Literal["correction", "recall", "incident"]
    title: str
    published_on: date
    recalls: Recalled | None


class Size(Served):
    changes: int
    bytes: int = Field(description="Of the values, unencoded.")


class ManifestOut(Head):
    """What the bundle is before it is fetched: how large, how signed, which rules, any recall."""

    bundle: FileOut
    signature: SignatureOut
    parts: list[PartOut]
    rule_sets: list[RuleSetNote]
    notices: list[NoticeNote]
    pending: Size | None = Field(description="What `/v1/changes` would send; only with `since`.")


class ChangeOut(Served):
    """What became of one entry."""

    op: Literal["upsert", "delete"]
    kind: str
    slug: str
    release: int = Field(description="The release that last changed it.")
    replaced_by: Slug | None = Field(description="Of a deleted item: what takes its place, if any.")
    digest: str | None = Field(description="Of an upserted value, as in `state`.")
    value: dict[str, Any] | None = Field(description="The entry as in the bundle; null if deleted.")


class ChangesOut(Served):
    """Changes in the order of releases. Apply them when `complete` says that there are no more:
    in between, what you hold is no release."""

    language: Lang
    release: int
    pending: Size = Field(description="What was left when this was asked for, this page included.")
    changes: list[ChangeOut]
    next: str = TOKEN
    complete: bool = Field(description="Whether this is the last page, for now.")
    state: str = Field(description=f"Of `release`. {STATE}")


class BundleFiguresOut(Served):
    """The drawings of a release, for who keeps a bundle."""

    language: Lang = Field(description="Of the titles and descriptions in the drawings.")
    release: int
    theme: Literal["light", "dark"]
    motion: Literal["still", "animated"]
    figures: dict[str, str] = Field(description="SHA-256 → SVG.")

"""What an app keeps: the bundle, its manifest, and changes to it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import StringConstraints, create_model
from sqlmodel import Field

from app.content.base import Lang, Served, Sha256, Slug, TranslationReview
from app.content.fields import (
    AnswerLanguage,
    Count,
    EntryKind,
    Path,
    ReleaseNumber,
    RuleSetVersion,
)
from app.content.kinds import KIND, KINDS
from app.content.notice import Recalled
from app.content.questionnaire import MessagesOut, QuestionnaireOut, RuleSetOut
from app.content.said import STATUS, RuleSetStatus
from app.content.selfcheck import CheckName
from app.content.timeline import TimelineOut

Token = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        description="Keep it with the copy and send it as `since` to `/v1/changes`. Opaque: its "
        "inside may change at any time.",
    ),
]
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


def _described(name: str) -> str:
    if name in KIND:
        return f"Every {name.replace('-', ' ')} in this language, by slug; may be empty."
    by = "by the routine's slug" if name == "timeline" else "by the name of its questionnaire"
    return f"Every {name.replace('-', ' ')} in force, {by}."


_FIELDS: dict[str, Any] = {
    name.replace("-", "_"): (
        dict[str, shape],  # type: ignore[valid-type]
        Field(alias=name, description=_described(name)),
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
    """Which release a copy holds, and in which language."""

    format: Literal[1] = Field(
        description="The number of the form this file has; do not read on if you do not know it."
    )
    language: AnswerLanguage
    translation_review: TranslationReview
    release: int = Field(
        ge=1,
        description="The number of the release. Never take a lower one than you have: it may be a "
        "replay.",
    )
    release_digest: Sha256 = Field(
        description="sha-256 of everything in the release, in hex: the same content has the same."
    )
    published_at: datetime = Field(description="When the release was published, in UTC.")
    state: Sha256 = Field(description=STATE)
    token: Token


class BundleOut(Head):
    """Everything an app needs to work without us, in one language."""

    entries: Shelves = Field(description="Everything, by kind, then by slug.")


class PartOut(Served):
    """How much of a bundle is of one kind."""

    kind: EntryKind
    entries: int = Field(ge=0, description="How many entries of the kind there are.")
    bytes: int = Field(ge=0, description="Their size in bytes, not compressed.")


class FileOut(Served):
    """The bundle, before it is fetched."""

    path: Path = Field(description="Where to fetch it, language included.")
    bytes: int = Field(ge=0, description="Its size in bytes, not compressed.")
    encoded_bytes: dict[str, Count] = Field(
        description="Its size in bytes on the way, by content coding: `br`, `zstd` and `gzip`. "
        "More codings may come; leave out those you do not ask for."
    )
    sha256: Sha256 = Field(
        description="sha-256 of the bytes after decompressing, in hex: check it before use."
    )


class SignatureOut(Served):
    """Ed25519 over the unencoded bytes of the bundle."""

    algorithm: Literal["ed25519"] = Field(
        description="How it was signed. More values may come. Do not trust what you cannot check."
    )
    key_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] = Field(
        description="Which key it was: the first 16 hex digits of the sha-256 of the raw public "
        "key."
    )
    public_key: str = Field(
        description="The key as PEM. Pin it in the app; one that arrives here proves nothing."
    )
    value: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{86}==$")] = Field(
        description="The signature itself, 64 bytes in base64, over the bundle's bytes after "
        "decompressing."
    )
    development: bool = Field(
        description="True: the key was made by this server for development. Trust it no further."
    )


class RuleSetNote(Served):
    """A rule set in force, and how long it may be used."""

    name: CheckName = Field(description="Of which questionnaire it is.")
    version: RuleSetVersion
    digest: Sha256 = Field(description="sha-256 of everything in it that decides, in hex.")
    status: RuleSetStatus = Field(description=STATUS)
    use_until: date = Field(
        description="The last day on which an app may offer exercises by it, whatever else it "
        "holds."
    )


class NoticeNote(Served):
    """A notice in short: enough to act on a recall before the bundle is fetched."""

    slug: Slug = Field(description="The notice; the bundle and `/v1/notices` have all of it.")
    kind: Literal["correction", "recall", "incident"] = Field(
        description="A `recall` has to be acted on at once. More values may come. Show it all the "
        "same."
    )
    title: str = Field(description="What it is about, in the language of the answer.")
    published_on: date = Field(description="The day it was made public.")
    recalls: Recalled | None = Field(
        description="The rule set that must not be used any more: throw it away. Null unless it is "
        "a recall."
    )


class Size(Served):
    """How much there is to fetch."""

    changes: int = Field(ge=0, description="How many changes; 0: the copy is up to date.")
    bytes: int = Field(
        ge=0,
        description="The size of their values in bytes, not compressed, without what is "
        "around them.",
    )


class ManifestOut(Head):
    """What the bundle is before it is fetched: how large, how signed, which rules, any recall."""

    bundle: FileOut = Field(description="Where it is, how large, and its digest.")
    signature: SignatureOut = Field(description="Who vouches for it.")
    parts: list[PartOut] = Field(description="How large each kind is, by the name of the kind.")
    rule_sets: list[RuleSetNote] = Field(
        min_length=1, description="The rules in it, one of each questionnaire."
    )
    notices: list[NoticeNote] = Field(
        description="Every notice, recalls too; empty: there has been none. Look at it even where "
        "the bundle is not fetched."
    )
    pending: Size | None = Field(
        description="What `/v1/changes` would send for the token in `since`; null without one."
    )


class ChangeOut(Served):
    """What became of one entry."""

    op: Literal["upsert", "delete"] = Field(
        description="`upsert`: put `value` in the place of what you have. `delete`: throw it away."
    )
    kind: EntryKind
    slug: Slug = Field(description="Which entry of its kind: the key in a bundle.")
    release: int = Field(ge=1, description="The number of the release that last changed it.")
    replaced_by: Slug | None = Field(
        description="For `delete`, what takes its place, of the same kind: lead people there. Null "
        "where nothing does."
    )
    digest: Sha256 | None = Field(
        description="sha-256 of `value` as canonical JSON (RFC 8785), in hex, as in `state`; null "
        "for `delete`."
    )
    value: dict[str, Any] | None = Field(
        description="The whole entry, as the bundle has it for its kind; null for `delete`."
    )


class ChangesOut(Served):
    """Changes in the order of releases. Apply them when `complete` says that there are no more:
    in between, what you hold is no release."""

    language: AnswerLanguage
    release: int = Field(
        ge=1, description="The number of the release that a copy holds after the last page."
    )
    pending: Size = Field(description="What was left when this was asked for, this page included.")
    changes: list[ChangeOut] = Field(
        description="In the order of releases, then by kind and slug; an entry comes once. Empty: "
        "nothing has changed."
    )
    next: Token
    complete: bool = Field(
        description="True: this is the last page for now; apply all that you kept aside. False: "
        "ask on with `next`."
    )
    state: Sha256 = Field(description=f"Of `release`: {STATE}")


class BundleFiguresOut(Served):
    """The drawings of a release, for who keeps a bundle."""

    language: Lang = Field(
        description="The language of the titles and descriptions in the drawings, a BCP 47 tag."
    )
    release: ReleaseNumber
    theme: Literal["light", "dark"] = Field(description="For which background they are.")
    motion: Literal["still", "animated"] = Field(
        description="`still`: every frame by itself, and the routines. `animated`: every whole "
        "movement."
    )
    figures: dict[str, str] = Field(
        description="The drawings as SVG text, each under the sha-256 of its bytes in hex: what a "
        "figure's `sha256` names."
    )

"""The rules themselves: whole, with their proof, and what changed between versions."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from app import errors
from app.catalog import Catalog, KeptRuleSet
from app.content.base import Lang, Version
from app.content.diff import DiffOut
from app.content.proof import ProofOut
from app.content.questionnaire import RuleSetOut, VectorsOut
from app.content.safety_case import SafetyCaseOut
from app.content.selfcheck import CheckName, LevelName
from app.routes.reply import JSON, reply
from app.routes.request import CatalogDep, EnglishDep, LanguageDep, accepts
from app.triage.diff import differences, level_changes
from app.triage.model import Level
from app.triage.vectors import vectors
from app.wording.words import level_name

router = APIRouter(prefix="/v1")

READ_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)

IN_FORCE = "version of the rules, as `major.minor.patch`; the one in force where it is left out."
PROVED = (
    "For every possible set of answers, complete or not, the rules keep the promises listed here. "
    "They were not tried on examples; a solver searched for answers that break a promise, and "
    "there are none."
)
NOT_PROVED = (
    "That medicine agrees with the rules. They are consistent with each other and with the safety "
    "requirements written from the sources; whether those are right and complete is for clinicians "
    "to say, and none has reviewed them yet."
)


@router.get(
    "/self-check/rules",
    summary="Get the rules in force",
    response_model=RuleSetOut,
    responses=READ_ERRORS,
    tags=["self-check"],
)
async def get_rules(request: Request, catalog: CatalogDep, lang: EnglishDep) -> Response:
    """The rule set in force, whole: everything that decides, and nothing else. `portable` is the
    same for an app to run by itself; `/v1/self-check/vectors` shows whether it does so rightly."""
    return _rules(request, lang, kept_rules(catalog, "self-check", None))


@router.get(
    "/self-check/rules/{version}",
    summary="Get one version of the rules",
    response_model=RuleSetOut,
    responses=READ_ERRORS | errors.declare(errors.UnknownSlug),
    tags=["self-check"],
)
async def get_rules_version(
    request: Request,
    catalog: CatalogDep,
    lang: EnglishDep,
    version: Annotated[
        Version, Path(description="Which rule set, as `major.minor.patch`, such as `1.0.0`.")
    ],
) -> Response:
    """A rule set that is or was in force. Each is kept for ever and never edited; one that was
    withdrawn says so in `status`."""
    return _rules(request, lang, kept_rules(catalog, "self-check", version))


@router.get(
    "/self-check/proof",
    summary="Get what was proved of the rules",
    response_model=ProofOut,
    responses=READ_ERRORS,
    tags=["self-check"],
)
async def get_proof(request: Request, catalog: CatalogDep, lang: EnglishDep) -> Response:
    """What was proved of the rules in force for every possible set of answers, and what was not:
    that medicine agrees with them is for clinicians to say."""
    accepts(request, JSON)
    proof = kept_rules(catalog, "self-check", None).proof
    body = ProofOut(**proof.model_dump(), proved=PROVED, not_proved=NOT_PROVED)
    return reply(request, body.model_dump_json().encode(), lang)


@router.get(
    "/self-check/diff",
    summary="Compare two versions of the rules",
    response_model=DiffOut,
    responses=READ_ERRORS | errors.declare(errors.UnknownSlug),
    tags=["self-check"],
)
async def get_diff(
    request: Request,
    catalog: CatalogDep,
    lang: EnglishDep,
    from_: Annotated[
        Version | None,
        Query(alias="from", description=f"The earlier {IN_FORCE}", examples=["1.0.0"]),
    ] = None,
    to: Annotated[
        Version | None, Query(description=f"The later {IN_FORCE}", examples=["1.0.0"])
    ] = None,
) -> Response:
    """What changed between two versions, in words and as data, and answers whose level changed. For
    who reviews a new version before an app takes it."""
    accepts(request, JSON)
    old, new = (kept_rules(catalog, "self-check", version) for version in (from_, to))

    def make() -> DiffOut:
        return DiffOut.model_validate(
            {
                "from": old.ref,
                "to": new.ref,
                "differences": [asdict(d) for d in differences(old.rules, new.rules)],
                "levels": [
                    {
                        "answers": change.answers,
                        "before": _level_name(change.before),
                        "after": _level_name(change.after),
                    }
                    for change in level_changes(old.rules, new.rules)
                ],
            }
        )

    return reply(request, await _once(request, "diff", (old, new), make), lang)


@router.get(
    "/self-check/vectors",
    summary="Get test vectors for the rules",
    response_model=VectorsOut,
    responses=READ_ERRORS,
    tags=["self-check"],
)
async def get_vectors(request: Request, catalog: CatalogDep, lang: EnglishDep) -> Response:
    """Answers with what must come of them by the rules in force: they show that an app which runs
    the rules by itself does so rightly. Every rule, option, level, block and boundary is there."""
    accepts(request, JSON)
    kept = kept_rules(catalog, "self-check", None)

    def make() -> VectorsOut:
        return VectorsOut(ruleset=kept.ref, vectors=vectors(kept.rules))

    return reply(request, await _once(request, "vectors", (kept,), make), lang)


@router.get(
    "/self-check/safety-case",
    summary="Get the safety case",
    response_model=SafetyCaseOut,
    responses=READ_ERRORS,
    tags=["self-check"],
)
async def get_safety_case(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """The hazard log: what could go wrong, what is done about it, what shows it, what is left. No
    clinician has reviewed it."""
    accepts(request, JSON)
    return reply(request, catalog.copies[lang].entries["safety-case", "self-check"], lang)


def kept_rules(catalog: Catalog, name: CheckName, version: str | None) -> KeptRuleSet:
    """That version, or the one in force.

    Raises:
        UnknownSlug: no rule set ever had this version.
    """
    kept = catalog.rule_set(name, version)
    if kept is None:
        raise errors.UnknownSlug("no rule set has this version; /v1/meta names the one in force")
    return kept


def _level_name(level: Level | None) -> LevelName | None:
    return None if level is None else level_name(level)


def _rules(request: Request, lang: Lang, kept: KeptRuleSet) -> Response:
    accepts(request, JSON)
    return reply(request, kept.out.model_dump_json().encode(), lang)


async def _once(
    request: Request, what: str, of: tuple[KeptRuleSet, ...], make: Callable[[], BaseModel]
) -> bytes:
    """What takes long to make is made once for a rule set as it stands, off the event loop."""
    made: dict[str, bytes] = request.app.state.made
    key = " ".join([what, *(repr(kept.ref) for kept in of)])
    if key not in made:
        answer = await asyncio.to_thread(make)
        made[key] = answer.model_dump_json(by_alias=True).encode()
    return made[key]

"""FHIR R4: answers in as a `QuestionnaireResponse`, the outcome out as a `Bundle`; nothing kept."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from app import errors
from app.catalog import Catalog, KeptRuleSet
from app.content.base import SOURCE_LANG
from app.content.selfcheck import CheckName
from app.errors import Detail
from app.fhir import response
from app.fhir.link_ids import unanswered
from app.fhir.operation import NAME
from app.fhir.outcome import outcome
from app.fhir.sent import read_sent, unwrapped, version_asked
from app.fhir.shelf import written
from app.fhir.source import Source
from app.operation_outcome import MEDIA_TYPE
from app.routes.fhir import Format, Id, media_type
from app.routes.reply import JSON, private
from app.routes.request import CatalogDep, LanguageDep, read_value
from app.routes.rules import kept_rules
from app.routes.selfcheck import NOT_JUDGED, refuse_withdrawn, worded
from app.triage.answers import AnswersRefused, Refusal
from app.triage.model import Answers

router = APIRouter(prefix="/fhir")

OF_ANSWERS = {"unknown_question", "unknown_option", "wrong_number", "given_twice"}
"""Refusals of what was answered; any other is of what is around it."""

CHECKS: dict[str, CheckName] = {"self-check": "self-check", "follow-up": "follow-up"}


@router.post(
    f"/Questionnaire/{{id}}/${NAME}",
    include_in_schema=False,  # a generated Kotlin client takes what follows `$` for a variable
)
async def evaluate_fhir_questionnaire(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    id_: Id,
    format_: Format = None,
) -> Response:
    """The outcome of a `QuestionnaireResponse`, sent alone or in `Parameters` as
    `questionnaireResponse` beside a `region`: a `collection` Bundle that says what `/v1/triage` or
    `/v1/follow-up` says of the same answers. Send all answers so far and ask what the output names
    as `next` until the guidance is a `success`; show every `DetectedIssue`. A `RequestGroup` is
    there only where nothing speaks against exercise. It educates and signposts; it does not
    diagnose. The answers are not stored, logged or repeated."""
    answer_as = media_type(request, format_)
    if id_ not in CHECKS:
        raise errors.UnknownSlug("no Questionnaire has this id; /fhir/Questionnaire lists them")
    name = CHECKS[id_]
    kept, answers, region = _understood(catalog, name, await read_value(request, MEDIA_TYPE, JSON))
    answer, language = worded(catalog, lang, kept, answers, region)
    bundle = await asyncio.to_thread(outcome, Source(catalog), name, answer)
    return private(request, written(bundle), language, answer_as)


def _understood(
    catalog: Catalog, name: CheckName, sent: Any
) -> tuple[KeptRuleSet, Answers, str | None]:
    """The rules asked for, the answers and the region.

    Raises:
        UnknownSlug: no rules ever had the version that is asked for.
        Gone: they were withdrawn.
        AnswersRefusedError: an answer is not one that they know.
        InvalidRequest: it is no such response.
    """
    read = response.Response()
    asked = unwrapped(sent, read)
    kept = kept_rules(catalog, name, version_asked(name, asked, read))
    refuse_withdrawn(kept)
    read_sent(_form(catalog, kept), asked, read)
    refusals = list(read.refusals)
    try:
        answers = kept.machine.read(read.answers)
    except AnswersRefused as exc:
        refusals += [read.placed(refusal) for refusal in exc.refusals]
    if refusals:
        raise _refused(refusals)
    return kept, answers, asked.region


def _form(catalog: Catalog, kept: KeptRuleSet) -> response.Form:
    check = catalog.checks[kept.name, kept.rules.version, SOURCE_LANG]
    return response.Form(
        kept.name,
        frozenset(question.slug for question in kept.rules.questions),
        frozenset(unanswered(check, kept.rules)),
    )


def _refused(refusals: list[Refusal]) -> errors.ApiError:
    details = [Detail(pointer=r.pointer, code=r.code, detail=r.detail) for r in refusals]
    if {refusal.code for refusal in refusals} <= OF_ANSWERS:
        return errors.AnswersRefusedError(NOT_JUDGED, details)
    return errors.InvalidRequest(NOT_JUDGED, details)

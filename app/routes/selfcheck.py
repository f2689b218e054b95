"""The self-check and the follow-up: questions out, answers in, nothing kept."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog import Catalog, KeptRuleSet
from app.content.answers import AnswersIn
from app.content.base import Lang
from app.content.outcome import FollowUpOut, OutcomeOut
from app.content.questionnaire import QuestionnaireOut
from app.content.selfcheck import CheckName
from app.errors import Detail
from app.routes.reply import JSON, private, reply
from app.routes.request import CatalogDep, LanguageDep, accepts, read_json
from app.routes.rules import READ_ERRORS, kept_rules
from app.triage.answers import AnswersRefused
from app.triage.model import Answers
from app.wording.follow_up import word_follow_up

router = APIRouter(prefix="/v1")

NOT_JUDGED = (
    "nothing was judged: mend what `errors` names and send again; if it may be an emergency, call "
    "your emergency number"
)

SEND_ERRORS = errors.declare(
    errors.MalformedJson,
    errors.UnknownParameter,
    errors.UnknownSlug,
    errors.NotAcceptable,
    errors.Gone,
    errors.TooLarge,
    errors.UnsupportedMediaType,
    errors.InvalidRequest,
    errors.AnswersRefusedError,
)


ANSWERS = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AnswersIn"}}},
    }
}


@router.get(
    "/self-check", response_model=QuestionnaireOut, responses=READ_ERRORS, tags=["self-check"]
)
async def get_self_check(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """The questions in force, in order: red flags first, in screens that a well person is through
    in a few taps."""
    return _questionnaire(request, catalog, lang, "self-check")


@router.post(
    "/triage",
    response_model=OutcomeOut,
    responses=SEND_ERRORS,
    openapi_extra=ANSWERS,
    tags=["self-check"],
)
async def triage(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    include: Annotated[
        Literal["timeline"] | None,
        Query(description="`timeline`: each routine comes with its timed cues, as adapted."),
    ] = None,
) -> Response:
    """How urgent it is, what to be warned of, and, only where nothing speaks against it, what to
    do. The answers are not stored, logged or repeated."""
    sent, kept = await _received(request, catalog, "self-check")
    answers = _answers(kept, sent)
    outcome, say = kept.machine.evaluate(answers), catalog.wording(lang, kept)
    body = say.outcome(outcome, answers, sent.region, timelines=include == "timeline")
    return private(request, body, say.language)


@router.get(
    "/follow-up", response_model=QuestionnaireOut, responses=READ_ERRORS, tags=["follow-up"]
)
async def get_follow_up(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """A few questions for after exercising: the same day, after two days, two and six weeks."""
    return _questionnaire(request, catalog, lang, "follow-up")


@router.post(
    "/follow-up",
    response_model=FollowUpOut,
    responses=SEND_ERRORS,
    openapi_extra=ANSWERS,
    tags=["follow-up"],
)
async def follow_up(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """Whether to go on, ease off, stop, or see someone. Nothing is stored, logged or repeated."""
    sent, kept = await _received(request, catalog, "follow-up")
    answers = _answers(kept, sent)
    outcome, say = kept.machine.evaluate(answers), catalog.wording(lang, kept)
    body = word_follow_up(say.phrases, outcome, answers, sent.region)
    return private(request, body, say.language)


async def _received(
    request: Request, catalog: Catalog, name: CheckName
) -> tuple[AnswersIn, KeptRuleSet]:
    accepts(request, JSON)
    sent = await read_json(request, AnswersIn)
    return sent, kept_rules(catalog, name, sent.ruleset)


def _answers(kept: KeptRuleSet, sent: AnswersIn) -> Answers:
    if kept.out.status == "withdrawn":
        raise errors.Gone(
            "this rule set was withdrawn: do no exercise by it; if it may be an emergency, call "
            "your emergency number; leave out `ruleset` for the one in force, if there is one"
        )
    try:
        return kept.machine.read(sent.answers)
    except AnswersRefused as exc:
        details = [Detail(pointer=r.pointer, code=r.code, detail=r.detail) for r in exc.refusals]
        raise errors.AnswersRefusedError(NOT_JUDGED, details) from None


def _questionnaire(request: Request, catalog: Catalog, lang: Lang, name: CheckName) -> Response:
    accepts(request, JSON)
    return reply(request, catalog.copies[lang].entries["questionnaire", name], lang)

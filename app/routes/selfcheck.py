"""The self-check and the follow-up: questions out, answers in, nothing kept."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog import Catalog, KeptRuleSet
from app.content.answers import AnswersIn
from app.content.base import Lang
from app.content.cards import MEDIA_TYPE as CARDS
from app.content.outcome import FollowUpOut, OutcomeOut
from app.content.questionnaire import QuestionnaireOut
from app.content.selfcheck import CheckName
from app.errors import Detail
from app.routes.carded import carded
from app.routes.reply import JSON, private, reply
from app.routes.request import CatalogDep, LanguageDep, accepts, invalid, read_json
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
    "/self-check",
    summary="Get the questions",
    response_model=QuestionnaireOut,
    responses=READ_ERRORS,
    tags=["self-check"],
)
async def get_self_check(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """The questions in force, in order: red flags first, in screens that a well person is through
    in a few taps. Send the answers to `POST /v1/triage`, after each screen or all at once."""
    return _questionnaire(request, catalog, lang, "self-check")


@router.post(
    "/triage",
    summary="Check the answers",
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
        Query(
            description="`timeline`: each routine comes with its timed cues, as adapted, for a "
            "player. Left out, `timeline` is null.",
            examples=["timeline"],
        ),
    ] = None,
) -> Response:
    """How urgent it is, what to be warned of, and, only where nothing speaks against it, what to
    do. Send all answers so far and ask what `next` names until `status` is `complete`; show every
    warning. It educates and signposts; it does not diagnose. The answers are not stored, logged or
    repeated. Also as cards in the manner of CDS Hooks."""
    media_type = accepts(request, JSON, CARDS)
    if media_type == CARDS and include is not None:
        raise invalid("?include", "only_for_json", "belongs to application/json only")
    sent, kept = await _received(request, catalog, "self-check")
    answers = _answers(kept, sent)
    outcome, say = kept.machine.evaluate(answers), catalog.wording(lang, kept)
    body = say.outcome(outcome, answers, sent.region, timelines=include == "timeline")
    if media_type == CARDS:
        body = carded(catalog, say.phrases.words, OutcomeOut.model_validate_json(body))
    return private(request, body, say.language, media_type)


@router.get(
    "/follow-up",
    summary="Get the questions for afterwards",
    response_model=QuestionnaireOut,
    responses=READ_ERRORS,
    tags=["follow-up"],
)
async def get_follow_up(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """A few questions for after exercising: the same day, after two days, two and six weeks. Send
    the answers to `POST /v1/follow-up`."""
    return _questionnaire(request, catalog, lang, "follow-up")


@router.post(
    "/follow-up",
    summary="Check the answers for afterwards",
    response_model=FollowUpOut,
    responses=SEND_ERRORS,
    openapi_extra=ANSWERS,
    tags=["follow-up"],
)
async def follow_up(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """Whether to go on, ease off, stop, or see someone, with the warnings to show. Send all answers
    so far and ask what `next` names until `status` is `complete`. The answers are not stored,
    logged or repeated. Also as cards in the manner of CDS Hooks."""
    media_type = accepts(request, JSON, CARDS)
    sent, kept = await _received(request, catalog, "follow-up")
    answers = _answers(kept, sent)
    outcome, say = kept.machine.evaluate(answers), catalog.wording(lang, kept)
    body = word_follow_up(say.phrases, outcome, answers, sent.region)
    if media_type == CARDS:
        body = carded(catalog, say.phrases.words, FollowUpOut.model_validate_json(body))
    return private(request, body, say.language, media_type)


async def _received(
    request: Request, catalog: Catalog, name: CheckName
) -> tuple[AnswersIn, KeptRuleSet]:
    sent = await read_json(request, AnswersIn)
    return sent, kept_rules(catalog, name, sent.ruleset)


def worded(
    catalog: Catalog, lang: Lang, kept: KeptRuleSet, answers: Answers, region: str | None
) -> tuple[bytes, Lang]:
    """What is answered to these answers, whichever check they are of, and the language it is in."""
    outcome, say = kept.machine.evaluate(answers), catalog.wording(lang, kept)
    if kept.name == "follow-up":
        return word_follow_up(say.phrases, outcome, answers, region), say.language
    return say.outcome(outcome, answers, region), say.language


def refuse_withdrawn(kept: KeptRuleSet) -> None:
    """Raises: Gone: it was withdrawn."""
    if kept.out.status == "withdrawn":
        raise errors.Gone(
            "this rule set was withdrawn: do no exercise by it; if it may be an emergency, call "
            "your emergency number; leave out `ruleset` for the one in force, if there is one"
        )


def _answers(kept: KeptRuleSet, sent: AnswersIn) -> Answers:
    refuse_withdrawn(kept)
    try:
        return kept.machine.read(sent.answers)
    except AnswersRefused as exc:
        details = [Detail(pointer=r.pointer, code=r.code, detail=r.detail) for r in exc.refusals]
        raise errors.AnswersRefusedError(NOT_JUDGED, details) from None


def _questionnaire(request: Request, catalog: Catalog, lang: Lang, name: CheckName) -> Response:
    accepts(request, JSON)
    return reply(request, catalog.copies[lang].entries["questionnaire", name], lang)

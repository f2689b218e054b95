"""The self-check and the follow-up: questions out, answers in, nothing kept."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app import errors
from app.catalog import Catalog, KeptRuleSet
from app.content.base import Lang, Version
from app.content.outcome import AnswersIn, FollowUpOut, OutcomeOut
from app.content.proof import ProofOut
from app.content.questionnaire import QuestionnaireOut, RuleSetOut
from app.content.selfcheck import CheckName
from app.errors import Detail
from app.routes.reply import JSON, private, reply
from app.routes.request import CatalogDep, LanguageDep, accepts, read_json
from app.triage.answers import AnswersRefused, read_answers
from app.triage.engine import evaluate
from app.triage.model import Answers
from app.wording.follow_up import word_follow_up
from app.wording.triage import word_outcome

router = APIRouter(prefix="/v1")

READ_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)
SEND_ERRORS = errors.declare(
    errors.MalformedJson,
    errors.UnknownSlug,
    errors.NotAcceptable,
    errors.Gone,
    errors.TooLarge,
    errors.UnsupportedMediaType,
    errors.AnswersRefusedError,
)


def _body(example: dict[str, object]) -> dict[str, object]:
    schema = AnswersIn.model_json_schema()
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


@router.get(
    "/self-check", response_model=QuestionnaireOut, responses=READ_ERRORS, tags=["self-check"]
)
async def get_self_check(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """The questions in force, in order: red flags first, in screens that a well person is through
    in a few taps."""
    return _questionnaire(request, catalog, lang, "self-check")


@router.get(
    "/self-check/rules", response_model=RuleSetOut, responses=READ_ERRORS, tags=["self-check"]
)
async def get_rules(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """The rule set in force, whole: everything that decides, and nothing else."""
    return _rules(request, lang, _kept(catalog, "self-check", None))


@router.get(
    "/self-check/rules/{version}",
    response_model=RuleSetOut,
    responses=READ_ERRORS | errors.declare(errors.UnknownSlug),
    tags=["self-check"],
)
async def get_rules_version(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    version: Annotated[Version, Path()],
) -> Response:
    """A rule set that is or was in force. Each is kept for ever and never edited."""
    return _rules(request, lang, _kept(catalog, "self-check", version))


@router.get(
    "/self-check/proof", response_model=ProofOut, responses=READ_ERRORS, tags=["self-check"]
)
async def get_proof(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """What was proved of the rules in force for every possible set of answers, and what was not."""
    accepts(request, JSON)
    proof = _kept(catalog, "self-check", None).proof
    body = ProofOut(**proof.model_dump(), proved=PROVED, not_proved=NOT_PROVED)
    return reply(request, body.model_dump_json().encode(), lang)


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


@router.post(
    "/triage",
    response_model=OutcomeOut,
    responses=SEND_ERRORS,
    openapi_extra=_body(
        {"answers": {"screen-nerves": "one-or-more", "saddle-numbness": "yes"}, "region": "GB"}
    ),
    tags=["self-check"],
)
async def triage(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """How urgent it is, what to be warned of, and, only where nothing speaks against it, what to
    do. The answers are not stored, logged or repeated."""
    sent, kept = await _received(request, catalog, "self-check")
    answers = _answers(kept, sent)
    outcome = evaluate(kept.rules, answers)
    body = word_outcome(catalog.words(lang, kept), outcome, answers, sent.region)
    return private(body.model_dump_json().encode(), lang)


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
    openapi_extra=_body({"answers": {"danger-signs": "none", "pain-during": 5}, "region": "GB"}),
    tags=["follow-up"],
)
async def follow_up(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """Whether to go on, ease off, stop, or see someone. Nothing is stored, logged or repeated."""
    sent, kept = await _received(request, catalog, "follow-up")
    answers = _answers(kept, sent)
    outcome = evaluate(kept.rules, answers)
    body = word_follow_up(catalog.words(lang, kept), outcome, answers, sent.region)
    return private(body.model_dump_json().encode(), lang)


async def _received(
    request: Request, catalog: Catalog, name: CheckName
) -> tuple[AnswersIn, KeptRuleSet]:
    accepts(request, JSON)
    sent = await read_json(request, AnswersIn)
    return sent, _kept(catalog, name, sent.ruleset)


def _kept(catalog: Catalog, name: CheckName, version: str | None) -> KeptRuleSet:
    kept = catalog.rule_set(name, version)
    if kept is None:
        raise errors.UnknownSlug("no rule set has this version; /v1/meta names the one in force")
    return kept


def _answers(kept: KeptRuleSet, sent: AnswersIn) -> Answers:
    if kept.status == "withdrawn":
        raise errors.Gone("this rule set was withdrawn; leave out `ruleset` for the one in force")
    try:
        return read_answers(kept.rules, sent.answers)
    except AnswersRefused as exc:
        details = [Detail(pointer=r.pointer, code=r.code, detail=r.detail) for r in exc.refusals]
        raise errors.AnswersRefusedError("see `errors`", details) from None


def _rules(request: Request, lang: Lang, kept: KeptRuleSet) -> Response:
    accepts(request, JSON)
    body = RuleSetOut(
        name=kept.name,
        version=kept.rules.version,
        digest=kept.digest,
        status=kept.status,
        use_until=kept.use_until,
        body=dict(kept.body),
    )
    return reply(request, body.model_dump_json().encode(), lang)


def _questionnaire(request: Request, catalog: Catalog, lang: Lang, name: CheckName) -> Response:
    accepts(request, JSON)
    kept = _kept(catalog, name, None)
    check = catalog.checks[name, kept.rules.version, lang]
    body = QuestionnaireOut.model_validate(
        {
            "version": kept.rules.version,
            "digest": kept.digest,
            "language": lang,
            "disclaimer": check.disclaimer,
            "sections": [section.model_dump() for section in check.sections],
        }
    )
    return reply(request, body.model_dump_json().encode(), lang)

"""A check's questions as a `Questionnaire`: all of them, in their order. Tests of the body are
shown only where nothing is open (`gates`); danger signs come with what to do (`alarms`)."""

from collections.abc import Callable, Iterator

from app.content.base import SOURCE_LANG, Lang
from app.content.citation import CitationOut
from app.content.selfcheck import OptionDocument, QuestionDocument, SectionDocument
from app.fhir.alarms import Alarms, first
from app.fhir.beside import beside
from app.fhir.gates import clauses, enabled_by, gated
from app.fhir.names import Json, coding, hl7_extension, options_of
from app.fhir.source import Say, Source
from app.triage.model import RuleSet

TYPES = {"single": "choice", "multiple": "choice", "scale": "integer"}


def questionnaire(source: Source, name: str) -> Json:
    """Args: name: of the check, which is its id too."""
    kept, check = source.kept(name), source.check(name, SOURCE_LANG)
    head = source.head("Questionnaire", name, kept.rules.version, retired=source.is_recalled(name))
    made = _Made(source, name, kept.rules)
    return {
        **head,
        **source.told("title", source.term(f"form-{name}")),
        **source.told(
            "description", lambda lang: source.check(name, lang).disclaimer, markdown=True
        ),
        "copyright": "Plumbline contributors, CC BY 4.0",
        "effectivePeriod": {"end": kept.out.use_until.isoformat()},
        "subjectType": ["Patient"],
        "item": [
            *first(source),
            *(made.section(at, section) for at, section in enumerate(check.sections)),
        ],
    }


class _Made:
    def __init__(self, source: Source, name: str, rules: RuleSet) -> None:
        self._source = source
        self._name = name
        self._rules = rules
        self._alarms = Alarms(source, name, rules)
        self._asked_when = {question.slug: question.asked_when for question in rules.questions}

    def section(self, at: int, section: SectionDocument) -> Json:
        """A section may be named as a question is, so its id says what it is."""
        group = {
            "linkId": section_id(section),
            **self._source.told("text", lambda lang: self._section(lang, at).title),
            "type": "group",
            "item": [self._item(at, n, question) for n, question in enumerate(section.questions)],
        }
        return gated(group, clauses(self._rules)) if has_tests(section) else group

    def _item(self, at: int, n: int, question: QuestionDocument) -> Json:
        def say(part: Callable[[QuestionDocument], str]) -> Say:
            return lambda lang: part(self._section(lang, at).questions[n])

        return {
            "extension": list(self._extensions(question)),
            "linkId": question.slug,
            "code": self._codes(question),
            **self._source.told("text", say(lambda asked: asked.text)),
            "type": TYPES[question.type],
            **self._when(question.slug),
            "required": question.safety is not None,
            "repeats": question.type == "multiple",
            **self._options(question, say),
            "item": [*self._alarms.under(question), *beside(self._source, question, say)],
        }

    def _section(self, lang: Lang, at: int) -> SectionDocument:
        return self._source.check(self._name, lang).sections[at]

    def _codes(self, question: QuestionDocument) -> list[Json]:
        safety = question.safety
        kinds = [
            ("physical-test", "A test done with the body: optional", question.physical),
            ("screen", "A screen over several signs", bool(question.screens)),
        ]
        codes = [coding("question-kind", code, said) for code, said, fits in kinds if fits]
        codes += [coding("level", safety, "The most that an answer may reveal")] if safety else []
        codes += [coding("opens", slug) for slug in question.screens]
        return codes or [coding("question-kind", "question", "A question")]

    def _extensions(self, question: QuestionDocument) -> Iterator[Json]:
        if question.min is not None and question.max is not None:
            yield hl7_extension("minValue", valueInteger=question.min)
            yield hl7_extension("maxValue", valueInteger=question.max)
        sources = self._source.catalog.all(SOURCE_LANG, "citation", CitationOut)
        for link in question.citations:
            yield hl7_extension("questionnaire-supportLink", valueUri=sources[link.slug].url)
        known = "; ".join(
            f"{link.slug}: {link.known.value}" + (f" ({link.basis})" if link.basis else "")
            for link in question.citations
        )
        yield hl7_extension("designNote", valueMarkdown=f"How each source is known. {known}")

    def _when(self, slug: str) -> Json:
        """Due as soon as one of these was chosen; without any, always."""
        chosen = frozenset(
            (condition.question, option)
            for condition in self._asked_when[slug]
            for option in condition.any_of
        )
        return {"enableWhen": enabled_by(chosen), "enableBehavior": "any"} if chosen else {}

    def _options(
        self, question: QuestionDocument, say: Callable[[Callable[[QuestionDocument], str]], Say]
    ) -> Json:
        options = written_out(question)
        if not options:
            return {}
        return {
            "answerOption": [
                {
                    **_about(option),
                    "valueCoding": {
                        "system": options_of(question.slug),
                        "code": option.slug,
                        **self._source.told("display", say(_text_of(number))),
                    },
                }
                for number, option in enumerate(options)
            ]
        }


def section_id(section: SectionDocument) -> str:
    return f"section.{section.slug}"


def has_tests(section: SectionDocument) -> bool:
    """Whether there are tests done with the body in it."""
    return any(question.physical for question in section.questions)


def written_out(question: QuestionDocument) -> list[OptionDocument]:
    """Its options; a check has the option sets written out."""
    return [] if isinstance(question.options, str) else question.options


def _about(option: OptionDocument) -> Json:
    """`none` is told apart, and findings are put in their order, by FHIR's own extensions."""
    found = []
    if option.rank is not None:
        found.append(hl7_extension("ordinalValue", valueDecimal=option.rank))
    if option.kind == "none":
        found.append(hl7_extension("questionnaire-optionExclusive", valueBoolean=True))
    return {"extension": found} if found else {}


def _text_of(number: int) -> Callable[[QuestionDocument], str]:
    return lambda asked: written_out(asked)[number].text

"""A check's questions as a `Questionnaire`: all of them, in their order, none hidden."""

from collections.abc import Callable, Iterator

from app.content.base import SOURCE_LANG, Lang
from app.content.citation import CitationOut
from app.content.selfcheck import OptionDocument, QuestionDocument, SectionDocument
from app.fhir.names import Json, coding, concept, hl7_extension, options_of
from app.fhir.source import Say, Source
from app.triage.model import Question

TYPES = {"single": "choice", "multiple": "choice", "scale": "integer"}
HL7_CATEGORY = "http://hl7.org/fhir/questionnaire-display-category"
HL7_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"


def questionnaire(source: Source, name: str) -> Json:
    """Args: name: of the check, which is its id too."""
    kept, check = source.kept(name), source.check(name, SOURCE_LANG)
    head = source.head(
        "Questionnaire", name, kept.rules.version, retired=kept.out.status == "withdrawn"
    )
    made = _Made(source, name, {question.slug: question for question in kept.rules.questions})
    return {
        **head,
        **source.told("title", source.term(f"form-{name}")),
        **source.told(
            "description", lambda lang: source.check(name, lang).disclaimer, markdown=True
        ),
        "copyright": "Plumbline contributors, CC BY 4.0",
        "effectivePeriod": {"end": kept.out.use_until.isoformat()},
        "subjectType": ["Patient"],
        "item": [made.section(at, section) for at, section in enumerate(check.sections)],
    }


class _Made:
    def __init__(self, source: Source, name: str, questions: dict[str, Question]) -> None:
        self._source = source
        self._name = name
        self._questions = questions

    def section(self, at: int, section: SectionDocument) -> Json:
        """A section may be named as a question is, so its id says what it is."""
        return {
            "linkId": f"section.{section.slug}",
            **self._source.told("text", lambda lang: self._section(lang, at).title),
            "type": "group",
            "item": [self._item(at, n, question) for n, question in enumerate(section.questions)],
        }

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
            "item": list(self._shown(question, say)),
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
        when: list[Json] = [
            {
                "question": condition.question,
                "operator": "=",
                "answerCoding": {"system": options_of(condition.question), "code": option.slug},
            }
            for condition in self._questions[slug].asked_when
            for option in self._questions[condition.question].options
            if option.slug in condition.any_of
        ]
        return {"enableWhen": when, "enableBehavior": "any"} if when else {}

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

    def _shown(
        self, question: QuestionDocument, say: Callable[[Callable[[QuestionDocument], str]], Say]
    ) -> Iterator[Json]:
        """What has to stand beside the question: what it asks about, whether it may be left out,
        for whom it is not, how to do it, and why it is asked."""
        slug, told = question.slug, self._source.told
        lines = [(f"{slug}.line-{n}", say(_nth("items", n))) for n in range(len(question.items))]
        if question.physical:
            lines.append((f"{slug}.optional", self._source.term("form-optional-test")))
        if question.not_when:
            lines.append((f"{slug}.not-when", self._not_when(question)))
        lines += [(f"{slug}.how-{n}", say(_nth("how_to", n))) for n in range(len(question.how_to))]
        for id_, words in lines:
            yield {
                "extension": [_INSTRUCTION],
                "linkId": id_,
                **told("text", words),
                "type": "display",
            }
        why = told("text", say(lambda asked: asked.why))
        yield {"extension": [_HELP], "linkId": f"{slug}.why", **why, "type": "display"}

    def _not_when(self, question: QuestionDocument) -> Say:
        def say(lang: Lang) -> str:
            conditions = self._source.conditions(lang)
            names = "; ".join(conditions[slug].name for slug in question.not_when)
            return self._source.term("form-not-when", conditions=names)(lang)

        return say


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


def _nth(field: str, n: int) -> Callable[[QuestionDocument], str]:
    return lambda asked: str(getattr(asked, field)[n])


_INSTRUCTION = hl7_extension(
    "questionnaire-displayCategory",
    valueCodeableConcept=concept({"system": HL7_CATEGORY, "code": "instructions"}),
)
_HELP = hl7_extension(
    "questionnaire-itemControl",
    valueCodeableConcept=concept({"system": HL7_CONTROL, "code": "help"}),
)

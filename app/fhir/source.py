"""What the resources are made of: one release in every published language, English beside the
rest."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.catalog import Catalog, KeptRuleSet
from app.content.base import SOURCE_LANG, Facts, Lang
from app.content.base import Link as CitedLink
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.content.selfcheck import CheckDocument
from app.fhir.citing import cite
from app.fhir.names import Json, canonical, coding, hl7_extension

Say = Callable[[Lang], str]
"""The same words in any published language."""


@dataclass(frozen=True, slots=True)
class Source:
    """A release, as FHIR looks at it."""

    catalog: Catalog

    @property
    def published_at(self) -> str:
        return self.catalog.published_at.isoformat().replace("+00:00", "Z")

    def exercises(self, lang: Lang) -> Mapping[str, ExerciseOut]:
        return self.catalog.all(lang, "exercise", ExerciseOut)

    def routines(self, lang: Lang) -> Mapping[str, RoutineOut]:
        return self.catalog.all(lang, "routine", RoutineOut)

    def warnings(self, lang: Lang) -> Mapping[str, WarningOut]:
        return self.catalog.all(lang, "warning", WarningOut)

    def conditions(self, lang: Lang) -> Mapping[str, ConditionOut]:
        return self.catalog.all(lang, "condition", ConditionOut)

    def kept(self, check: str) -> KeptRuleSet:
        """The rules in force."""
        return self.catalog.rule_sets[check, self.catalog.in_force[check]]

    def is_recalled(self, check: str) -> bool:
        """Whether the rules in force were withdrawn, so that nobody is offered anything by them."""
        return self.kept(check).out.status == "withdrawn"

    def check(self, name: str, lang: Lang) -> CheckDocument:
        """Its questions and reasons in force."""
        return self.catalog.checks[name, self.catalog.in_force[name], lang]

    def term(self, slug: str, **values: object) -> Say:
        """The name of a term, its `{…}` filled."""

        def say(lang: Lang) -> str:
            name = self.catalog.all(lang, "term", TermOut)[slug].name
            return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), name)

        return say

    def told(self, key: str, say: Say, *, markdown: bool = False) -> Json:
        """An element in English, with its translations as FHIR's own extension has them."""
        value = "valueMarkdown" if markdown else "valueString"
        others = [lang for lang in self.catalog.published_languages if lang != SOURCE_LANG]
        translations = [
            hl7_extension(
                "translation",
                extension=[
                    {"url": "lang", "valueCode": lang},
                    {"url": "content", value: say(lang)},
                ],
            )
            for lang in others
        ]
        words: Json = {key: say(SOURCE_LANG)}
        return words | ({f"_{key}": {"extension": translations}} if translations else {})

    def meta(self) -> Json:
        nature = coding("nature", "education", "Education and signposting, not a diagnosis")
        return {
            "versionId": str(self.catalog.release),
            "lastUpdated": self.published_at,
            "tag": [nature],
        }

    def head(self, kind: str, id_: str, version: str, *, retired: bool = False) -> Json:
        """What every definition begins with. Whatever no clinician has reviewed is called
        experimental: who files it in a clinic must not take it for a reviewed protocol."""
        name = "".join(part.capitalize() for part in id_.split("-"))
        return {
            "resourceType": kind,
            "id": id_,
            "meta": self.meta(),
            "language": SOURCE_LANG,
            "url": canonical(kind, id_),
            "version": version,
            "name": name if name[0].isalpha() else f"Item{name}",
            "status": "retired" if retired else "active",
            "experimental": True,
            "date": self.published_at,
            "publisher": "Plumbline contributors",
        }

    def rights(self, item: Facts) -> Json:
        """Who may use it, and who has reviewed it."""
        rights, review = item.rights, item.review
        lines = [rights.attribution, f"Licence: {rights.licence}.", rights.note]
        said: Json = {"copyright": " ".join(line for line in lines if line)}
        if review.reviewed_on is None or review.next_review_on is None:
            return said
        return said | {
            "experimental": False,
            "approvalDate": review.reviewed_on.isoformat(),
            "lastReviewDate": review.reviewed_on.isoformat(),
            "reviewer": [{"name": name} for name in review.reviewers],
        }

    def cited(self, links: Iterable[CitedLink]) -> list[Json]:
        """As related artifacts, each with how it is known."""
        sources = self.catalog.all(SOURCE_LANG, "citation", CitationOut)
        return [cite(link, sources[link.slug]) for link in links]

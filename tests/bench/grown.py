"""Synthetic content, valid and published the ordinary way: the real library with more exercises.

    PLUMBLINE_DATABASE_URL=… python -m tests.bench.grown EXERCISES

Each new exercise is a real one with other words, in every published language; it is meant for no
person. `RULED` of them are in the rules too, as alternatives, and the rules so grown are really
proved. The time of the proof grows with their square, so the others are content that no rule
touches. Part of the proof is that every exercise can reach somebody: those of one batch speak
against the same conditions, no batch against all that an earlier one does, and so for each batch
there are people who may do its exercises and none of an earlier one.
"""

import dataclasses
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations, islice
from random import Random

from app.content.base import SOURCE_LANG, Lang
from app.content.exercise import Contraindication, ExerciseDocument
from app.content.routine import RoutineDocument
from app.content.words import Words, join, split
from app.db import open_engine
from app.library import Library, read_library
from app.library.compile import compile_rules
from app.library.translations import Texts
from app.migrate import migrate
from app.proving import prove
from app.publish import publish
from app.settings import Settings
from tests.bench.invented import Lexicon

SEED = 20261123
RULED = 100

ALWAYS = (
    "under-18",
    "neuromuscular-condition",
    "pregnancy",
    "age-65-or-over",
    "pelvic-girdle-pain",
    "hip-replacement-posterior",
    "hip-replacement-anterior",
)
"""Every new exercise speaks against these."""
NEVER = "other-hip-pelvis-spine-operation"
"""The real ones speak against this and the new ones do not, so somebody needs the new ones."""
FREE = (
    "osteoporosis",
    "gluteal-tendinopathy",
    "hip-impingement",
    "hip-dysplasia-or-hypermobility",
    "sciatica",
    "poor-balance",
    "floor-difficulty",
    "knee-problem",
    "muscle-tear",
    "cannot-lie-face-down",
    "extension-painful-back",
)
"""A batch speaks against five of these."""
ONLY_IN_PREGNANCY = "all-fours-pelvic-tilt"
"""No routine for anybody else has it, so what speaks against pregnancy never takes its place."""

Origin = tuple[str, str, tuple[str, ...]]
"""New slug, the real one it is made from, what it speaks against."""
Exercises = Mapping[str, ExerciseDocument]


def grown(library: Library, count: int, *, ruled: int = RULED) -> Library:
    """The library with `count` exercises in all, the same for the same arguments. The rules, which
    know at most `ruled` of the new ones, whole batches of them, are not proved yet."""
    real = {lang: _exercises(library, lang) for lang in library.published_languages}
    origins = list(_origins(library, count - len(real[SOURCE_LANG])))
    batch = len(_bases(library))
    known = origins[: min(ruled, len(origins)) // batch * batch]
    new = {lang: dict(_new(real[lang], origins, lang)) for lang in real}
    changed = {slug: _replaced(slug, e, known) for slug, e in real[SOURCE_LANG].items()}
    of_rules = changed | {slug: new[SOURCE_LANG][slug] for slug, _, _ in known}
    rules = compile_rules(library.checks["self-check"], {**library.documents, "exercise": of_rules})
    return dataclasses.replace(
        library,
        documents={**library.documents, "exercise": changed | new[SOURCE_LANG]},
        translations={
            lang: {**texts, **_words(new.get(lang, {}))}
            for lang, texts in library.translations.items()
        },
        rule_sets={**library.rule_sets, "self-check": rules},
        figures={**library.figures, **{slug: library.figures[base] for slug, base, _ in origins}},
    )


def slugs(library: Library, count: int) -> list[str]:
    """Of all exercises, where there are so many."""
    real = library.documents["exercise"]
    return [*real, *(slug for slug, _, _ in _origins(library, count - len(real)))]


def proved(library: Library) -> Library:
    proof = prove(library, "self-check", datetime.now(UTC))
    return dataclasses.replace(library, proofs={**library.proofs, "self-check": proof})


def _replaced(slug: str, exercise: ExerciseDocument, known: Sequence[Origin]) -> ExerciseDocument:
    """With the new ones made from it as further alternatives."""
    new = [name for name, base, _ in known if base == slug]
    return exercise.model_copy(update={"alternatives": [*exercise.alternatives, *new]})


def _words(documents: Exercises) -> Texts:
    return {("exercise", slug): split(document)[1] for slug, document in documents.items()}


def _exercises(library: Library, lang: Lang) -> Exercises:
    documents = library.documents_in(lang)["exercise"]
    return {slug: d for slug, d in documents.items() if isinstance(d, ExerciseDocument)}


def _bases(library: Library) -> list[str]:
    """The real exercises that others may take the place of, in some routine."""
    routines = [d for d in library.documents["routine"].values() if isinstance(d, RoutineDocument)]
    steps = {s.exercise for r in routines for phase in r.phases for s in phase.steps}
    return [
        slug
        for slug, e in _exercises(library, SOURCE_LANG).items()
        if slug in steps - {ONLY_IN_PREGNANCY}
        and NEVER in {c.condition for c in e.contraindications}
    ]


def _origins(library: Library, count: int) -> Iterator[Origin]:
    bases = _bases(library)
    batches = ((slug, against) for against in combinations(FREE, 5) for slug in bases)
    for number, (slug, against) in enumerate(islice(batches, count), start=1):
        yield f"{slug}-{number}", slug, (*ALWAYS, *against)


def _new(
    real: Exercises, origins: Sequence[Origin], lang: Lang
) -> Iterator[tuple[str, ExerciseDocument]]:
    lexicon = Lexicon(Random(f"{SEED} {lang}"), len(origins))
    reasons: dict[str, Contraindication] = {
        c.condition: c for e in real.values() for c in e.contraindications
    }
    for slug, base, against in origins:
        named = real[base].model_copy(update={"contraindications": [reasons[c] for c in against]})
        facts, words = split(named)
        yield slug, ExerciseDocument.model_validate(join(facts, _other(words, lexicon)))


def _other(words: Words, lexicon: Lexicon) -> Words:
    other = {place: lexicon.varied(text) for place, text in words.items()}
    return {**other, "name": f"{lexicon.word().capitalize()} {lexicon.word()} {words['name']}"}


def main(count: int) -> None:
    """Publish where the settings say, and tell how long each step took."""
    settings = Settings()
    library = read_library(settings.seed_dir)
    migrate(settings.database_url)
    begin = time.perf_counter()
    library = grown(library, count)
    made = time.perf_counter()
    library = proved(library)
    known = time.perf_counter()
    publish(open_engine(settings.database_url), library, datetime.now(UTC))
    took = {"make": made - begin, "prove": known - made}
    sys.stdout.write(json.dumps(took | {"publish": time.perf_counter() - known}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))

#!/usr/bin/env python3
"""Does your app show every mandatory warning? Asks an adapter of yours, case by case, what the
screens show, and says what an app must show and yours does not. See README.md.

    python3 run.py -- node my-adapter.js     ask a program, one JSON line in, one out
    python3 run.py --answers screens.jsonl   judge what your UI tests wrote down

Only Python 3.9's standard library; nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Json = Any
CASES = Path(__file__).with_name("cases.json")
KINDS = ("text", "call", "confirm", "question", "routine", "exercise", "source")
BETWEEN = dict.fromkeys(("confirm", "routine", "exercise"), "|")
"""These have a place of their own: a text stands before or after them, never across."""
MUST, SHOULD = "must", "should"


@dataclass(frozen=True)
class Fault:
    """One thing that an app must or should do and does not."""

    demand: str
    code: str
    what_to_do: str

    def __str__(self) -> str:
        return f"{self.demand.upper():6} {self.code}: {self.what_to_do}"


class Unreadable(Exception):
    """What came is no answer of an adapter; the text says what would be."""


@dataclass
class Seen:
    """What a person sees and can do, in order: everything has a place in one stream of letters."""

    letters: str = ""
    items: list[tuple[str, Json, int, int]] = field(default_factory=list)
    """Kind, value, the place in `letters`, and the screen."""

    def find(self, text: str) -> int | None:
        """Where a text stands, word for word; only letters and digits are compared."""
        at = self.letters.find(letters(text))
        return None if at < 0 else at

    def all(self, *kinds: str) -> list[tuple[str, Json, int, int]]:
        return [item for item in self.items if item[0] in kinds]

    def for_routine(self, slug: str) -> Seen:
        """What is seen by somebody who opens no other routine, everything in its old place: up to
        the first routine, and from each opening of this one to the next of any."""
        part, ours = Seen(), True
        ends = [item[2] for item in self.items[1:]] + [len(self.letters)]
        for number, item in enumerate(self.items):
            end = ends[number]
            ours = item[1] == slug if item[0] == "routine" else ours
            part.letters += self.letters[item[2] : end] if ours else "|" * (end - item[2])
            part.items += [item] if ours else []
        return part

    def screen_of(self, place: int) -> int:
        """The screen that a place in the letters is on."""
        return max((item[3] for item in self.items if item[2] <= place), default=0)


def seen(answer: Json) -> Seen:
    """Raises: Unreadable: it is not what README.md describes."""
    screens = answer.get("screens") if isinstance(answer, dict) else None
    if not isinstance(screens, list) or not all(isinstance(screen, list) for screen in screens):
        raise Unreadable(
            'answer with {"screens": [[…], …]}: a list of screens, each a list of things'
        )
    found = Seen()
    for number, screen in enumerate(screens):
        for item in screen:
            kind, value = next(iter(item.items())) if _is_item(item) else ("", item)
            if kind not in KINDS:
                raise Unreadable(
                    f"each thing is an object with one of {', '.join(KINDS)}: {value!r}"
                )
            found.items.append((kind, value, len(found.letters), number))
            found.letters += letters(value) if kind == "text" else BETWEEN.get(kind, "")
    return found


def judge(expect: Json, answer: Json) -> list[Fault]:
    """Everything that is wrong, the gravest rules first.

    Raises:
        Unreadable: see `seen`.
    """
    told = seen(answer)
    faults = [*_nothing_forbidden(expect, told), *_number(expect, told)]
    if expect["kind"] == "kept" and not told.all("exercise", "routine"):
        return faults  # what was kept may be shown again, and need not be
    faults += [*_warnings(expect, told), *_confirmed_first(expect, told)]
    faults += [*_routines(expect, told), *_said(expect, told), *_sources(expect, told)]
    return faults


def _nothing_forbidden(expect: Json, told: Seen) -> Iterator[Fault]:
    """Nothing reads as judged that is not, and no exercise is there that was not offered."""
    if not told.letters:
        yield Fault(MUST, "blank", "Say something: the person sees no text at all.")
    steps = {r["slug"]: {step["exercise"] for step in r["steps"]} for r in expect["routines"]}
    routine = None
    for kind, slug, *_ in told.all("routine", "exercise"):
        routine = slug if kind == "routine" else routine
        if kind == "routine" and slug not in steps:
            what = f"Do not offer the routine `{slug}`. {_why_not(expect)}"
            yield Fault(MUST, "routine-not-offered", what)
        if kind == "exercise" and slug not in steps.get(routine, ()):
            what = f"Do not show the exercise `{slug}` (routine: `{routine}`). {_why_not(expect)}"
            yield Fault(MUST, "exercise-not-offered", what)
    for text in expect["never_say"]:
        if told.find(text) is not None:
            what = f"Do not say “{_short(text)}”: that was not the result. {_why_not(expect)}"
            yield Fault(MUST, "not-the-result", what)


def _why_not(expect: Json) -> str:
    return {
        "result": "Only what stands in `routines` of this answer may be done by this person.",
        "kept": "Only what stands in `routines` of the answer kept may be done by this person.",
        "unfinished": "`status` is not `complete`: not finished is not fine. Ask `next`.",
        "nothing": "There is no answer, or none that may still be used: say that it did not work.",
    }[expect["kind"]]


def _number(expect: Json, told: Seen) -> Iterator[Fault]:
    call = expect["call"]
    calls = [item for item in told.all("call") if call["number"] in (None, str(item[1]))]
    if not calls:
        number = call["number"] or "an emergency number"
        found = ", ".join(str(value) for _, value, *_ in told.all("call"))
        shown = f" The app shows {found}." if found else ""
        yield Fault(
            call["demand"],
            "number-missing",
            f"Show {number} (`advice.contact.number`) so that a tap calls it; other texts speak of "
            f"“the emergency number shown”.{shown}",
        )
    elif call["first_screen"]:
        first_confirm = min((item[2:] for item in told.all("confirm")), default=(sys.maxsize, 0))
        if calls[0][3] > 0 or calls[0][2:] > first_confirm:
            yield Fault(
                MUST,
                "number-late",
                f"Show {call['number']} on the first screen of an emergency, with nothing to "
                "confirm or to tap before it.",
            )


def _warnings(expect: Json, told: Seen) -> Iterator[Fault]:
    """All are there, whole, in the order of the answer, before anything that can be done."""
    before = _first_offer(expect, told)
    last: Json = None
    for warning in expect["warnings"]:
        slug, demand, at = warning["slug"], warning["demand"], told.find(warning["text"])
        if at is None:
            what = _missing(f"the warning `{slug}`", warning, told)
            yield Fault(demand, "warning-missing", what)
            continue
        if last is not None and at < last[0]:
            # A warning that need not be shown yet cannot be shown too late.
            yield Fault(
                MUST if demand == last[2] == MUST else SHOULD,
                "warning-order",
                f"Show `{last[1]}` before `{slug}`: `warnings` comes most severe first; keep its "
                "order and do not sort.",
            )
        last = max(last or (at, slug, demand), (at, slug, demand))
        if before is not None and at > before:
            yield Fault(
                MUST,
                "warning-late",
                f"Show the warning `{slug}` before the first routine or exercise, its name "
                "included.",
            )


def _confirmed_first(expect: Json, told: Seen) -> Iterator[Fault]:
    """What must be acknowledged is, on a screen before the one with anything to do."""
    offers = told.all("routine", "exercise")
    for warning in expect["warnings"]:
        if warning["confirm"]:
            first = offers[0][3] if offers else None
            yield from _confirmed(warning, told, first, "a routine or an exercise")


def _confirmed(warning: Json, told: Seen, screen: int | None, of: str) -> Iterator[Fault]:
    """Args: screen: the first that shows something to do; None where none does."""
    slug, text_at = warning["slug"], told.find(warning["text"])
    confirms = [item for item in told.all("confirm") if slug in _listed(item[1])]
    if not confirms:
        yield Fault(
            SHOULD if screen is None else MUST,
            "not-confirmed",
            f"Let the person confirm `{slug}` (`must_acknowledge`)"
            + ("." if screen is None else f" before {of} can be reached."),
        )
        return
    read = [item for item in confirms if text_at is None or item[2] > text_at]
    if not read:
        yield Fault(
            MUST,
            "confirmed-unseen",
            f"Show the text of `{slug}` before the person is asked to confirm it.",
        )
    elif screen is not None and min(item[3] for item in read) >= screen:
        yield Fault(
            MUST,
            "confirmed-late",
            f"Show {of} only after `{slug}` was confirmed: it is on the same screen as what is to "
            "be confirmed, or before it.",
        )


def _routines(expect: Json, told: Seen) -> Iterator[Fault]:
    shown = {value for _, value, *_ in told.all("routine")}
    if expect["routines"] and not shown:
        yield Fault(SHOULD, "routine-missing", "Offer a routine: nothing speaks against one here.")
    for routine in expect["routines"]:
        doing = _doing(routine["slug"], told)
        missing = {step["exercise"] for step in routine["steps"]} - {item[1] for item in doing}
        if routine["slug"] in shown and missing:
            what = f"Show these of the routine `{routine['slug']}` too: "
            yield Fault(SHOULD, "steps-missing", what + ", ".join(sorted(missing)))
        opened = told.for_routine(routine["slug"])
        if doing:
            yield from _stop_rules(routine, doing[0], opened)
            for warning in routine["warnings"]:
                yield from _own(warning, doing[0], f"the routine `{routine['slug']}`", opened)
        for step in routine["steps"]:
            yield from _step(step, [item for item in doing if item[1] == step["exercise"]], opened)


def _stop_rules(routine: Json, first: Json, told: Seen) -> Iterator[Fault]:
    for text in routine["stop_rules"]:
        if _after(text, first, told):
            yield Fault(
                MUST,
                "stop-rule-missing",
                f"Show the stop rule “{_short(text)}” of `{routine['slug']}` before its first "
                "exercise or on the same screen.",
            )


def _step(step: Json, items: list[Json], told: Seen) -> Iterator[Fault]:
    """An exercise with its own warnings, wherever it is shown."""
    for item in items:
        for warning in step["warnings"]:
            yield from _own(warning, item, f"the exercise `{step['exercise']}`", told)


def _own(warning: Json, item: Json, of: str, told: Seen) -> Iterator[Fault]:
    """A warning of a routine or a step: there when it is done, confirmed where it has to be."""
    if _after(warning["text"], item, told):
        yield Fault(
            MUST,
            "own-warning-missing",
            _missing(
                f"the warning `{warning['slug']}` of {of}, not later than with it", warning, told
            ),
        )
    if warning["confirm"]:
        yield from _confirmed(warning, told, item[3], of)


def _said(expect: Json, told: Seen) -> Iterator[Fault]:
    for saying in expect["say"]:
        if told.find(saying["text"]) is None:
            yield Fault(saying["demand"], "not-said", _missing(saying["what"], saying, told))
    asked = [value for _, value, *_ in told.all("question")]
    if expect["ask"] and not asked:
        yield Fault(
            MUST,
            "not-asked",
            f"Ask `{expect['ask'][0]}` (`next`): the check is not finished, and nothing says that "
            "the person is well.",
        )
    elif expect["ask"] and asked[0] != expect["ask"][0]:
        first = expect["ask"][0]
        yield Fault(SHOULD, "asked-late", f"Ask `{first}` first: `next` begins with the gravest.")


def _sources(expect: Json, told: Seen) -> Iterator[Fault]:
    reached = {value for _, value, *_ in told.all("source")}
    for warning in expect["warnings"]:
        if warning["sources"] and not reached & set(warning["sources"]):
            yield Fault(
                warning["demand"],
                "sources-missing",
                f"Let the person reach the sources of `{warning['slug']}` (`citations`).",
            )
    missing = len(set(expect["sources"]) - reached)
    if missing:
        yield Fault(
            SHOULD,
            "sources-missing",
            f"Make {missing} more sources of the advice and routines reachable.",
        )


def _first_offer(expect: Json, told: Seen) -> int | None:
    """Where the first routine or exercise is, be it only by its name."""
    names = {
        letters(one["name"])
        for routine in expect["routines"]
        for one in (routine, *routine["steps"])
    }
    places = [item[2] for item in told.all("routine", "exercise")]
    places += [item[2] for item in told.all("text") if letters(item[1]) in names]
    return min(places, default=None)


def _doing(routine: str, told: Seen) -> list[Json]:
    """The exercises shown after this routine was opened, until another one is."""
    found, current = [], None
    for item in told.all("routine", "exercise"):
        if item[0] == "routine":
            current = item[1]
        elif current == routine:
            found.append(item)
    return found


def _after(text: str, item: Json, told: Seen) -> bool:
    """Whether a text is missing, or comes on a later screen than `item`."""
    at = told.find(text)
    return at is None or (at >= item[2] and told.screen_of(at) > item[3])


def _missing(what: str, said: Json, told: Seen) -> str:
    start = letters(said["text"])[:30]
    cut = " The app cuts it off." if len(start) == 30 and start in told.letters else ""
    return f"Show {what}, whole and word for word: “{_short(said['text'])}”{cut}"


def letters(text: Json) -> str:
    """Letters and digits only: how a line is broken, bulleted or set in capitals is the app's."""
    plain = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:90].rstrip()} …"


def _once(values: Any) -> list[Json]:
    return list(dict.fromkeys(values))


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _is_item(item: Json) -> bool:
    return isinstance(item, dict) and len(item) == 1


class Adapter:
    """A program that gets a case a line and answers a line."""

    def __init__(self, command: list[str], timeout_s: float) -> None:
        self._timeout_s = timeout_s
        pipe = subprocess.PIPE
        self._program = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")

    def close(self) -> None:
        """End what it may still read, and wait; what does not end is stopped."""
        try:
            self._program.communicate(timeout=self._timeout_s)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.communicate()

    def __call__(self, case: Json) -> Json:
        """Raises: Unreadable: no line came, or one that is not JSON."""
        sent, back = self._program.stdin, self._program.stdout
        assert sent is not None
        assert back is not None
        late = threading.Timer(self._timeout_s, self._program.kill)
        late.start()
        try:
            sent.write(json.dumps({"name": case["name"], **case["given"]}) + "\n")
            sent.flush()
            line = back.readline()
        except BrokenPipeError:
            line = ""
        finally:
            late.cancel()
        if not line:
            raise Unreadable("the adapter ended, or took too long: answer every line with a line")
        try:
            return json.loads(line)
        except ValueError as wrong:
            raise Unreadable(f"print nothing but JSON, a line a case: {line[:80]!r}") from wrong


def recorded(path: Path) -> Any:
    """The answers that UI tests wrote down: a JSON line a case, with its `name`."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    told = {line["name"]: line for line in lines}

    def answer(case: Json) -> Json:
        if case["name"] not in told:
            raise Unreadable("no line of the file has this name")
        return told[case["name"]]

    return answer


def run(cases: list[Json], answer: Any) -> list[tuple[str, list[Fault]]]:
    """Each case's name and what is wrong with the app's answer to it."""
    results = []
    for case in cases:
        try:
            faults = judge(case["expect"], answer(case))
        except Unreadable as wrong:
            faults = [Fault(MUST, "unreadable", f"{str(wrong)[0].upper()}{str(wrong)[1:]}.")]
        results.append((case["name"], _once(faults)))
    return results


def junit(results: list[tuple[str, list[Fault]]], strict: bool) -> bytes:
    suite = ElementTree.Element("testsuite", name="plumbline contract", tests=str(len(results)))
    for name, faults in results:
        case = ElementTree.SubElement(suite, "testcase", name=name, classname="contract")
        if any(counts(fault, strict) for fault in faults):
            ElementTree.SubElement(case, "failure").text = "\n".join(map(str, faults))
    return b'<?xml version="1.0"?>' + bytes(ElementTree.tostring(suite))


def counts(fault: Fault, strict: bool) -> bool:
    return strict or fault.demand == MUST


def main(words: list[str]) -> int:
    """0: everything that must be shown is. 1: something is not. 2: there was nothing to judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", nargs="*", help="your adapter, after --")
    parser.add_argument(
        "--answers", type=Path, help="what your UI tests wrote down, a JSON line a case"
    )
    parser.add_argument("--cases", type=Path, default=CASES, help="default: %(default)s")
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    parser.add_argument("--strict", action="store_true", help="fail for SHOULD too")
    parser.add_argument("--junit", type=Path, help="write the results for a CI server")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for one case")
    given = parser.parse_args(words)
    cases = json.loads(given.cases.read_text("utf-8"))
    cases = [case for case in cases if given.only in case["name"]]
    if not cases or bool(given.command) is bool(given.answers):
        parser.print_usage()
        return 2
    if given.command:
        with closing(Adapter(given.command, given.timeout)) as adapter:
            results = run(cases, adapter)
    else:
        results = run(cases, recorded(given.answers))
    for name, faults in results:
        wrong = any(counts(fault, given.strict) for fault in faults)
        print(f"{'FAILED' if wrong else 'ok':7}{name}")
        for fault in faults:
            print(f"       {fault}")
    if given.junit:
        given.junit.write_bytes(junit(results, given.strict))
    failed = sum(any(counts(fault, given.strict) for fault in faults) for _, faults in results)
    advised = sum(fault.demand == SHOULD for _, faults in results for fault in faults)
    print(
        f"{len(results) - failed} of {len(results)} cases shown as they must be; SHOULD: {advised}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

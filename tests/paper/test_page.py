"""The page to print: whole, honest, and nothing in it that runs or asks anybody."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from app.content.base import Known, Review
from app.content.routine import StopRule
from app.paper.dose import dose_in_words
from app.paper.handout import SEVERITIES, Handout
from app.paper.page import page, policy, top_warnings
from tests.paper.conftest import Handouts
from tests.paper.html import Element, read_html

FETCHING = {"script", "img", "link", "iframe", "object", "embed", "video", "audio", "source"}
ASKING = {"src", "srcset", "action", "formaction", "background", "poster", "style", "onclick"}


def test_every_warning_of_the_routine_and_its_exercises_stands_on_the_page(
    handouts: Handouts,
) -> None:
    for name, handout in handouts.items():
        told = words(handout)

        for warning in handout.every_warning:
            severity = handout.terms[f"severity-{warning.severity}"].name
            assert f"{severity} {warning.text}" in told, (name, warning.slug)


def test_each_step_has_its_own_warnings_or_names_them_by_number(handouts: Handouts) -> None:
    for name, handout in handouts.items():
        top = {entry.warning.slug: entry.number for entry in top_warnings(handout)}
        for part, article in zip(handout.parts, steps(handout), strict=True):
            see = " ".join(p.text for p in article.all("p") if p.attributes.get("class") == "see")
            numbers = {int(n) for n in re.findall(r"\d+", see)}
            for slug in part.exercise.warnings:
                here = handout.warnings[slug].text in article.text
                assert here or top[slug] in numbers, (name, part.number, slug)
            assert numbers <= {top[slug] for slug in part.exercise.warnings if slug in top}


def test_the_warnings_come_before_the_first_step_the_most_severe_first(
    handouts: Handouts,
) -> None:
    for name, handout in handouts.items():
        top = top_warnings(handout)
        told = words(handout)

        severity = [SEVERITIES.index(entry.warning.severity) for entry in top]
        assert severity == sorted(severity), name
        assert [entry.number for entry in top] == list(range(1, len(top) + 1))
        first_step = told.index(f"1. {handout.parts[0].exercise.name}")
        assert all(told.index(entry.warning.text) < first_step for entry in top), name
        assert all(told.index(rule.text) < first_step for rule in handout.stop_rules), name


def test_a_warning_of_some_steps_names_them_and_one_of_all_needs_not(desk_break: Handout) -> None:
    steps = {entry.warning.slug: entry.steps for entry in top_warnings(desk_break)}
    every = [set(part.exercise.warnings) for part in desk_break.parts]

    assert steps["emergency-signs"] == ()  # of the routine
    assert steps["stretch-not-sharp"] == ()  # of every step
    assert steps["steady-chair"] == (2, 3, 4, 6, 7)
    assert all("stretch-not-sharp" in slugs for slugs in every)
    assert "(For steps 2, 3, 4, 6, 7)" in words(desk_break)


def test_an_emergency_is_the_first_reason_to_stop(desk_break: Handout) -> None:
    rules = desk_break.stop_rules

    assert [rule.action for rule in rules][:1] == ["emergency"]
    assert sorted(rule.slug for rule in rules) == sorted(
        rule.slug for rule in desk_break.routine.stop_rules
    )
    assert f"Emergency {rules[0].text}" in words(desk_break)


def test_each_step_says_how_how_much_and_whom_it_is_not_for(handouts: Handouts) -> None:
    for name, handout in handouts.items():
        told = words(handout)
        for part, article in zip(handout.parts, steps(handout), strict=True):
            exercise = part.exercise
            claims = [claim.text for claim in (*exercise.cautions, *exercise.mistakes)]
            cases = [handout.conditions[c.condition].name for c in exercise.contraindications]
            for words_ in (
                f"{part.number}. {exercise.name}",
                dose_in_words(handout, part),
                handout.terms[exercise.position].name,
                *exercise.steps,
                *claims,
                *cases,
            ):
                assert words_ in article.text, (name, part.number, words_)
            for case in exercise.contraindications:
                reason = f"{handout.conditions[case.condition].name}: {case.why}"
                assert reason in told, (name, exercise.slug, case.condition)


def test_avoid_and_ask_first_are_never_mixed_up(handouts: Handouts) -> None:
    for name, handout in handouts.items():
        for part, article in zip(handout.parts, steps(handout), strict=True):
            for action, label in (("avoid", "page-avoid"), ("ask_first", "page-ask")):
                conditions = [
                    handout.conditions[c.condition].name
                    for c in part.exercise.contraindications
                    if c.action == action
                ]
                told = [
                    p.text
                    for p in article.all("p")
                    if p.text.startswith(f"{handout.terms[label].name}:")
                ]
                expected = [f"{handout.terms[label].name}: {'; '.join(conditions)}."]
                assert told == (expected if conditions else []), (name, part.number, action)


def test_it_says_how_long_how_often_and_what_is_needed(handouts: Handouts) -> None:
    head = read_html(page(handouts["en", "desk-break"])).all("header")[0].text
    assert "How long it takes about 14 minutes How often 3 days a week" in head
    assert "For how long 4 weeks What you need Chair, Wall Good to have Step, Bed, Cushion" in head

    head = read_html(page(handouts["es", "first-week"])).all("header")[0].text
    assert "Con qué frecuencia 3 días a la semana Por cuánto tiempo 1 semana" in head


def test_the_table_has_a_box_for_every_session(handouts: Handouts) -> None:
    for name, handout in handouts.items():
        [table] = read_html(page(handout)).all("table")
        head, *rows = table.all("tr")

        days, weeks = handout.routine.days_per_week, handout.routine.weeks
        assert len(rows) == weeks, name
        assert len(head.all("th")) == days + 1
        assert all(len(row.all("td")) == days + 1 for row in rows)
        assert {cell.attributes["scope"] for cell in table.all("th")} == {"col", "row"}


def test_the_progression_and_the_evidence_are_told(handouts: Handouts) -> None:
    for handout in handouts.values():
        told = words(handout)

        for stage in handout.routine.progression:
            week = handout.terms["page-from-week"].name.replace("{n}", str(stage.week))
            assert f"{week} {stage.text}" in told
        for exercise in handout.every_exercise:
            grade = handout.terms[f"grade-{exercise.evidence.grade}"].name
            assert f"{exercise.name}: {grade}. {exercise.evidence.text}" in told


def test_it_says_what_it_is_not_and_who_has_read_it(handouts: Handouts) -> None:
    for (lang, slug), handout in handouts.items():
        told = words(handout)

        for label in ("about-teaches", "about-published", "review-nobody", "about-drafted"):
            assert handout.terms[label].name in told, (lang, label)
        translated = handout.terms["about-translated"].name in told
        assert translated == (lang != "en")
        assert handout.routine.rights.attribution in told
        assert handout.routine.rights.licence in told
        assert f"/v1/routines/{slug}" in told
        assert handout.published_at.date().isoformat() in told


def test_a_review_counts_for_what_was_signed_and_nothing_else(desk_break: Handout) -> None:
    review = Review(
        status="clinically_reviewed",
        reviewed_on=date(2027, 1, 15),
        next_review_on=date(2028, 1, 15),
        reviewers=["A. Name, consultant physiotherapist", "B. Name, GP"],
        content_digest="0" * 64,
    )
    signed = desk_break.routine.model_copy(update={"review": review})

    told = words(replace(desk_break, routine=signed))

    by = "Reviewed on 2027-01-15 by A. Name, consultant physiotherapist; B. Name, GP: Desk break"
    assert f"{by} No clinician has reviewed the rest." in told
    assert "Reviewed by: nobody" not in told


def test_every_link_is_one_of_its_sources_or_leads_to_them(handouts: Handouts) -> None:
    for name, handout in handouts.items():
        html = read_html(page(handout))
        links = [a.attributes["href"] for a in html.all("a")]
        ids = {e.attributes["id"] for e in html.all() if "id" in e.attributes}

        cited = {citation.url for citation in handout.citations.values()}
        assert {link for link in links if not link.startswith("#")} <= cited, name
        assert {link[1:] for link in links if link.startswith("#")} <= ids, name


def test_every_source_is_told_with_how_it_is_known(handouts: Handouts) -> None:
    for name, handout in handouts.items():
        html = read_html(page(handout))
        listed = {e.attributes["id"]: e for e in html.all("li") if "id" in e.attributes}
        used: dict[str, set[str]] = {}
        for link in html.all("a"):
            if link.attributes["href"].startswith("#"):
                how = link.attributes["aria-label"].partition(", ")[2]
                used.setdefault(link.attributes["href"][1:], set()).add(how)

        assert used.keys() == listed.keys(), name
        for source, ways in used.items():
            told = re.search(r"\(([^()]*)\)$", listed[source].text)
            assert told, listed[source].text
            assert set(told[1].split("; ")) == ways, (name, listed[source].text)
        by_url = {c.url: c for c in handout.citations.values()}
        for entry in listed.values():
            citation = by_url[entry.all("a")[0].attributes["href"]]
            year = f", {citation.year}" if citation.year else ""
            start = f"{citation.title}. {citation.publisher}{year}. {citation.url} ("
            assert entry.text.startswith(start), entry.text


def test_each_way_of_knowing_has_a_sign_of_its_own(desk_break: Handout) -> None:
    html = read_html(page(desk_break))
    signs: dict[str, set[str]] = {}
    for link in html.all("a"):
        if link.attributes["href"].startswith("#"):
            _, _, how = link.attributes["aria-label"].partition(", ")
            signs.setdefault(how, set()).add(link.text.lstrip("0123456789"))

    names = {known: desk_break.terms[f"known-{known}"].name for known in Known}
    assert {how: sorted(s) for how, s in signs.items()} == {
        names[Known.READ]: [""],
        names[Known.MIRROR]: ["°"],
        names[Known.UNVERIFIED]: ["?"],
        names[Known.DERIVED]: ["*"],
    }


def test_nothing_runs_and_nothing_is_fetched(handouts: Handouts) -> None:
    for name, handout in handouts.items():
        elements = read_html(page(handout)).all()

        assert not FETCHING & {element.name for element in elements}, name
        for element in elements:
            assert not ASKING & element.attributes.keys(), (name, element)
        [style] = [element for element in elements if element.name == "style"]
        assert not re.search(r"url\(|@import|expression", "".join(map(str, style.children)))


def test_the_policy_allows_the_style_of_the_page_and_nothing_else(desk_break: Handout) -> None:
    [style] = read_html(page(desk_break)).all("style")
    digest = hashlib.sha256("".join(map(str, style.children)).encode()).digest()

    assert policy() == (
        f"default-src 'none'; style-src 'sha256-{base64.b64encode(digest).decode()}'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


def test_it_is_built_for_everybody(handouts: Handouts) -> None:
    for (lang, slug), handout in handouts.items():
        html = read_html(page(handout))
        [root] = html.all("html")
        levels = [int(h.name[1]) for h in html.all("h1", "h2", "h3", "h4", "h5", "h6")]
        ids = Counter(e.attributes["id"] for e in html.all() if "id" in e.attributes)

        assert root.attributes["lang"] == lang
        assert [t.text for t in html.all("title")] == [f"Plumbline: {handout.routine.name}"]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels)), (lang, slug)
        assert set(ids.values()) == {1}
        named = {e.attributes["aria-labelledby"] for e in html.all() if labelled(e)}
        assert named <= ids.keys()
        assert len(html.all("main")) == 1
        viewport = [m for m in html.all("meta") if m.attributes.get("name") == "viewport"]
        assert "user-scalable" not in viewport[0].attributes["content"]


def test_every_title_of_a_source_says_that_it_is_english(handouts: Handouts) -> None:
    for (lang, _), handout in handouts.items():
        titles = read_html(page(handout)).all("cite")

        assert {t.attributes.get("lang", lang) for t in titles} == {"en"}


def test_what_looks_like_markup_is_only_words(desk_break: Handout) -> None:
    name = '</title><script>alert("1")</script>&amp;{{ 7 * 7 }}'
    changed = desk_break.routine.model_copy(update={"name": name})

    html = read_html(page(replace(desk_break, routine=changed)))

    assert html.all("script") == []
    assert html.all("h1")[0].text == name


def test_a_new_reason_to_stop_is_told_without_a_new_label(desk_break: Handout) -> None:
    rule = desk_break.routine.stop_rules[0]
    new = StopRule(**{**rule.model_dump(), "slug": "other", "text": "Stop if you are in doubt."})
    changed = desk_break.routine.model_copy(
        update={"stop_rules": [*desk_break.routine.stop_rules, new]}
    )

    assert "Stop if you are in doubt." in words(replace(desk_break, routine=changed))


@pytest.mark.parametrize("brace", ["{", "}"])
def test_no_label_is_left_unfilled(handouts: Handouts, brace: str) -> None:
    for name, handout in handouts.items():
        assert brace not in words(handout), name


def words(handout: Handout) -> str:
    return read_html(page(handout)).all("body")[0].text


def steps(handout: Handout) -> list[Element]:
    return read_html(page(handout)).all("article")


def labelled(element: Element) -> bool:
    return "aria-labelledby" in element.attributes

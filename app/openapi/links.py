"""What to ask next: how a value of one answer becomes a parameter of another operation."""

from typing import Any, NamedTuple

BODY = "$response.body#"
SLUG = f"{BODY}/slug"
FIRST = f"{BODY}/items/0/slug"


class Lead(NamedTuple):
    """From an answer to an operation."""

    name: str
    to: str
    parameters: dict[str, str]
    description: str


def _item(of: str, to: str) -> Lead:
    return Lead("item", to, {"slug": FIRST}, f"One of the {of} by itself.")


def _more(to: str) -> Lead:
    return Lead("nextPage", to, {"cursor": f"{BODY}/next"}, "The page after; null when it is last.")


LISTS = {
    "list_exercises": ("exercises", "get_exercise"),
    "list_routines": ("routines", "get_routine"),
    "list_causes": ("causes", "get_cause"),
    "list_conditions": ("conditions", "get_condition"),
    "list_warnings": ("warnings", "get_warning"),
    "list_emergency_contacts": ("contacts", "get_emergency_contact"),
    "list_key_points": ("key points", "get_key_point"),
    "list_questions_and_answers": ("questions and answers", "get_question_and_answer"),
    "list_tips": ("tips", "get_tip"),
    "list_contributors": ("contributors", "get_contributor"),
    "list_terms": ("terms", "get_term"),
    "list_citations": ("sources", "get_citation"),
}
LEADS: dict[str, list[Lead]] = {
    **{name: [_item(of, to), _more(name)] for name, (of, to) in LISTS.items()},
    "list_languages": [_more("list_languages")],
    "list_notices": [_more("list_notices")],
    "search": [_more("search")],
    "get_self_check": [Lead("answers", "triage", {}, "Send the answers, all of them so far.")],
    "get_follow_up": [Lead("answers", "follow_up", {}, "Send the answers.")],
    "triage": [
        Lead("routine", "get_routine", {"slug": f"{BODY}/routines/0/slug"},
             "The routine as published; the answer has it as adapted, which is the one to do."),
        Lead("exercise", "get_exercise",
             {"slug": f"{BODY}/routines/0/phases/0/steps/0/exercise"},
             "How an exercise of the routine is done."),
        Lead("cause", "get_cause", {"slug": f"{BODY}/causes/0/slug"},
             "What a pattern that may fit is, and is not."),
        Lead("warning", "get_warning", {"slug": f"{BODY}/warnings/0/slug"},
             "A warning with its sources."),
        Lead("rules", "get_rules_version", {"version": f"{BODY}/ruleset/version"},
             "The rules that decided."),
    ],
    "get_exercise": [
        Lead("figure", "get_exercise_figure", {"slug": SLUG}, "Its drawing."),
        Lead("condition", "get_condition", {"slug": f"{BODY}/contraindications/0/condition"},
             "Whom it is not for."),
    ],
    "get_routine": [
        Lead("timeline", "get_routine_timeline", {"slug": SLUG}, "As cues for a player."),
        Lead("calendar", "get_routine_calendar", {"slug": SLUG}, "As a calendar."),
        Lead("page", "get_routine_page", {"slug": SLUG}, "As a page to print."),
        Lead("figure", "get_routine_figure", {"slug": SLUG}, "Its exercises, drawn."),
    ],
    "get_cause": [
        Lead("exercise", "get_exercise", {"slug": f"{BODY}/related_exercises/0"},
             "An exercise that has to do with it; whether it is for somebody, triage says."),
    ],
    "get_rules": [
        Lead("version", "get_rules_version", {"version": f"{BODY}/version"},
             "These rules under an address that always has them."),
    ],
    "get_bundle": [
        Lead("changes", "get_changes", {"since": f"{BODY}/token"}, "What has changed since."),
    ],
    "get_manifest": [
        Lead("bundle", "get_bundle", {"lang": f"{BODY}/language"}, "What it describes."),
        Lead("changes", "get_changes", {"since": f"{BODY}/token"},
             "What has changed since, for who has the bundle already."),
    ],
    "get_changes": [
        Lead("next", "get_changes", {"since": f"{BODY}/next"}, "The next page, or the next time."),
    ],
    "get_meta": [
        Lead("rules", "get_rules_version", {"version": f"{BODY}/self_check/version"},
             "The rules in force."),
    ],
}  # fmt: skip


def add(operation: dict[str, Any]) -> None:
    """Put the leads of an operation beside its answer."""
    if leads := LEADS.get(operation["operationId"]):
        operation["responses"]["200"]["links"] = {
            lead.name: {
                "operationId": lead.to,
                **({"parameters": lead.parameters} if lead.parameters else {}),
                "description": lead.description,
            }
            for lead in leads
        }

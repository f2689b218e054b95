"""What the document says in sentences: what this is, and what each tag holds, in reading order."""

DESCRIPTION = """\
Honest help with uneven hips: what to try, what not to try, why, and when to see a clinician.

**Begin here.** `GET /v1/self-check` has the questions. `POST /v1/triage` takes the answers so far
and says, in one deterministic answer: how urgent it is, which warnings must be shown, and, only
where nothing in the answers speaks against it, which routine to do, with reasons and sources. Ask
what `next` names, send all answers again, and repeat until `status` is `complete`.

**What an app owes its users.** Show `advice` with its number first, then every warning, the most
severe first, before anything to do; let the person confirm those with `must_acknowledge`. `level`
is null while answers are missing: unfinished must never read as fine.

**What it is not.** It educates and signposts; it does not diagnose. It is not offered as a medical
device; whether a law calls it one, nobody has assessed. No clinician has reviewed the content yet,
and every item says so in `review`. Every statement names its sources, and each link to a source
says how it is `known`.

**Privacy.** Answers about health are never stored, logged, repeated in an error, or cached.

**Conventions.** Reads and triage need no key. Lists take `limit` and `cursor`; `next` is the cursor
of the page that follows. Every answer that may be kept has a strong `ETag`: send it as
`If-None-Match`, and 304 says that you have these bytes. `Accept-Language` or `?lang=` chooses the
language, `Content-Language` tells which it became. Failures are RFC 9457 problems whose `code`
never changes its meaning. HEAD works wherever GET does, OPTIONS at every path. `/v1` only ever
grows: take fields that you do not know, and values where a description says that more may come.
"""

TAGS = {
    "self-check": (
        "The heart of it. Get the questions, send the answers, show the warnings, and only then "
        "what to do. The rules behind it are public: whole and portable, with the proof that they "
        "keep their promises for every possible set of answers, test vectors for other engines, "
        "what changed between versions, and the hazard log."
    ),
    "follow-up": (
        "A second, tiny questionnaire for after exercising: go on, ease off, stop, or see somebody."
    ),
    "exercises": (
        "One movement each: steps, dose, mistakes, a drawing, whom it is not for, and how weak the "
        "evidence is. Filters combine: a comma is or, a repeated parameter is and. Somebody's own "
        "list comes from triage; a filter does not ask about red flags."
    ),
    "routines": (
        "Exercises in an order, with doses, a plan over the weeks and rules for stopping; as a "
        "timeline for a player, a calendar, a page to print and a strip of drawings."
    ),
    "causes": (
        "Patterns that may be behind uneven hips: how common, how to tell, what is done about it "
        "at which size, when to see somebody. A pattern that fits, never a diagnosis."
    ),
    "safety": (
        "Conditions that speak against exercises, every warning, and the emergency number of each "
        "region whose number we are sure of."
    ),
    "guide": "The whole guide in reading order, and its smaller pieces.",
    "search": (
        "Over everything, in the words people use; typos are fine. What somebody looks for may say "
        "what they have, so there is a POST that keeps it out of URLs."
    ),
    "offline": (
        "All of it on a phone, over plain HTTP: a signed bundle, what changed since, and drawings "
        "under addresses that never say anything else."
    ),
    "sources": (
        "Every source, whether anybody here has read it, and every statement that cites it; also "
        "as CSL-JSON, BibTeX and RIS."
    ),
    "access": (
        "Keys, for those who need more than everybody gets, or what is closed to everybody. No key "
        "is needed to read or to have answers judged. Send one as `Authorization: Bearer` or in "
        "`X-API-Key`, never in a URL."
    ),
    "fhir": (
        "FHIR R4: the questions as `Questionnaire`, routines and rules as `PlanDefinition`, "
        "exercises as `ActivityDefinition`, and `$evaluate`, which takes a `QuestionnaireResponse` "
        "and says as standard resources what `/v1` says. There is no patient and no login, and "
        "nothing is kept. Failures are an `OperationOutcome`."
    ),
    "webhooks": (
        "Hear of a release, or of rules that come into force or are recalled, when it happens: "
        "signed as Standard Webhooks has it, tried again for three days, and never to a private "
        "address. An event may come twice, under one `webhook-id`. What it is about is asked for "
        "here; whoever polls `/v1/changes` misses nothing either."
    ),
    "publishing": (
        "Releases of the content, open to all; and for those with a key of scope `publish`, the "
        "way to the next: upload an archive, see what it would do, have others approve of it where "
        "that is asked for, publish it, roll back."
    ),
    "about": "Release, languages, corrections and recalls, and what each problem means.",
    "health": "For operators.",
}

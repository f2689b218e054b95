"""Questions and answers as a `FAQPage`: after named people, whom `creditText` names, and not by
them: they wrote no word of it."""

from collections.abc import Sequence

from app.content.guide import AnswerOut
from app.linked.around import Around
from app.linked.words import Node, cited, work

ARTICLE = "/v1/citations/wikihow-align-your-hips-2023"
"""The article that the guide began from."""


def question(answer: AnswerOut, around: Around) -> Node:
    """With the answer, and beside it our note on how good the evidence is."""
    del around
    path = f"/v1/questions-and-answers/{answer.slug}"
    own = work("Answer", f"{path}#answer", answer)
    accepted = {**own, "text": answer.answer, "isBasedOn": {"@id": ARTICLE}}
    if answer.note:
        accepted["comment"] = {"@type": "Comment", "@id": f"{path}#note", "text": answer.note}
    return {
        "@type": "Question",
        "@id": path,
        "url": path,
        "name": answer.question,
        "inLanguage": answer.language,
        "acceptedAnswer": {**accepted, "citation": cited(answer.citations)},
    }


def faq_page(path: str, answers: Sequence[AnswerOut], around: Around) -> Node:
    return {
        "@type": "FAQPage",
        "@id": path,
        "url": path,
        "inLanguage": around.language,
        "mainEntity": [question(answer, around) for answer in answers],
    }

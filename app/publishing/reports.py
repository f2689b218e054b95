"""What came of checking an archive, as it is kept and as clients receive it."""

from typing import Literal

from sqlmodel import Field

from app.content.base import Served, Sha256, Version


class DraftFault(Served):
    """Something in the content that must be mended."""

    file: str = Field(description="Where it is in the archive, as a path.")
    line: int = Field(ge=1, description="Which line of that file, from 1.")
    message: str = Field(description="What is wrong and what would be right, in English.")


class KindChanges(Served):
    """What happens to one kind of content."""

    kind: str = Field(description="Of what there are so many, as `/v1/changes` calls it.")
    changed: int = Field(ge=0, description="How many items are new or say something else.")
    deleted: int = Field(ge=0, description="How many items go for those who have them.")


class ItemChange(Served):
    """What happens to one item, in whatever languages."""

    kind: str = Field(description="What it is, as `/v1/changes` calls it.")
    slug: str = Field(description="Which of its kind, by its permanent name.")
    change: Literal["changed", "deleted"] = Field(
        description="`changed`: it is new or says something else. `deleted`: it goes. More values "
        "may come. Look at an item with an unknown one."
    )


class DraftChanges(Served):
    """What publishing it would do."""

    changed: int = Field(ge=0, description="How many items are new or say something else.")
    deleted: int = Field(ge=0, description="How many items go for those who have them.")
    kinds: list[KindChanges] = Field(
        description="The same numbers for each of the kinds that change."
    )
    items: list[ItemChange] = Field(description="Which these are; the first 1,000 of them.")


class DraftProof(Served):
    """What this server proved of the rules in the archive, whatever the archive says of it."""

    name: str = Field(description="Of which questionnaire the rules are.")
    version: Version = Field(description="Which version of the rules was looked at.")
    digest: Sha256 = Field(description="sha-256 of everything in it that decides, in hex.")
    prover: str = Field(description="The solver that looked, with its version.")
    proved: list[str] = Field(description="Promises that hold, by name, such as `S3`.")
    not_proved: list[str] = Field(description="Promises that do not. Empty, or it is refused.")


class RequirementChange(Served):
    """What happens to something that is asked of the rules."""

    kind: str = Field(
        description="`requirement`: a safety requirement. `row`: a row of the clinical facts that "
        "one must come from. `mandatory_warning`: what every answer carries. `safety_question`: "
        "what must be answered. More values may come. Read an unknown one as asked of the rules."
    )
    name: str = Field(
        description="Which of its kind; of a warning or a question after its questionnaire."
    )
    change: Literal["added", "changed", "removed"] = Field(
        description="`changed`: it asks for more, or in other words. `removed`: it is gone, and so "
        "the draft is refused. More values may come. Look at an item with an unknown one."
    )


class DraftRequirements(Served):
    """What the rules in the archive were proved against, and how that differs from before."""

    digest: Sha256 = Field(description="sha-256 of its safety requirements, in hex.")
    against: int | None = Field(
        ge=1,
        description="The release in force, that `items` is against; null: the files of none were "
        "kept, and it is against the server's own `seed/`.",
    )
    items: list[RequirementChange] = Field(
        description="Everything that differs; the first 1,000. Empty: the same is asked for."
    )


class Report(Served):
    """What came of checking an archive."""

    faults: list[DraftFault]
    faults_left_out: int
    proofs: list[DraftProof]
    requirements: DraftRequirements | None = None
    """None, too, in reports from before there was this."""
    changes: DraftChanges | None
    base_release: int | None

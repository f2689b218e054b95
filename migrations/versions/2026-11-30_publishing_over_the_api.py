"""Drafts with their approvals, and the files that releases were made of.

Revision ID: d3a7f41b6c20
Revises: c93d5f7a1e08
"""

import sqlalchemy as sa
from alembic import op

revision = "d3a7f41b6c20"
down_revision = "c93d5f7a1e08"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("release", sa.Column("rolls_back_to", sa.Integer(), nullable=True))
    op.create_table(
        "release_archive",
        sa.Column("release", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_archive_release")
        ),
        sa.PrimaryKeyConstraint("release", name=op.f("pk_release_archive")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("base_release", sa.Integer(), nullable=True),
        sa.Column("rolls_back_to", sa.Integer(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_table(
        "draft_approval",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name=op.f("fk_draft_approval_draft")),
        sa.PrimaryKeyConstraint("draft", "owner", name=op.f("pk_draft_approval")),
    )


def downgrade() -> None:
    op.drop_table("draft_approval")
    op.drop_table("draft")
    op.drop_table("release_archive")
    op.drop_column("release", "rolls_back_to")

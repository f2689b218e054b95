"""Entries of the release: what clients receive, as it was made when it was published.

A release from before has none. Publishing the same content again adds them to it.

Revision ID: 7d2f41c09a5e
Revises: b1f0c6c0a2d7
"""

import sqlalchemy as sa
from alembic import op

revision = "7d2f41c09a5e"
down_revision = "b1f0c6c0a2d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry",
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("language", "kind", "slug", name=op.f("pk_entry")),
    )
    # Null is what the version before leaves, should it publish while this one is deployed.
    op.add_column("release", sa.Column("code", sa.String(), nullable=True))
    op.add_column("release", sa.Column("counted", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("release") as batch:
        batch.drop_column("counted")
        batch.drop_column("code")
    op.drop_table("entry")

"""Changes of each language: what changed for those who read it.

What was recorded before is kept as English. Its digests were of the authored items, so the next
release records every entry once more.

Revision ID: b1f0c6c0a2d7
Revises: 36fa80b7b2d1
"""

import sqlalchemy as sa
from alembic import op

revision = "b1f0c6c0a2d7"
down_revision = "36fa80b7b2d1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("change") as batch:
        batch.add_column(sa.Column("language", sa.String(), nullable=False, server_default="en"))
        batch.drop_constraint("pk_change", type_="primary")
        batch.create_primary_key("pk_change", ["release", "language", "kind", "slug"])
    with op.batch_alter_table("change") as batch:
        batch.alter_column("language", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM change WHERE language <> 'en'")
    with op.batch_alter_table("change") as batch:
        batch.drop_constraint("pk_change", type_="primary")
        batch.create_primary_key("pk_change", ["release", "kind", "slug"])
        batch.drop_column("language")

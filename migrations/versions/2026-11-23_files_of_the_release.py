"""Files of the release: what it was made from, so that the same need not be read again.

Revision ID: c3b8e07d41f6
Revises: 7d2f41c09a5e
"""

import sqlalchemy as sa
from alembic import op

revision = "c3b8e07d41f6"
down_revision = "7d2f41c09a5e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("release", sa.Column("seed", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("release") as batch:
        batch.drop_column("seed")

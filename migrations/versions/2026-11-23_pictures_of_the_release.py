"""Pictures of the release: drawings as SVG, and as PNG.

Revision ID: 5e1c9a7b2d38
Revises: c3b8e07d41f6
"""

import sqlalchemy as sa
from alembic import op

revision = "5e1c9a7b2d38"
down_revision = "c3b8e07d41f6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "image",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("png", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_image")),
    )
    op.create_table(
        "picture",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_picture")),
    )
    op.create_table(
        "rendition",
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("image", "scale", name=op.f("pk_rendition")),
    )


def downgrade() -> None:
    # Or publishing the same once more, after going up again, would find nothing to do.
    op.execute("UPDATE release SET code = 'unknown' WHERE code IS NOT NULL")
    op.drop_table("rendition")
    op.drop_table("picture")
    op.drop_table("image")

"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables. Spelled out, not taken from `bot.storage.tables`, which goes on changing."""
    op.create_table(
        "processes",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("alive_until", sa.Double, nullable=False),
    )
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("done_at", sa.Double),
    )
    op.create_table(
        "votes",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("supplement", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("up", sa.Boolean, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("person", "answer"),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("key", sa.String(8), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("questions_person", "questions", ["person"])
    op.create_table(
        "counts",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("supplement", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "supplement", "topic"),
    )

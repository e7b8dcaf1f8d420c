"""What a ranking suggests beside its candidates, and what was read of a request"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SUGGESTIONS = ("themes", "support_kinds", "knowledge", "similar", "obstacles")


def upgrade() -> None:
    op.create_table(
        "request_vector",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["support_request.id"],
            name=op.f("fk_request_vector_request_id_support_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_vector")),
    )
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        for name in SUGGESTIONS:
            batch_op.add_column(
                sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
            )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rank_by_score", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("chance", sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_column("chance")
        batch_op.drop_column("rank_by_score")
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        for name in reversed(SUGGESTIONS):
            batch_op.drop_column(name)
    op.drop_table("request_vector")

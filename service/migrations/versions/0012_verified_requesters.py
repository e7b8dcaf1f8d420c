"""Who asks is verified: domains of municipalities, the number that was called, the mailbox"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.create_table(
        "municipality_domain",
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("domain", "municipality", name=op.f("pk_municipality_domain")),
    )
    op.add_column("support_request", sa.Column("call_back_via", sa.Text(), nullable=True))
    confirmed = sa.Column("mailbox_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("support_request", confirmed)


def downgrade() -> None:
    op.drop_column("support_request", "mailbox_confirmed_at")
    op.drop_column("support_request", "call_back_via")
    op.drop_table("municipality_domain")

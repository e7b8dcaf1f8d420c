"""Consent that is asked, what changed about partners, and what a colleague saw of a case"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "partner_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_partner_event_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_partner_event_partner_id_partner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_event")),
    )
    with op.batch_alter_table("partner_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_partner_event_partner_id"), ["partner_id"], unique=False
        )
    with op.batch_alter_table("partner_consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mailed_at", MOMENT, nullable=True))
        batch_op.add_column(
            sa.Column("suggestion", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
    # The hours of a partner stand in the agreement; no clock ever read these.
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.drop_column("calendar")


    op.create_table(
        "read_mark",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["support_request.id"],
            name=op.f("fk_read_mark_request_id_support_request"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_read_mark_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "request_id", name=op.f("pk_read_mark")),
    )
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_case_note_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["support_request.id"],
            name=op.f("fk_case_note_request_id_support_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_request_id"), ["request_id"], unique=False)
    op.create_table(
        "expert_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_expert_event_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"],
            ["expert.id"],
            name=op.f("fk_expert_event_expert_id_expert"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_event")),
    )
    with op.batch_alter_table("expert_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_event_expert_id"), ["expert_id"], unique=False)


def downgrade() -> None:
    for table, column in (("expert_event", "expert_id"), ("case_note", "request_id")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_{column}"))
        op.drop_table(table)
    op.drop_table("read_mark")
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=True))
    with op.batch_alter_table("partner_consent", schema=None) as batch_op:
        batch_op.drop_column("suggestion")
        batch_op.drop_column("mailed_at")
    with op.batch_alter_table("partner_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_event_partner_id"))
    op.drop_table("partner_event")

"""The wording of mails as versions; mails that wait keep the words of the program"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("taken_from", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user_account.id"],
            name=op.f("fk_mail_template_version_made_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_template_version")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_mail_template_version_kind")),
    )
    # Until now the column said 1 and nothing read it; there was no version but that of the program.
    op.execute("UPDATE outbox_mail SET template_version = 0")


def downgrade() -> None:
    op.execute("UPDATE outbox_mail SET template_version = 1")
    op.drop_table("mail_template_version")

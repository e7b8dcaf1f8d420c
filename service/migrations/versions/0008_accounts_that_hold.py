"""Passwords, second steps, recovery codes, passkeys, and sessions that end when not used"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("password_hash", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("totp_secret", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("totp_last_step", sa.Integer(), nullable=True))
    with op.batch_alter_table("login_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.Text(), nullable=False, server_default="log_in"))
        batch_op.create_index(batch_op.f("ix_login_link_user_id"), ["user_id"], unique=False)
    with op.batch_alter_table("login_link", schema=None) as batch_op:
        batch_op.alter_column("purpose", existing_type=sa.Text(), server_default=None)
    # Who was logged in logs in again: nobody knows how they proved who they are.
    op.execute("DELETE FROM user_session")
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_seen_at", moment, nullable=False))
        batch_op.add_column(sa.Column("confirmed_at", moment, nullable=False))
        batch_op.add_column(sa.Column("second_factor_at", moment, nullable=True))
        batch_op.add_column(sa.Column("wrong_codes", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("challenge", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("browser", sa.Text(), nullable=False))
        batch_op.create_index(batch_op.f("ix_user_session_user_id"), ["user_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_user_id"), ["user_id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_passkey_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("passkey")
    op.drop_table("recovery_code")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_user_id"))
        for column in ("browser", "challenge", "wrong_codes", "second_factor_at", "confirmed_at"):
            batch_op.drop_column(column)
        batch_op.drop_column("last_seen_at")
    with op.batch_alter_table("login_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_link_user_id"))
        batch_op.drop_column("purpose")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        for column in ("totp_last_step", "totp_secret", "password_hash"):
            batch_op.drop_column(column)

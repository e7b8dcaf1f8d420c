"""The migrations make exactly the tables that the program expects."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from service.actions.audit.verify_log import Verified, verify_log
from service.database import connect, reading, writing
from service.domain.audit_chain import End
from service.migrations.schema import (
    SchemaOutOfDate,
    check_schema,
    configuration,
    newest_revision,
    upgrade_schema,
)
from service.storage import audit_head
from service.storage.all_tables import all_tables
from service.storage.outbox_mail import OutboxMail
from service.storage.reference_data import load_reference_data


@pytest.fixture
def empty(bare_database_url: str) -> Iterator[Engine]:
    engine = connect(bare_database_url)
    yield engine
    engine.dispose()


def test_migrated_tables_are_those_of_the_program(empty: Engine) -> None:
    assert upgrade_schema(empty) == newest_revision()
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, all_tables()) == []


def test_migrating_again_changes_nothing(empty: Engine) -> None:
    upgrade_schema(empty)
    with writing(empty) as session:
        before = load_reference_data(session)
    upgrade_schema(empty)
    with Session(empty) as session:
        assert set(load_reference_data(session).values()) == {0}
    assert before["theme"] == 45


def test_an_empty_database_is_out_of_date_until_it_is_migrated(empty: Engine) -> None:
    with pytest.raises(SchemaOutOfDate):
        check_schema(empty)
    upgrade_schema(empty)
    check_schema(empty)


def test_a_mail_that_waits_at_the_upgrade_keeps_the_words_of_the_program(empty: Engine) -> None:
    with empty.execution_options(schakel_writes=True).begin() as connection:
        command.upgrade(configuration(connection), "0004")
        connection.exec_driver_sql(
            "INSERT INTO outbox_mail (kind, template_version, recipient_kind, facts, message_id, "
            "state, queued_at, attempts, uncertain) VALUES ('alarm', 1, 'staff', '{}', 'a', "
            "'queued', '2026-11-24 09:00:00', 0, false)"
        )
    upgrade_schema(empty)
    with reading(empty) as session:
        assert session.scalars(select(OutboxMail.template_version)).all() == [0]


def test_an_audit_log_of_before_is_sealed_where_it_begins_and_ends(empty: Engine) -> None:
    last = "f" * 64
    with empty.execution_options(schakel_writes=True).begin() as connection:
        command.upgrade(configuration(connection), "0010")
        connection.exec_driver_sql(
            f"INSERT INTO audit_head (id, position, hash) VALUES (1, 3, '{last}')"
        )
        connection.exec_driver_sql(
            "INSERT INTO audit_checkpoint (position, hash, made_at, signature) "
            f"VALUES (3, '{last}', '2026-11-24 09:00:00.123+00', 'former')"
        )
    upgrade_schema(empty)
    with reading(empty) as session:
        assert verify_log(session) == Verified(End(3, last), End(3, last), None)
    with empty.execution_options(schakel_writes=True).begin() as connection:
        command.downgrade(configuration(connection), "0010")


def test_a_log_begins_sealed(empty: Engine) -> None:
    upgrade_schema(empty)
    with reading(empty) as session:
        assert audit_head.present(session).genuine


def test_going_back_leaves_no_table(empty: Engine) -> None:
    upgrade_schema(empty)
    with empty.execution_options(schakel_writes=True).begin() as connection:
        command.downgrade(configuration(connection), "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]

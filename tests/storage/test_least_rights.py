"""The program needs no more rights in PostgreSQL than rows: tables are made by another account."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, make_url, select
from sqlalchemy.exc import ProgrammingError

from service.database import connect, reading, writing
from service.storage.user_account import UserAccount
from tests.web.story import NOW, Story

ROLE = "schakel_rows"
MADE = (
    f"DROP ROLE IF EXISTS {ROLE}",
    f"CREATE ROLE {ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}",
)


@pytest.fixture
def with_rows_only(engine: Engine, database_url: str) -> Iterator[Engine]:
    """An engine whose connections have the rights of the role and no others."""
    with engine.begin() as connection:
        for statement in MADE:
            connection.exec_driver_sql(statement)
    limited = connect(
        make_url(database_url)
        .update_query_dict({"options": f"-c role={ROLE}"})
        .render_as_string(hide_password=False)
    )
    yield limited
    limited.dispose()
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {ROLE}")
        connection.exec_driver_sql(f"DROP ROLE {ROLE}")
    engine.dispose()


@pytest.mark.backend("postgresql")
def test_a_whole_case_needs_rows_only(reference_data: None, with_rows_only: Engine) -> None:
    story = Story(with_rows_only, lambda: NOW)
    story.staff_the_duty().closed()
    assert story.request().status == "closed"
    with pytest.raises(ProgrammingError), writing(with_rows_only) as session:
        session.connection().exec_driver_sql("CREATE TABLE mine (id integer)")


@pytest.mark.backend("sqlite")
def test_a_new_installation_has_no_account(engine: Engine, reference_data: None) -> None:
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(UserAccount)) == 0

"""The first administrator comes by command, without a default password."""

from pathlib import Path

import pytest
from sqlalchemy import select

from service.cli.installation import open_installation, present
from service.database import reading
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink, UserAccount
from tests.cli.conftest import Command, safe_settings

NEW = ("create-admin", "--email", "Hoofd@bureau.example", "--name", "Hoofd")


def test_it_prints_a_link_to_choose_a_password(schakel: Command) -> None:
    result = schakel(*NEW, "--another")
    assert result.exit_code == 0
    address, token = result.stdout.strip().rsplit("/", 1)
    assert address == "http://127.0.0.1:8000/inloggen"
    _settings, engine = open_installation()
    with reading(engine) as session:
        link = session.get_one(LoginLink, hash_token(token))
        assert (link.purpose, link.user.email) == ("set_up", "hoofd@bureau.example")
        assert (link.user.role, link.user.password_hash) == ("admin", None)
        assert 71 < (link.expires_at - present()).total_seconds() / 3600 <= 72
    engine.dispose()


def test_where_there_is_one_it_refuses(schakel: Command) -> None:
    result = schakel(*NEW)
    assert result.exit_code == 2
    assert "there is an administrator already" in result.stderr and "--another" in result.stderr
    _settings, engine = open_installation()
    with reading(engine) as session:
        assert "hoofd@bureau.example" not in session.scalars(select(UserAccount.email)).all()
    engine.dispose()


def test_a_known_address_is_refused(schakel: Command) -> None:
    assert schakel(*NEW, "--another").exit_code == 0
    result = schakel(*NEW, "--another")
    assert (result.exit_code, "with this address" in result.stderr) == (2, True)


def test_no_address_is_refused(schakel: Command) -> None:
    result = schakel("create-admin", "--email", "hoofd", "--name", "Hoofd")
    assert (result.exit_code, "give an e-mail address" in result.stderr) == (2, True)


def test_in_production_links_only_lead_to_a_password(
    schakel: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    safe_settings(monkeypatch, tmp_path)
    assert schakel("migrate").exit_code == 0
    assert schakel(*NEW).exit_code == 0
    assert schakel(*NEW).exit_code == 2
    assert schakel("login-link", "hoofd@bureau.example").exit_code == 0
    _settings, engine = open_installation()
    with reading(engine) as session:
        assert session.scalars(select(LoginLink.purpose)).all() == ["set_up", "set_up"]
    engine.dispose()

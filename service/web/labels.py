"""The names behind the codes of themes, kinds of support, partners, experts and accounts."""

from collections.abc import Collection, Sequence

from babel.lists import format_list
from sqlalchemy import bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from expert_registry.tables import Expert, Partner, SupportKind, Theme
from service.domain.language import language
from service.storage.read_once import read_once
from service.storage.user_account import UserAccount
from service.web.local_time import region


def theme_names(session: Session) -> dict[str, str]:
    """Give the name of each theme by its slug, in the order of the names."""
    return _by_name(session, Theme.slug, Theme.label_en if _english() else Theme.label_nl)


def support_kind_names(session: Session) -> dict[str, str]:
    """Give the name of each kind of support by its slug, in the order of the names."""
    label = SupportKind.label_en if _english() else SupportKind.label_nl
    return _by_name(session, SupportKind.slug, label)


def partner_names(session: Session) -> dict[str, str]:
    """Give the name of each partner by its id, in the order of the names."""
    return _by_name(session, Partner.id, Partner.name)


def theme_labels(session: Session, slugs: Sequence[str]) -> list[str]:
    """Give the names of themes, in the same order; an unknown code stays as it is."""
    names = theme_names(session)
    return [names.get(slug, slug) for slug in slugs]


def support_kind_labels(session: Session, slugs: Sequence[str]) -> list[str]:
    """Give the names of kinds of support, in the same order."""
    names = support_kind_names(session)
    return [names.get(slug, slug) for slug in slugs]


def partner_name(session: Session, partner_id: str) -> str:
    """Give the name of a partner."""
    found = session.get(Partner, partner_id)
    return found.name if found else partner_id


_EXPERTS = select(Expert.id, Expert.name).where(Expert.id.in_(bindparam("ids", expanding=True)))
_ACCOUNTS = select(UserAccount.id, UserAccount.name).order_by(UserAccount.name)


def expert_names(session: Session, expert_ids: Collection[int]) -> dict[int, str]:
    """Give the names of these experts, by id."""
    if not expert_ids:
        return {}
    rows = session.execute(_EXPERTS, {"ids": list(expert_ids)})
    return {row[0]: row[1] for row in rows}


@read_once
def account_names(session: Session) -> dict[int, str]:
    """Give the names of all accounts by id, in the order of their names."""
    rows = session.execute(_ACCOUNTS)
    return {row[0]: row[1] for row in rows}


def listed(names: Sequence[str]) -> str:
    """Give names as a list in words: a, b en c, or a, b and c."""
    return str(format_list(list(names), locale=region())) if names else ""


def _english() -> bool:
    return language() == "en"


def _by_name(
    session: Session, code: InstrumentedAttribute[str], name: InstrumentedAttribute[str]
) -> dict[str, str]:
    """Asked once in a session: many parts of a page use the same names."""
    known: dict[str, dict[str, str]] = session.info.setdefault("names", {})
    if str(name) not in known:
        rows = session.execute(select(code, name).order_by(name))
        known[str(name)] = {row[0]: row[1] for row in rows}
    return dict(known[str(name)])

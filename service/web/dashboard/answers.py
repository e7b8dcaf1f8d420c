"""Pictures: how experts answered invitations, per partner, and why they said no."""

from collections import Counter
from collections.abc import Sequence

from service.domain.invitation import DeclineReason, InvitationState
from service.domain.language import gettext as _
from service.storage.case_figures import Answers
from service.web.dashboard.numbers import Sight, number
from service.web.dashboard.picture import (
    BLANK,
    DOTTED,
    HATCHED,
    PLAIN,
    SOLID,
    BarPicture,
    DataTable,
    Frame,
    longest,
    stacked,
)
from service.web.local_time import capitalize_first
from service.web.triage.state_words import DECLINE_REASON

LOOKS = {
    InvitationState.ACCEPTED: DOTTED,
    InvitationState.DECLINED: HATCHED,
    InvitationState.EXPIRED: SOLID,
}


def answers_picture(
    answers: Sequence[Answers], partners: dict[str, str], sight: Sight
) -> BarPicture:
    """Give per partner how many invitations got a yes, a no, no answer, or no end by the expert."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in answers:
        counted[row.partner_id, _look(row.state)] += row.count
    looks = (*LOOKS.values(), BLANK)
    asked = [each for each in partners if any(counted[each, look] for look in looks)]
    shown = sight.within_total(
        {(each, look): counted[each, look] for each in asked for look in looks}
    )
    rows = {each: {look: shown[each, look] for look in looks} for each in asked}
    most = longest(list(rows.values()))
    words = (_("ja"), _("nee"), _("geen antwoord op tijd"), _("nog open of door ons beëindigd"))
    return BarPicture(
        Frame(
            "antwoorden",
            _("Antwoorden op uitnodigingen"),
            _("Per partner, van alle uitnodigingen voor aanvragen uit deze periode."),
            _("n = {n}.").format(n=sum(counted.values())),
            DataTable(
                (_("Partner"), *words),
                tuple(
                    (partners[each], *(number(count) for count in row.values()))
                    for each, row in rows.items()
                ),
            ),
            "" if asked else _("In deze periode is niemand uitgenodigd."),
        ),
        tuple(stacked(partners[each], _yes_of(row), row, most) for each, row in rows.items()),
        tuple(zip(looks, words, strict=True)),
    )


def decline_picture(answers: Sequence[Answers], sight: Sight) -> BarPicture:
    """Give the reasons for which experts said no."""
    counted: Counter[str] = Counter()
    for row in answers:
        if row.state == InvitationState.DECLINED:
            counted[row.decline_reason or DeclineReason.OTHER] += row.count
    shown = sight.within_total({reason: counted[reason] for reason in DeclineReason})
    rows = {reason: {PLAIN: count} for reason, count in shown.items()}
    most = longest(list(rows.values()))
    return BarPicture(
        Frame(
            "nee",
            _("Waarom deskundigen nee zeggen"),
            _("De reden die zij kozen."),
            _("n = {n}.").format(n=sum(counted.values())),
            DataTable(
                (_("Reden"), _("Aantal")),
                tuple((_(DECLINE_REASON[each]), number(shown[each])) for each in DeclineReason),
            ),
            "" if counted else _("In deze periode zei niemand nee."),
        ),
        tuple(
            stacked(capitalize_first(_(DECLINE_REASON[each])), number(shown[each]), row, most)
            for each, row in rows.items()
        ),
    )


def _look(state: str) -> str:
    return LOOKS.get(InvitationState(state), BLANK)


def _yes_of(row: dict[str, int | None]) -> str:
    if None in row.values():
        return number(None)
    n = sum(count or 0 for count in row.values())
    return _("{yes} keer ja van {n}").format(yes=number(row[DOTTED]), n=number(n))

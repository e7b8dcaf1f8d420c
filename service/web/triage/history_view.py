"""The timeline of a case, with the names of the people in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.actor import ActorKind
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.storage import referral
from service.storage.history_event import HistoryEvent
from service.web.labels import account_names, expert_names, partner_names
from service.web.local_time import moment_text
from service.web.triage.history_sentences import sentence

_MOMENTS = {"until": lazy(" tot {moment}"), "start": lazy(" op {moment}")}


@dataclass(frozen=True)
class HistoryLine:
    """One line of the timeline; `late` marks a response time that was not kept."""

    at: datetime
    sentence: str
    note: str
    late: bool


@dataclass(frozen=True)
class Names:
    """Names by id, for one page."""

    staff: dict[int, str]
    experts: dict[int, str]
    parties: dict[str, str]
    signals: dict[str, str]
    partners: dict[str, str]

    def actor(self, event: HistoryEvent) -> str:
        """Give who did it, as the start of a sentence."""
        match event.actor_kind, event.actor_id:
            case ActorKind.STAFF, int(user_id):
                return self.staff.get(user_id, _("Het bureau"))
            case ActorKind.EXPERT, int(expert_id):
                return self.experts.get(expert_id, _("Een deskundige"))
            case ActorKind.PARTNER, _id:
                return self.partners.get(event.facts.get("partner_id", ""), _("Een partner"))
            case ActorKind.REQUESTER, _id:
                return _("De gemeente")
        return _("Schakel")

    def of(self, event: HistoryEvent) -> dict[str, str]:
        """Give the names that the facts of an event point at, and who answered for an expert."""
        facts, found = event.facts, {}
        if facts.get("expert_id") in self.experts:
            found["expert"] = self.experts[facts["expert_id"]]
        if facts.get("added_id") in self.experts:
            found["added"] = self.experts[facts["added_id"]]
        if event.kind == "hand_over" and facts.get("to") in self.staff:
            found["to"] = self.staff[facts["to"]]
        if facts.get("partner_id") in self.partners:
            found["partner"] = self.partners[facts["partner_id"]]
        if facts.get("signal") in self.parties:
            found["party"] = self.parties[facts["signal"]]
        if signals := [self.signals.get(s, s) for s in facts.get("found_signals", ())]:
            found["signals"] = ", ".join(signals)
        for name, words in _MOMENTS.items():
            if name in facts and name not in found:
                moment = moment_text(datetime.fromisoformat(facts[name]))
                found[name] = _(words).format(moment=moment)
        if event.actor_kind == ActorKind.STAFF:
            found["on_behalf"] = _(" (vastgelegd door {who})").format(who=self.actor(event))
        return found


def names_for(session: Session, events: Sequence[HistoryEvent]) -> Names:
    """Look up every name that the events point at, in four queries."""
    experts = {e.facts["expert_id"] for e in events if "expert_id" in e.facts}
    experts |= {e.facts["added_id"] for e in events if "added_id" in e.facts}
    experts |= {e.actor_id for e in events if e.actor_kind == ActorKind.EXPERT and e.actor_id}
    directory = referral.directory(session)
    return Names(
        staff=account_names(session),
        experts=expert_names(session, experts),
        parties={target.signal: _(target.refer_to) for target in directory},
        signals={target.signal: _(target.signal_nl) for target in directory},
        partners=partner_names(session),
    )


def timeline(session: Session, events: Sequence[HistoryEvent]) -> list[HistoryLine]:
    """Give the events as lines, the latest first."""
    names = names_for(session, events)
    return [
        HistoryLine(
            at=event.at,
            sentence=sentence(event.kind, event.facts, names.actor(event), names.of(event)),
            note=event.note,
            late=event.kind in ("deadline_breached", "deadline_escalated"),
        )
        for event in reversed(events)
    ]

"""Which experts of the registry are shown: what was chosen, and who passes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from expert_registry.ranking.letter_pieces import plain
from expert_registry.tables import Expert

LONGEST_TEXT = 100

# Name of the field: what it chooses. All but the text may stand in an address.
PARTNER, THEME, KIND, STATUS, HINT, TEXT = "partner", "thema", "soort", "stand", "tip", "zoek"


@dataclass(frozen=True)
class Filters:
    """What was chosen, by name; nothing chosen shows all."""

    chosen: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.chosen.get(name, "")

    @classmethod
    def read(
        cls, typed: Mapping[str, str], options: Mapping[str, Collection[str]], text: str
    ) -> "Filters":
        """Give the filters that were typed; a value that is no option counts as not chosen.

        `text` comes apart, because it may hold a name: only a posted one counts.
        """
        found = {name: typed.get(name, "") for name in options}
        known = {name: value for name, value in found.items() if value in options[name]}
        words = " ".join(text.split())[:LONGEST_TEXT]
        return cls({name: value for name, value in (known | {TEXT: words}).items() if value})


def matching_experts(
    session: Session,
    filters: Filters,
    own_partner: str | None,
    hinted: Collection[int] | None,
) -> list[int]:
    """Give the ids of the experts that pass the filters, by name; of one partner or (None) all.

    `hinted` holds those with the chosen hint (None: no hint was chosen). A profile that was erased
    is never among them.
    """
    query = select(Expert.id, Expert.themes, Expert.support_kinds).order_by(Expert.name, Expert.id)
    partner = filters[PARTNER] if own_partner is None else own_partner
    if partner or own_partner is not None:
        query = query.where(Expert.partner_id == partner)
    query = query.where(or_(Expert.erased_at.is_(None), Expert.status != "withdrawn"))
    if filters[STATUS]:
        query = query.where(Expert.status == filters[STATUS])
    found = [
        expert_id
        for expert_id, themes, kinds in session.execute(query)
        if (not filters[THEME] or filters[THEME] in themes)
        and (not filters[KIND] or filters[KIND] in kinds)
        and (hinted is None or expert_id in hinted)
    ]
    return _with_text(session, found, filters[TEXT]) if filters[TEXT] else found


def _with_text(session: Session, expert_ids: Sequence[int], text: str) -> list[int]:
    columns = (Expert.name, Expert.external_id, Expert.role_title, Expert.summary)
    rows = session.execute(select(Expert.id, Expert.past_cases, *columns))
    texts = {row[0]: plain(" ".join((*row[1], *row[2:]))) for row in rows}
    words = plain(text).split()
    return [each for each in expert_ids if all(word in texts[each] for word in words)]

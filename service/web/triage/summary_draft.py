"""A first text for the neutral summary: only what says nothing about who asks."""

from collections.abc import Collection, Mapping

from service.domain.intake import Phase
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.urgency import Urgency
from service.storage.request import SupportRequest
from service.web.triage.state_words import PHASE

HASTE = {
    Urgency.U1: lazy("De gemeente heeft binnen 24 uur steun nodig."),
    Urgency.U2: lazy("De gemeente heeft binnen 3 dagen steun nodig."),
    Urgency.U3: lazy("De gemeente heeft binnen 2 weken steun nodig."),
    Urgency.U4: lazy("De gemeente bereidt zich voor. Er is geen haast."),
}


def summary_draft(
    request: SupportRequest, themes: Mapping[str, str], support_kinds: Mapping[str, str]
) -> str:
    """Give kinds of support, themes, phase and urgency in sentences; never the typed texts.

    `themes` and `support_kinds` give the Dutch label of a slug.
    """
    asked = _listed(request.support_kinds, support_kinds) or _("steun")
    lines = [_("Een gemeente vraagt om: {kinds}.").format(kinds=asked)]
    if request.themes:
        lines.append(_("Thema: {themes}.").format(themes=_listed(request.themes, themes)))
    lines.append(_("Fase: {phase}.").format(phase=_(PHASE[Phase(request.phase)])))
    lines.append(_(HASTE[Urgency(request.urgency)]))
    return "\n".join(lines)


def _listed(slugs: Collection[str], labels: Mapping[str, str]) -> str:
    found = (labels.get(slug, slug) for slug in slugs)
    return ", ".join(label[:1].lower() + label[1:] for label in found)

"""The comparison as a picture: median and p90 of the time to acceptance, per urgency."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.domain.urgency import Urgency
from service.rehearsal.simulation.policy import Policy


def draw_plot(comparison: dict[str, Any], path: Path) -> None:
    """Write the picture as SVG; its numbers are those of the first table.

    Raises ImportError without the packages of the extra `dev`.
    """
    import altair as alt

    data = alt.Data(values=list(_values(comparison)))
    chart = (
        alt.Chart(data, width=420, height=80)
        .encode(
            y=alt.Y("policy:N", sort=[policy.value for policy in Policy], title=None),
            x=alt.X("hours:Q", title="open hours from submission to acceptance"),
            color=alt.Color("measure:N", title=None, scale=_colours(alt)),
        )
        .mark_point(filled=True, size=80)
        .facet(row=alt.Row("urgency:N", title=None))
        .resolve_scale(x="independent")
    )
    chart.save(str(path), format="svg")


def _colours(alt: Any) -> Any:
    """Two colours that colour-blind readers can tell apart."""
    return alt.Scale(domain=["median", "p90"], range=["#0072B2", "#D55E00"])


def _values(comparison: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in comparison["policies"]:
        for urgency in Urgency:
            spread = one["time_to_acceptance"].get(urgency, {}).get("open_hours") or {}
            for measure, hours in spread.items():
                yield {
                    "policy": one["policy"],
                    "urgency": urgency.value,
                    "measure": measure,
                    "hours": hours,
                }

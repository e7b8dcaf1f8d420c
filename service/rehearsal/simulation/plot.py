"""The comparison as a picture: how long an acceptance takes, and what it costs in mails."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.domain.urgency import Urgency
from service.rehearsal.simulation.policy import Policy

ORDER = [policy.value for policy in Policy]
MEASURES = ["median", "p90"]
# Blue and orange differ for colour-blind readers, and with their shapes also in grey.
COLOURS = ["#005A8C", "#E69F00"]
SHAPES = ["circle", "diamond"]
LINE = "#767676"
WIDTH, HEIGHT = 230, 80
MAILS = {"per_match": "all mails", "invitations_per_match": "invitations"}


def draw_plot(comparison: dict[str, Any], path: Path) -> None:
    """Write the picture as SVG; its numbers are those of the tables.

    Raises ImportError without the packages of the extra `dev`.
    """
    import altair as alt

    times = (_times(alt, comparison, urgency) for urgency in Urgency)
    mails = (_mails(alt, comparison, name, title) for name, title in MAILS.items())
    chart = alt.concat(*times, *mails, columns=2).configure_axis(grid=False)
    chart.save(str(path), format="svg")


def _times(alt: Any, comparison: dict[str, Any], urgency: Urgency) -> Any:
    data = alt.Data(values=list(_hours(comparison, urgency)))
    y = alt.Y("policy:N", sort=ORDER, title=None)
    x = alt.X("hours:Q", title="open hours until acceptance", scale=alt.Scale(zero=True))
    line = alt.Chart(data).mark_line(color=LINE).encode(y=y, x=x, detail="policy:N")
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            y=y,
            x=x,
            color=alt.Color(
                "measure:N", title=None, scale=alt.Scale(domain=MEASURES, range=COLOURS)
            ),
            shape=alt.Shape(
                "measure:N", title=None, scale=alt.Scale(domain=MEASURES, range=SHAPES)
            ),
        )
    )
    return (line + points).properties(title=urgency.value, width=WIDTH, height=HEIGHT)


def _mails(alt: Any, comparison: dict[str, Any], name: str, title: str) -> Any:
    values = [
        {"policy": one["policy"], "count": one["mails"][name]} for one in comparison["policies"]
    ]
    return (
        alt.Chart(alt.Data(values=values), title=title, width=WIDTH, height=HEIGHT)
        .mark_bar(color=COLOURS[0], size=12)
        .encode(y=alt.Y("policy:N", sort=ORDER, title=None), x=alt.X("count:Q", title="per match"))
    )


def _hours(comparison: dict[str, Any], urgency: Urgency) -> Iterator[dict[str, Any]]:
    for one in comparison["policies"]:
        spread = one["time_to_acceptance"].get(urgency, {}).get("open_hours") or {}
        for measure, hours in spread.items():
            yield {"policy": one["policy"], "measure": measure, "hours": hours}

"""When a request is held."""

import pytest

from service.domain.hold import hold_reasons


@pytest.mark.parametrize(
    ("signals", "crisis", "mandate", "reasons"),
    [
        ((), False, True, []),
        (("acute-danger",), False, True, ["acute-danger"]),
        ((), True, True, ["grip-active"]),
        (("grip-active",), True, True, ["grip-active"]),
        ((), False, False, ["no_mandate"]),
        (
            ("crime-tip", "acute-danger"),
            True,
            False,
            ["acute-danger", "crime-tip", "grip-active", "no_mandate"],
        ),
    ],
)
def test_hold_reasons(
    signals: tuple[str, ...], crisis: bool, mandate: bool, reasons: list[str]
) -> None:
    assert hold_reasons(signals, crisis, mandate) == reasons

"""Which channels the settings may name; what is wrong is told without the address."""

import pytest

from service.domain.channel import NoticeLevel, names_for, read_channels

SECRET = "t0ps3cret"

GOOD = [
    (f"ntfys://{SECRET}@push.bureau.example/piket", False),
    ("jsons://push.bureau.example/hook", False),
    ("signals://signal.bureau.example/31600000001/31600000002", False),
    ("matrixs://user:pass@matrix.bureau.example/#piket", False),
    ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#piket", False),
    ("json://127.0.0.1:8123/hook", False),
    ("json://push.bureau.example/hook", True),
]
BAD = [
    (f"mailto://{SECRET}@mail.bureau.example", "must begin with one of"),
    (f"https://push.bureau.example/{SECRET}", "must begin with one of"),
    (f"json://push.bureau.example/{SECRET}", "must be encrypted"),
    (f"ntfy://{SECRET}", "must be encrypted"),
    (f"dbus://{SECRET}", "must begin with one of"),
    (f"jsons:///{SECRET}", "is no address"),
    (f"jsons://[{SECRET}", "is no address"),
    (SECRET, "must begin with one of"),
]


@pytest.mark.parametrize(("url", "development"), GOOD)
def test_channels_that_may_be_used(url: str, development: bool) -> None:
    problems: list[str] = []
    [channel] = read_channels({"SCHAKEL_CHANNEL_DUTY": url}, problems, development=development)
    assert problems == []
    assert (channel.name, channel.url) == ("duty", url)
    assert url not in repr(channel)
    assert not names_for([channel], NoticeLevel.OWNER)
    assert names_for([channel], NoticeLevel.ALARM) == ["duty"]


@pytest.mark.parametrize(("url", "problem"), BAD)
def test_an_address_that_may_not_be_used_is_refused_and_not_repeated(
    url: str, problem: str
) -> None:
    problems: list[str] = []
    found = read_channels({"SCHAKEL_CHANNEL_DUTY": url}, problems, development=False)
    assert found == ()
    assert len(problems) == 1
    assert problems[0].startswith("SCHAKEL_CHANNEL_DUTY ") and problem in problems[0]
    assert SECRET not in problems[0]


def test_each_channel_can_have_its_own_levels() -> None:
    env = {
        "SCHAKEL_CHANNEL_A": "jsons://a.example/",
        "SCHAKEL_CHANNEL_A_LEVELS": "owner, alarm",
        "SCHAKEL_CHANNEL_B": "jsons://b.example/",
        "SCHAKEL_CHANNEL_C": "",
        "SOMETHING_ELSE": "mailto://x",
    }
    problems: list[str] = []
    channels = read_channels(env, problems, development=False)
    assert problems == []
    assert names_for(channels, "owner") == ["a"]
    assert names_for(channels, "deputy") == ["b"]
    assert names_for(channels, "alarm") == ["a", "b"]


def test_an_unknown_level_is_refused() -> None:
    env = {"SCHAKEL_CHANNEL_A": "jsons://a.example/", "SCHAKEL_CHANNEL_A_LEVELS": "everybody"}
    problems: list[str] = []
    read_channels(env, problems, development=False)
    assert problems == [f"SCHAKEL_CHANNEL_A_LEVELS may name {', '.join(NoticeLevel)}"]

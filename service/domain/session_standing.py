"""How far somebody who gave a password has come with logging in."""

from enum import StrEnum

from service.domain.actor import Role


class Standing(StrEnum):
    """What a session still lacks."""

    COMPLETE = "complete"
    CODE_NEEDED = "code_needed"
    SET_UP_NEEDED = "set_up_needed"


def standing_of(role: Role, *, has_second_factor: bool, passed_second_factor: bool) -> Standing:
    """Give what is lacking: the second step, or that a second step is set up at all."""
    if passed_second_factor:
        return Standing.COMPLETE
    if has_second_factor:
        return Standing.CODE_NEEDED
    return Standing.SET_UP_NEEDED if role.needs_second_factor else Standing.COMPLETE

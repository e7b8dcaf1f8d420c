"""Named refusals of the rules; the web maps each to a page and a status code in one place."""

from collections.abc import Sequence

from service.domain.time_errors import Problem


class Refusal(Exception):
    """A step that the rules do not allow now; nothing was changed."""


class StepNotAllowed(Refusal):
    """The step is not possible in the state in which the request is now."""

    def __init__(self, act: str, status: str) -> None:
        super().__init__(f"{act} is not possible while the request is {status}")
        self.act = act
        self.status = status


class ChangedMeanwhile(Refusal):
    """Somebody else changed the case since the page was opened."""


class StillOnHold(Refusal):
    """The request is on hold for a referral signal; release it or refer it on first."""


class UnderLegalHold(Refusal):
    """A legal hold stands on the request: nothing of it may be destroyed."""


class NotCalledBack(Refusal):
    """No invitation may go out before the requester was called back."""


class NothingToInvite(Refusal):
    """The approved list has nobody left who may be invited."""


class CannotBeAsked(Refusal):
    """This expert may not be asked now; `reasons` are Dutch sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class SummaryMissing(Refusal):
    """An invitation needs an approved neutral summary of the case."""


class NothingEscalated(Refusal):
    """Nothing of this case is late and told to somebody, so there is nothing to take up."""


class RosterRefused(Refusal):
    """A duty roster with overlaps or gaps; `problems` names the place and reason of each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class GapNotConfirmed(RosterRefused):
    """A change of the roster that leaves nobody on duty; it is carried out when confirmed."""


class ShiftOver(Refusal):
    """A shift that has ended, or has begun where only one to come can be changed."""


class InvalidChoice(Refusal):
    """A value that does not exist or does not fit, with the field it belongs to."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class UnknownLink(Refusal):
    """No such link was ever sent (404)."""


class DeadLink(Refusal):
    """The link has expired or was revoked (410)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AlreadyAnswered(Refusal):
    """The opposite answer was recorded before (409)."""

    def __init__(self, recorded: str) -> None:
        super().__init__(recorded)
        self.recorded = recorded


class PlaceTaken(Refusal):
    """The last place was filled before this acceptance (409)."""


class ConflictFound(Refusal):
    """A hard conflict of interest came to light at acceptance (409)."""


class RefusalUsed(Refusal):
    """The requester has refused an expert before; that is possible once (409)."""


class WrongCode(Refusal):
    """A code or passkey that is not right, is too old, or was used before."""


class SessionOver(Refusal):
    """The session ended meanwhile: log in again."""


class LastAdmin(Refusal):
    """Without this account nobody could manage accounts any more."""


class AddressTaken(Refusal):
    """There is an account with this address already."""


class SignOnRefused(Refusal):
    """Who came from the provider is not let in; `reason` is a code, the account where known."""

    def __init__(self, reason: str, account_id: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.account_id = account_id

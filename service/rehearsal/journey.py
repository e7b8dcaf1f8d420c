"""The journey of one request, from the form to the evaluation, over real pages and mails.

A mayor's office asks, the coordinator calls back and chooses a list. A partner without standing
consent agrees to its experts on it. Two experts are invited for one place. The first says no, so
that a third is asked; that one says yes, and the second is told to stand down.
"""

from collections.abc import Callable
from contextlib import suppress

from service.domain.request_status import Status
from service.rehearsal import story
from service.rehearsal.browser import Browser
from service.rehearsal.case_records import CaseRecords
from service.rehearsal.html_page import Page
from service.rehearsal.journey_failed import JourneyFailed
from service.rehearsal.mail_checks import missing_mails, wrong_mails
from service.rehearsal.mailbox import Mailbox
from service.rehearsal.ports import NotReady, wait_until
from service.rehearsal.request_form import filled_request, reference_on
from service.rehearsal.stage import Stage
from service.rehearsal.timeline import Timeline
from service.rehearsal.worker_killer import WorkerKiller
from service.storage.mail_link import LinkPurpose

# A mail whose sender was killed is sent again when its lease ends.
PATIENCE_S, PATIENCE_WITH_KILLS_S = 30.0, 120.0


class Journey:
    """Plays the story on a stage that runs."""

    def __init__(self, stage: Stage, timeline: Timeline, kills: int, seed: int) -> None:
        """`kills` is how often the worker is killed on the way; `seed` repeats the moments."""
        self._stage = stage
        self._timeline = timeline
        self._with_kills = kills > 0
        worker = stage.programs["worker"]
        self.killer = WorkerKiller(worker, kills, len(self._acts()), seed)
        self._mailbox = Mailbox(stage.inbox)
        self._requester = Browser(stage.settings.base_url)
        self._coordinator = Browser(stage.settings.base_url)
        self._records: CaseRecords | None = None

    def play(self) -> None:
        """Play all steps. Raises JourneyFailed, NotReady, UnexpectedAnswer or NotOnThePage."""
        for name, act in self._acts().items():
            with self._timeline.step(name):
                self.killer.begin_step()
                act()
                self.killer.end_step()
        with self._timeline.step("all mails checked"):
            self._check_mails()

    @property
    def reference(self) -> str:
        """The reference number of the request, once it was sent."""
        return self._records.reference if self._records else ""

    def _acts(self) -> dict[str, Callable[[], None]]:
        return {
            "request sent": self._send_request,
            "shortlist made": self._wait_for_shortlist,
            "receipt with status link": self._read_receipt,
            "duty alerted": self._see_alert,
            "coordinator logged in": self._log_in,
            "called back": self._call_back,
            "decided to match": self._decide,
            "list approved": self._approve_list,
            "partner agreed": self._partner_agrees,
            "two experts invited": self._invite_two,
            "first expert declined": self._decline,
            "next expert invited": self._see_cascade,
            "next expert accepted": self._accept,
            "both sides told": self._see_acceptance,
            "second expert stood down": self._see_stand_down,
            "first contact confirmed": self._confirm_contact,
            "case closed": self._close,
            "both sides evaluated": self._evaluate,
        }

    def _send_request(self) -> None:
        page, form = filled_request(self._requester)
        reference = reference_on(self._requester.send(page, form))
        self._records = CaseRecords(self._stage.engine, reference)
        again = reference_on(self._requester.send(page, form))
        self._check(again == reference, "the same form sent twice made two requests")

    def _wait_for_shortlist(self) -> None:
        self._until(lambda: self._case().candidates() >= story.LIST_LENGTH, "the shortlist")
        # One that was made before the vectors were read is made again within seconds.
        self._until(lambda: self._case().ranked_by_meaning(), "a shortlist made with the model")

    def _read_receipt(self) -> None:
        link = self._link(story.REQUESTER_EMAIL, LinkPurpose.STATUS)
        page = self._requester.get(link)
        self._check(self.reference in page.words, "the status page shows another case")

    def _see_alert(self) -> None:
        case_path = f"/bureau/aanvragen/{self.reference}"
        self._until(
            lambda: any(case_path in mail.as_string() for mail in self._mailbox.all()),
            "the alert to who is on duty",
        )

    def _log_in(self) -> None:
        page = self._coordinator.get(self._case().login_link(self._stage.settings.base_url))
        queue = self._coordinator.send(page, page.form_with("csrf_token"))
        self._check(self.reference in queue.words, "the queue does not show the request")

    def _call_back(self) -> None:
        self._act("terugbellen", call_back_note="Gesproken met het kabinet.")
        self._check_status(Status.ACKNOWLEDGED)

    def _decide(self) -> None:
        self._act("zoeken")
        self._check_status(Status.MATCHING)

    def _approve_list(self) -> None:
        page = self._case_page()
        form = page.form("/lijst")
        positions = [name for name in form.fields if name.startswith("position-")]
        form.fill(**dict.fromkeys(positions, ""))
        chosen = positions[: story.LIST_LENGTH]
        form.fill(**{name: str(place) for place, name in enumerate(chosen, start=1)})
        form.fill(summary=story.SUMMARY, places="1", parallel="2")
        self._coordinator.send(page, form)
        self._check_status(Status.PROPOSED)

    def _partner_agrees(self) -> None:
        address, own, others = self._case().consulted()
        link = self._link(address, LinkPurpose.PARTNER_CONSENT)
        browser = Browser(self._stage.settings.base_url)
        page = browser.get(link)
        self._check(story.SUMMARY in page.words, "the partner does not see the summary")
        self._check(story.QUESTION not in page.words, "the partner sees the full text")
        self._check(all(name in page.words for name in own), "the partner misses an expert")
        told = [name for name in others if name in page.words]
        self._check(not told, "the partner sees experts of other partners")
        answered = browser.send(page, page.form("/ja"))
        self._check(not answered.forms_to("/nee"), "an answered question can still be answered")
        self._check(self._case().consented(), "the answer of the partner is not stored")

    def _invite_two(self) -> None:
        self._act("uitnodigen")
        self._check_status(Status.INVITED)
        self._check(len(self._case().invited()) == 2, "not two experts were invited")
        for address in self._case().invited():
            link = self._link(address, LinkPurpose.ANSWER)
            page = Browser(self._stage.settings.base_url).get(link)
            self._check(story.SUMMARY in page.words, "the invitation does not show the summary")
            self._check(story.QUESTION not in page.words, "the invitation shows the full text")

    def _decline(self) -> None:
        first = self._case().invited()[0]
        page = self._answer(first, "/nee", reason="no_time")
        self._check(not page.forms_to("/ja"), "a declined invitation can still be accepted")

    def _see_cascade(self) -> None:
        self._until(lambda: len(self._case().invited()) == 3, "the invitation of the next expert")
        self._link(self._case().invited()[2], LinkPurpose.ANSWER)

    def _accept(self) -> None:
        third = self._case().invited()[2]
        link = self._link(third, LinkPurpose.ANSWER)
        form = Browser(self._stage.settings.base_url).get(link).form("/ja")
        moment = form.fields["first_contact_choice"].choices[0]
        answer = {"first_contact_choice": moment, "confidentiality": "yes", "no_conflict": "yes"}
        self._answer(third, "/ja", **answer)
        self._check_status(Status.ACCEPTED)

    def _see_acceptance(self) -> None:
        third = self._case().invited()[2]
        for address in (story.REQUESTER_EMAIL, third):
            self._see_calendar(address)
        status = self._requester.get(self._link(story.REQUESTER_EMAIL, LinkPurpose.STATUS))
        name = self._case().name_of(third)
        self._check(name in status.words, "the requester does not see who comes")

    def _see_calendar(self, address: str) -> None:
        self._until(lambda: self._mailbox.calendar(address) is not None, "the calendar")
        calendar = self._mailbox.calendar(address) or ""
        self._check("METHOD:REQUEST" in calendar, "the calendar is no invitation")

    def _see_stand_down(self) -> None:
        second = self._case().invited()[1]
        self._until(lambda: self._case().mail_sent("stand_down", second), "the mail to stand down")
        Browser(self._stage.settings.base_url).get(self._link(second, LinkPurpose.ANSWER), 410)

    def _confirm_contact(self) -> None:
        third = self._case().invited()[2]
        browser = Browser(self._stage.settings.base_url)
        page = browser.get(self._link(third, LinkPurpose.ASSIGNMENT))
        self._check(story.QUESTION in page.words, "the expert does not see the full text")
        browser.send(page, page.form("/contact"))
        self._check_status(Status.CONTACTED)

    def _close(self) -> None:
        self._act("afsluiten", lessons=story.LESSONS)
        self._check_status(Status.CLOSED)

    def _evaluate(self) -> None:
        for address in (story.REQUESTER_EMAIL, self._case().invited()[2]):
            browser = Browser(self._stage.settings.base_url)
            page = browser.get(self._link(address, LinkPurpose.EVALUATE))
            form = page.form_with("usefulness")
            form.fill(usefulness="4", would_use_again="yes", lessons=story.LESSONS)
            browser.send(page, form)
        self._check_status(Status.EVALUATED)

    def _check_mails(self) -> None:
        with suppress(NotReady):
            self._until(lambda: not self._missing_mails(), "the last of the mails")
        missing = self._missing_mails()
        self._check(not missing, f"mails are missing: {', '.join(missing)}")
        with self._case().reading() as session:
            problems = wrong_mails(session, self._mailbox.all(), repeats=self._with_kills)
        self._check(not problems, "; ".join(problems))

    def _missing_mails(self) -> list[str]:
        with self._case().reading() as session:
            return missing_mails(session, self._mailbox.all())

    def _case(self) -> CaseRecords:
        if self._records is None:
            raise JourneyFailed("no request was sent")
        return self._records

    def _case_page(self) -> Page:
        return self._coordinator.get(f"/bureau/aanvragen/{self.reference}")

    def _act(self, name: str, **values: str) -> None:
        page = self._case_page()
        self._coordinator.send(page, page.form(f"/{name}").fill(**values))

    def _answer(self, address: str, action: str, **values: str) -> Page:
        browser = Browser(self._stage.settings.base_url)
        page = browser.get(self._link(address, LinkPurpose.ANSWER))
        return browser.send(page, page.form(action).fill(**values))

    def _link(self, address: str, purpose: LinkPurpose) -> str:
        self._until(
            lambda: self._mailbox.link(address, purpose) is not None, f"the mail with {purpose}"
        )
        return self._mailbox.link(address, purpose) or ""

    def _check_status(self, expected: Status) -> None:
        found = self._case().status()
        self._check(found == expected, f"the request is {found}, not {expected}")

    def _check(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise JourneyFailed(otherwise)

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        def killing() -> bool:
            self.killer.look()
            return condition()

        wait_until(killing, PATIENCE_WITH_KILLS_S if self._with_kills else PATIENCE_S, what)

"""Faults that a mail server can show, asked for by a test or a rehearsal."""

import threading
from collections import Counter


class MailFaults:
    """What goes wrong, by receiver or for the next mails; nothing at first. Safe over threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: set[str] = set()
        self._greylisted: Counter[str] = Counter()
        self._drops = 0
        self._slow_s = 0.0

    def refuse(self, address: str) -> None:
        """Refuse this receiver for good (550)."""
        with self._lock:
            self._refused.add(address.lower())

    def greylist(self, address: str, times: int = 1) -> None:
        """Put this receiver off (451) this number of times."""
        with self._lock:
            self._greylisted[address.lower()] += times

    def drop_after_data(self, times: int = 1) -> None:
        """Keep the mail but drop the connection before saying so, this number of times."""
        with self._lock:
            self._drops += times

    def slow(self, seconds: float) -> None:
        """Wait this long before answering that a mail was taken over; 0 ends it."""
        with self._lock:
            self._slow_s = seconds

    def answer_to_recipient(self, address: str) -> str | None:
        """Give the SMTP answer that refuses this receiver now, or None."""
        address = address.lower()
        with self._lock:
            if address in self._refused:
                return "550 5.1.1 No such mailbox"
            if self._greylisted[address] > 0:
                self._greylisted[address] -= 1
                return "451 4.7.1 Try again later"
        return None

    def delay_s(self) -> float:
        """Give how long to wait before answering to a mail, in seconds."""
        with self._lock:
            return self._slow_s

    def drops_now(self) -> bool:
        """Say whether the connection is dropped after this mail; each asked-for drop is one."""
        with self._lock:
            if self._drops == 0:
                return False
            self._drops -= 1
            return True

"""What a line in the log of a process looks like: moment in UTC, level, who, what."""

import logging
import re
import time

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class LogLine(logging.Formatter):
    """Formats a record so that no text in it can pass for a line of its own."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """Give the line; what goes on is indented, and control characters are spelled out."""
        line = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().format(record))
        return line.replace("\n", "\n    ")


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Let this process write its log to standard error; call it once, at the start."""
    handler = logging.StreamHandler()
    handler.setFormatter(LogLine())
    logging.basicConfig(level=level, handlers=[handler])

"""What is raised when a rehearsal finds something wrong."""


class JourneyFailed(Exception):
    """Something was otherwise than it should be; the message says what."""

"""Named refusals of the mail room."""


class UnsafeField(Exception):
    """A field holds a line break or control character, or is no single mail address.

    Such a field could add headers or receivers of its own. The text itself is not repeated.
    """

    def __init__(self, field: str) -> None:
        super().__init__(f"unsafe text in {field}")
        self.field = field


class UnknownMail(Exception):
    """There is no template for this kind of mail."""

"""What was typed in a form that may no longer be on the page, so that it is not lost."""

from flask import request as http_request

SHORT_TO_TYPE = 20
NO_TEXT = ("csrf_token", "revision")


def typed_texts() -> list[str]:
    """Give the longer texts of the posted form; codes of choices are one word and left out."""
    return [
        text.strip()
        for name, text in http_request.form.items()
        if name not in NO_TEXT and len(text.strip()) >= SHORT_TO_TYPE and len(text.split()) > 1
    ]

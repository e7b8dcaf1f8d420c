"""Protection against forged forms.

A page opened by a link from a mail needs none: its token is the secret, and no cookie counts.
"""

from flask_wtf.csrf import CSRFError, CSRFProtect

__all__ = ["CSRFError", "protection"]

protection = CSRFProtect()

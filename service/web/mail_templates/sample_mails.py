"""A wording as mails to look at, with facts that are made up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.language import gettext as _
from service.domain.language import in_dutch
from service.domain.mail_piece import Words
from service.mail.facts import Bureau
from service.mail.messages import compose
from service.mail.sample_facts import AT, SAMPLES
from service.web import current
from service.web.mail_templates.sample_words import ORDINARY, SAMPLE_WORDS
from service.web.mail_templates.styled_by_class import styled_by_class
from service.web.security_headers import allow_styles_of


@dataclass(frozen=True)
class SampleMail:
    """One case of a mail: what the case is, its subject and its two forms."""

    case: str
    subject: str
    text: str
    html: str


def sample_mails(kind: str, words: Words) -> Sequence[SampleMail]:
    """Give a mail per case of this kind, in this wording and in the name of this bureau.

    The page that shows them may use the styles of these mails, and no others.
    """
    settings = current.settings()
    bureau = Bureau(settings.bureau_name, settings.duty_phone, settings.mail.sender)
    mails = [_sample(name, words, bureau) for name, sample in SAMPLES.items() if sample[0] == kind]
    allow_styles_of(mail.html for mail in mails)
    return mails


def _sample(name: str, words: Words, bureau: Bureau) -> SampleMail:
    kind, facts = SAMPLES[name]
    with in_dutch():
        mail = compose(kind, replace(facts, bureau=bureau), "sample", AT, words)
    case = _(SAMPLE_WORDS.get(name, ORDINARY))
    return SampleMail(case, mail.subject, mail.text, styled_by_class(mail.html))

"""Markings of classified or shielded information: its text may not be stored here."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind

_LEVEL = r"(?:(?:zeer\s?geheim|geheim|confidentieel)\b|conf\.)"
_EITHER_CASE = re.compile(
    r"(?<!\w)(?:"
    # Traffic light protocol (FIRST); CLEAR and WHITE may go anywhere.
    r"TLP\s?[:=\-–]?\s?(?:red|rood|amber(?:\s?\+?\s?strict)?|oranje|green|groen)\b"
    r"|dep(?:t|artementaal)?\.?\s?[-–]?\s?vertr(?:ouwelijk\b|\.)"
    rf"|(?:stg\.?|staatsgeheim)\s?[-–.:]?\s?{_LEVEL}"
    r"|politie\s?[-–:]\s?(?:intern|vertrouwelijk|geheim)\b"
    r"|(?:alleen|uitsluitend)\s(?:bestemd\s)?voor\s(?:intern\s)?(?:politie|opsporings)\w*"
    r"|(?:EU|UE|NATO)[\s/-]{1,3}(?:restricted|restreint|confidential|confidentiel|secret)\b"
    r"|restreint\sue\b|cosmic\stop\ssecret\b"
    r"|gerubriceerd(?:e\sinformatie)?\s(?:als\s)?(?:dep\w*\.?|stg\.?|geheim|confidentieel)"
    r"|rubricering\s?:\s?(?!geen\b|n\.?v\.?t|ongerubriceerd)\w+(?:\s?[.-]\s?\w+)?"
    r")",
    re.IGNORECASE,
)
# As an abbreviation in capitals only: `dep. v` and `stg` are other words too.
_CAPITALS = re.compile(
    r"(?<!\w)(?:D(?:EP|ep)\.?\s?[-–]?\s?V\b\.?|S(?:TG|tg)\.?\s?[-–]?\s?(?:ZG|[CG])\b\.?"
    r"|STAATSGEHEIM\b|DEPV\b|VERTROUWELIJK\s[-–]\sPOLITIE\b|POLITIE\sINTERN\b)"
)


def markings(text: str) -> Iterator[Finding]:
    """Give traffic light colours, state secrets, departmental and police confidentiality."""
    for pattern in (_EITHER_CASE, _CAPITALS):
        for match in pattern.finditer(text):
            yield Finding(Kind.MARKING, *match.span())

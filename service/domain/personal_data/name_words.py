"""Words that tell a person's name from the name of a street, an office or a shop."""

import re


def _listed(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split("|"))


PLACE_WORD = re.compile(
    # A whole word behind initials or a prefix is a surname: Van 't Hof.
    r"(?:(?<=\w)|(?<=[A-Z][a-z][ ])|(?<=[a-z]{3}[ ])|^)"
    r"(?:straat|laan|plein|weg|school|college|lyceum|kerk|moskee|park|plantsoen|huis|arena|stadion"
    r"|stichting|museum|ziekenhuis|academie|universiteit|brug|tunnel|kade|singel|gracht|pad|steeg"
    r"|wijk|buurt|zaal|hal|centrum|toernooi|prijs|fonds|instituut|dreef|markt|bos|polder|eiland"
    r"|kwartier|polderhuis|kazerne|monument|bibliotheek|hof|stede|basis|groep|partij|bv|nv|vof)$",
    re.IGNORECASE,
)

BEARS_A_NAME = re.compile(
    r"\b(?:moskee|kerk|school|stichting|vereniging|hotel|restaurant|caf[eé]|supermarkt|bakkerij"
    r"|firma|bouwbedrijf|theater|zaal|huize|kapper|garage|winkel|slagerij|makelaar|sint"
    r"|sportpark)[ ]$",
    re.IGNORECASE,
)
"""What stands before the name of a place or an organisation."""

NO_PERSON = _listed("""
    albert heijn | anne frank | johan cruijff | johan cruyff | willem de kooning
    | dirk van den broek | jan linders | anna paulowna | sint maarten | maarten luther
    | martin luther | thomas more | max havelaar | jan modaal | piet snot | jan en alleman
    | jan met de pet | zwarte piet | tom tom | van gogh | van nelle | leger des heils
    | robert koch | koning willem | pax christi | peter pan | ali baba | james bond
    | john deere
""")
"""Shops, schools and sayings, and persons that everybody knows: a text that begins so is none."""

NO_SURNAME = _listed("""
    agent | algemene | als | april | arbeid | augustus | beheer | beste | bestuur | burgemeester
    | burgemeesters | college | commissaris | cultuur | daarna | dames | dan | dat | de |
    december | die | dinsdag | directeur | dit | donderdag | driehoek | economie | economische |
    een | en | energie | er | februari | financiën | geachte | gemeente | gemeenteraad |
    gezondheid | griffier | groen | handhaving | heren | het | hij | hoe | ik | integratie |
    januari | jeugd | jongeren | juli | juni | kamerlid | kerk | kerst | klimaat | koningsdag |
    maandag | maar | maart | mei | midden | milieu | minister | mobiliteit | moskee | natuur |
    nederland | nederlanders | nederlands | nederlandse | nieuw | noord | november | officier |
    oktober | omgeving | onderwijs | ook | oost | openbare | orde | oud | participatie | pasen |
    pinksteren | politie | president | provincie | raad | raadslid | ramadan | ruimte |
    ruimtelijke | secretaris | september | sociaal | sociale | sport | staatssecretaris |
    stichting | toen | toezicht | u | van | veiligheid | veiligheidsregio | vereniging |
    vergunning | verkeer | volksgezondheid | voorzitter | vrijdag | waar | want | wat | we |
    welzijn | werk | west | wethouder | wie | wij | wijk | woensdag | wonen | woningbouw | zaken
    | zaterdag | zij | zondag | zorg | zuid
""")
"""Words with a capital that stand where a surname would."""

NO_INITIALS = _listed("""
    nv | bv | sv | vv | fc | us | usa | uk | eu | vn | cv | po | om | sc | rkvv | ijs | avv |
    rtv | tv | vs | ns | ov | b | rk | nh | wa | mo | oov | ek | wk
""")
"""What looks like initials but is a legal form, a club, an abbreviation."""

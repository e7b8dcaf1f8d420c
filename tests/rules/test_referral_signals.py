"""Referral signals in a text: a person with an act is one, a theme or a denial is none."""

import pytest

from service.domain.phrase_pattern import phrase_pattern, sentences
from service.domain.referral_signals import find_signals, signal_rules
from service.storage.reference_data import packaged_referrals
from service.storage.signal_phrases import packaged_rules

OFFICIAL, RADICAL = "threatened-official", "individual-radicalisation"
TERROR, DANGER, GRIP = "terror-or-state-threat", "acute-danger", "grip-active"
VICTIM, POSITION, TIP = "foreign-interference-victim", "mayor-position", "crime-tip"

HITS = [
    (OFFICIAL, "Onze wethouder wordt sinds maandag bedreigd."),
    (OFFICIAL, "De wethouder Wonen heeft drie doodsbedreigingen gekregen."),
    (OFFICIAL, "Twee raadsleden zijn online bedreigd na de stemming."),
    (OFFICIAL, "Sinds gisteren krijgt de burgemeester dreigmails."),
    (OFFICIAL, "Raadslid bedreigd, fractie wil vanavond niet komen."),
    (OFFICIAL, "Er zijn bedreigingen geuit aan het adres van de burgemeester."),
    (OFFICIAL, "Er kwam een dreigbrief binnen gericht aan de fractievoorzitter."),
    (OFFICIAL, "Onbekenden bedreigen de wethouder op Telegram."),
    (OFFICIAL, "Een bewoner heeft de wethouder met de dood bedreigd."),
    (OFFICIAL, "Ik word zelf ook bedreigd en slaap slecht."),
    (OFFICIAL, "Mijn gezin wordt bedreigd."),
    (OFFICIAL, "Vannacht stond er een groep voor het huis van de burgemeester."),
    (OFFICIAL, "Er ging een brandbom af in de tuin van een raadslid."),
    (OFFICIAL, "Gisteravond stonden dertig man bij de wethouder thuis op de stoep."),
    (OFFICIAL, "Het huisadres van de wethouder staat op sociale media."),
    (OFFICIAL, "In de brievenbus lag een kogelbrief voor het stadhuis."),
    (OFFICIAL, "Op de poster staat de bgm aan een galg."),
    (OFFICIAL, "De wethouder is niet alleen uitgescholden maar ook bedreigd."),
    (OFFICIAL, "De BURGEMEESTER wordt BEDREIGD!"),
    (OFFICIAL, "Wordt een wethouder bedreigd, dan weten wij niet wat te doen. Dat speelt nu."),
    (OFFICIAL, "Omdat de burgemeester al weken bedreigd wordt, durft zij niet te komen."),
    (OFFICIAL, "Een man met een mes is het gemeentehuis binnengelopen en vroeg naar de wethouder."),
    # The past in a sentence about today.
    (OFFICIAL, "Twee jaar geleden was het stil, maar de burgemeester wordt nu bedreigd."),
    (OFFICIAL, "De wethouder werd vorig jaar bedreigd en nu ligt er weer een kogelbrief."),
    (OFFICIAL, "Sinds vorig jaar wordt de wethouder bedreigd."),
    (OFFICIAL, "Vorig jaar ging het goed, maar nu krijgt de wethouder dreigmails."),
    (OFFICIAL, "Er is geen actie, maar de burgemeester wordt bedreigd."),
    (RADICAL, "Wij maken ons zorgen over een jongen van zestien die steeds radicaler wordt."),
    (RADICAL, "Een leerling van de mavo is aan het radicaliseren."),
    (RADICAL, "De school denkt dat een leerling radicaliseert."),
    (RADICAL, "Er is zorg over één man die IS-filmpjes deelt."),
    (RADICAL, "Een inwoner sympathiseert openlijk met IS."),
    (RADICAL, "Iemand in onze gemeente wil uitreizen naar het kalifaat."),
    (RADICAL, "De moeder zegt dat haar zoon geradicaliseerd is."),
    (RADICAL, "Een geradicaliseerde man is teruggekomen in zijn oude straat."),
    (RADICAL, "Hoe gaan wij om met de radicalisering van een jonge inwoner?"),
    (RADICAL, "Een student heeft een manifest gedeeld waarin hij anderen oproept."),
    (RADICAL, "Het meisje praat alleen nog over de jihad en breekt met haar vriendinnen."),
    (RADICAL, "Een jongen van 15 glijdt af naar extreemrechtse kanalen."),
    (RADICAL, "Mijn buurman dweept met terroristen en heeft een vlag opgehangen."),
    (TERROR, "Volgens de tipgever wil een man een aanslag plegen op de markt."),
    (TERROR, "Er zijn plannen voor een aanslag op het azc."),
    (TERROR, "Op internet dreigt iemand met een aanslag op de moskee."),
    (TERROR, "Een leerling heeft een schietpartij op school aangekondigd."),
    (TERROR, "Een man bouwt in zijn schuur een bom."),
    (TERROR, "Een medewerker spioneert voor een ander land."),
    (TERROR, "Een raadslid zegt dat hij is benaderd door de Russische inlichtingendienst."),
    (TERROR, "Het zou gaan om een terreurcel in onze gemeente."),
    (VICTIM, "Een inwoner is slachtoffer van buitenlandse inmenging."),
    (VICTIM, "Een Eritrese vrouw wordt door mannen van het regime bedreigd."),
    (VICTIM, "Een student is onder druk gezet door het consulaat van zijn thuisland."),
    (VICTIM, "Een activiste wordt afgeperst door de ambassade."),
    (VICTIM, "Een Iraanse man die hier protest organiseert, is voor zijn huis opgewacht."),
    (VICTIM, "De ambassade bedreigt een gezin in onze gemeente."),
    (DANGER, "Op het plein staan nu twintig jongens met messen."),
    (DANGER, "Er loopt een man met een bijl door de winkelstraat."),
    (DANGER, "Er wordt geschoten in de wijk."),
    (DANGER, "Op dit moment wordt het gemeentehuis aangevallen."),
    (DANGER, "Het azc staat in brand en er zijn nog mensen binnen."),
    (DANGER, "Mensen zijn in levensgevaar."),
    (DANGER, "Er is acuut gevaar voor de bewoners."),
    (DANGER, "Zij gooien molotovcocktails naar de opvang."),
    (DANGER, "De gijzeling is nog gaande."),
    (GRIP, "Wij zijn vanavond opgeschaald naar GRIP 2."),
    (GRIP, "Sinds een uur is GRIP 1 van kracht."),
    (GRIP, "We zitten in GRIP 3."),
    (GRIP, "De rellen zijn nog gaande."),
    (GRIP, "In het centrum zijn ongeregeldheden aan de gang."),
    (GRIP, "Op dit moment zijn er plunderingen in de winkelstraat."),
    (GRIP, "De ME voert charges uit op de markt."),
    (POSITION, "De positie van de burgemeester staat onder druk."),
    (POSITION, "Mijn positie wankelt na het debat."),
    (POSITION, "Morgen ligt er een motie van wantrouwen tegen de burgemeester."),
    (POSITION, "De raad heeft het vertrouwen in de burgemeester opgezegd."),
    (POSITION, "Ik overweeg om op te stappen."),
    (POSITION, "De fracties vinden dat de burgemeester moet aftreden."),
    (POSITION, "De burgemeester overweegt te stoppen."),
    (TIP, "Wij weten wie de brand heeft aangestoken."),
    (TIP, "Een ondernemer weet wie die ruit heeft ingegooid."),
    (TIP, "We kregen een tip over een drugslab in een loods."),
    (TIP, "Een bewoner gaf ons de namen van de daders."),
]

NO_SIGNALS = [
    "Bij het gemeentehuis staan elke avond boze bewoners over de opvang.",
    "Moet de burgemeester vanavond naar buiten gaan?",
    # Denied.
    "De wethouder wordt niet bedreigd, maar de sfeer is grimmig.",
    "Er zijn geen bedreigingen aan het adres van de burgemeester.",
    "Gelukkig is niemand van de raadsleden bedreigd.",
    "Er is geen acuut gevaar.",
    "Er is geen sprake van een aanslag plegen of iets dergelijks.",
    "Wij zitten niet in GRIP.",
    "Niemand weet wie de brand heeft aangestoken.",
    # Said of others, or of nobody in particular.
    "De burgemeester wil weten hoe bewoners die bedreigd worden hulp krijgen.",
    "Bewoners worden bedreigd door hangjongeren en vragen de burgemeester om hulp.",
    "De brugwachter krijgt nu zelf dreigementen.",
    "De mailbox loopt vol, ook met dreigende berichten.",
    "De sfeer rond de school is bedreigend geworden en de wethouder maakt zich zorgen.",
    "De wethouder zegt dat ontslag dreigt bij de fabriek.",
    "De eigenaar dreigt met eigen mensen te komen als de burgemeester niets doet.",
    "Omwonenden dreigen met de rechter.",
    "De wethouder is uitgejouwd en kon via de achterdeur weg.",
    "De wethouder heeft het op haar eigen pagina gezet.",
    "Bewoners willen dat de burgemeester het huis koopt.",
    # Long ago, some day, or an exercise.
    "Twee jaar geleden is onze wethouder bedreigd, daar willen wij van leren.",
    "Vorig jaar werden raadsleden bedreigd en nu is het rustig.",
    "Er is weer rust: afgelopen jaar werd de wethouder bedreigd, nu niet.",
    "Wij zoeken een training voor raadsleden die worden bedreigd.",
    "Wij willen oefenen met een scenario: een wethouder wordt bedreigd.",
    "Wat als een raadslid wordt bedreigd?",
    "Stel dat er nu een man met een mes binnenkomt.",
    "Welke afspraken zijn er voor als ze bedreigd worden, vraagt de wethouder.",
    # A theme, not a person.
    "Wij zoeken een basistraining radicalisering voor ons sociaal team en de boa's.",
    "Voor ons veiligheidsplan schrijven wij een paragraaf over online radicalisering.",
    "Jongerenwerk ziet jochies die filmpjes en hakenkruizen door elkaar posten.",
    "Een deel van de tieners volgt predikers op hun telefoon.",
    "Wij willen ouders leren hoe zij met extremisme omgaan.",
    "Het gaat niet om individuele casussen.",
    "Een actiegroep van links-extremisten bezet lege panden.",
    "Wie zijn deze jonge mannen die in het park trainen?",
    "Een groepje scholieren is opgepakt dat een aanslag zou hebben voorbereid.",
    "De aanslag op de woning houdt de buurt bezig.",
    "Mensen betalen hun aanslag expres een dag te laat.",
    "Er vliegen onbekende drones boven de kazerne.",
    "Een groep met banden met een buitenlandse inlichtingendienst zegt dat zij het waren.",
    "De ambassadeur komt naar de herdenking.",
    "Jonge vluchtelingen zeggen dat het een feest voor het regime is.",
    "Eritrese bewoners vertellen dat zij moeten betalen aan de ambassade.",
    # Over, usual, or figurative.
    "Gisteravond zijn er rellen geweest, nu is het rustig.",
    "Drie weken geleden waren de rellen en nog praat niemand met elkaar.",
    "De ME is twee keer ingezet.",
    "De vakbond heeft er geen grip meer op.",
    "Kinderen van dertien hebben een keukenmes op zak.",
    "Er worden elke jaarwisseling vuurpijlen naar agenten gegooid.",
    "Vorige week is een auto in brand gestoken.",
    "De wijk staat in brand sinds het besluit bekend is.",
    "Er zijn twee broers doodgeschoten in mei.",
    "Wat betekent dat voor de positie van de burgemeester?",
    "Een wethouder is opgestapt na het debat.",
    "Demonstranten roepen dat de burgemeester weg moet.",
    "Het vertrouwen van inwoners in de gemeente is laag.",
    "Wij willen weten wie erachter zit.",
    "De politie zoekt nog naar de daders.",
    "Kunt u ons tips geven over communicatie?",
    "Naar wie kan de burgemeester bellen om te sparren?",
    "",
]


@pytest.mark.parametrize(("signal", "text"), HITS)
def test_a_person_with_an_act_is_a_signal(signal: str, text: str) -> None:
    found = find_signals(text, packaged_rules())
    assert signal in [one.signal for one in found]
    assert all(one.quote in text for one in found)


@pytest.mark.parametrize("text", NO_SIGNALS)
def test_a_theme_a_denial_or_the_past_is_none(text: str) -> None:
    assert find_signals(text, packaged_rules()) == []


def test_a_signal_is_found_once_and_quoted_as_it_was_written() -> None:
    text = "Rustig nu.\nDe Wethouder\u00a0wordt  Bedreigd. En het raadslid is ook bedreigd."
    (found,) = find_signals(text, packaged_rules())
    assert (found.signal, found.quote) == (OFFICIAL, "Wethouder wordt Bedreigd")


def test_a_phrase_does_not_reach_over_a_sentence() -> None:
    assert not find_signals("Ik sprak de wethouder. Worden bewoners bedreigd?", packaged_rules())


def test_every_signal_of_the_phrases_stands_in_the_directory() -> None:
    known = {row["signal"] for row in packaged_referrals()}
    assert {rule.signal for rule in packaged_rules()} <= known


@pytest.mark.parametrize("phrase", ["{unknown} bedreigd", "..3", ""])
def test_a_broken_phrase_is_refused(phrase: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        signal_rules([{"signal": OFFICIAL, "phrase": phrase, "unless": ""}])


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("wordt bedreigd", "Zij wordt bedreigd", True),
        ("wordt bedreigd", "Zij wordt vaak bedreigd", False),
        ("wordt ..1 bedreigd", "Zij wordt vaak bedreigd", True),
        ("wordt ..1 bedreigd", "Zij wordt hier vaak bedreigd", False),
        ("wordt ..3 bedreigd", "Zij wordt boos omdat bedreigd", False),
        ("wordt ...3 bedreigd", "Zij wordt boos omdat bedreigd", True),
        ("bedreig*", "bedreigingen", True),
        ("GRIP", "grip", False),
        ("GRIP", "GRIP", True),
        ("cafe", "Café", True),
    ],
)
def test_phrase_patterns(pattern: str, text: str, found: bool) -> None:
    (words,) = sentences(text)
    assert bool(list(phrase_pattern(pattern, {}).found_in(words))) is found

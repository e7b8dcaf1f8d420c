"""Dutch words that say nothing about the subject of a text."""

STOPWORDS = frozenset(
    # As running text: a list of quoted words would fill ten screens.
    """
    aan als bij dag dan dat den der des die dit door een elk had heb hem hen het hij hoe hun iets
    kan kon mag met mij min net niet nog nou nul ons ook oog oud per ten ter tot tja toe uit uur
    van via vol voor was wat wel wie wij wil zal zei zes zie zij zijn zou
    aangaande acht achter actief afgelopen aldus alle alleen allemaal alles altijd ander andere
    anderen anders avond beetje begin beide beiden bent beter bijna bijvoorbeeld binnen blijft
    blijven boven brengen buiten daar daarbij daardoor daarin daarmee daarna daarnaast daarom
    daarop daarover daarvan dacht dagen deden deed deel denken derde dertig deze dezelfde dicht
    dingen direct doen doet door doorgaans drie driehonderd duidelijk echt echter eens eerder
    eerst eerste eigen eigenlijk elkaar elke enige enkele ergens ervan ervaring even gaan gaat
    geeft geen gehad gekomen geleden gemaakt geval geven geweest gewoon gezegd ging gisteravond
    gisteren goed goede graag grote haar hadden hebben hebt heeft heel hele helemaal helpen
    helpt hetzelfde hier hierbij hierover hiervoor hoeveel hoewel honderd houden ieder iedere
    iedereen iemand iets inmiddels inzake jaar jaren jullie kant keer kennen kijken klein kleine
    komen komende komt konden kreeg krijgen krijgt kunnen kunt laat laatste lang lange langer
    langs laten leggen leiden liever ligt maak maakt maakte maand maanden maar maken meer mens
    mensen meteen middag midden minuten misschien moest moesten moet moeten mogelijk mogen
    moment momenten morgen naar naast nacht nadat namelijk natuurlijk negen negentig nemen
    nergens niemand niet niets nieuw nieuwe niks nodig nooit ochtend ofwel omdat omheen ondanks
    onder ondertussen ongeveer onlangs onszelf onze ooit opeens opnieuw opzichte over paar
    plaats precies rond samen sinds slechts snel sommige sommigen soms sowieso staan staat
    steeds stellen stond stonden tachtig tegen terug terwijl tevens thans tien tijd tijdens toch
    toen totaal totdat tussen twaalf twee tweede tweehonderd twintig uiteindelijk uiteraard uren
    vaak vanaf vanavond vandaag vanmiddag vannacht vanuit vanwege veel veertig vele verder
    verschillende vier vijf vijftien vijftig volgend volgende voor vooraf vooral voorbij voordat
    vorig vorige vraag vragen vrijwel waar waarbij waardoor waarin waarmee waarna waarom waarop
    waarover waarvan wanneer waren week weer weet weinig weken weleens welk welke wellicht werd
    werden werk werken werkt weten wier wilde willen worden wordt zaak zeer zeggen zegt zeker
    zelden zelf zelfs zestig zeven zeventig zich zien ziet zijn zitten zoals zodat zoeken zoekt
    zomaar zonder zouden zowel zullen
    """.split()  # noqa: SIM905
)

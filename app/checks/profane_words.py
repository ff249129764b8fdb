"""Profane words by language. A word that ends in `*` stands for every word that begins so.

Words that are profane only at times (rooster, donkey) are left out, or mild where they are mostly meant so.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Profane(NamedTuple):
    """The words of a language; mild ones are remarked on only."""

    strong: tuple[str, ...]
    mild: tuple[str, ...] = ()


def _list(strong: str, mild: str = "") -> Profane:
    return Profane(tuple(strong.split()), tuple(mild.split()))


#: English ones that speakers of other languages use too.
EVERYWHERE = _list("fuck fucks fucked fucker fuckers fuckin fucking motherfuck* bullshit shit")
PROFANE: Mapping[str, Profane] = {
    "en": _list(
        "fuck* motherfuck* clusterfuck* shit shits shitty shitting shithead* shithole* shitshow* bullshit* dipshit* "
        "horseshit cunt* cocksuck* asshole* arsehole* dickhead* wank wanker* wanking twat twats bitch bitches bitching "
        "bastard bastards bollocks whore* slut sluts slutty nigger* nigga* faggot* kike kikes tranny trannies wetback*",
        "crap crappy damn damned dammit goddamn* piss pissed pissing ass arse dumbass* jackass* badass*",
    ),
    "de": _list(
        "scheiß* scheiss* beschissen* fick ficken ficker fickt fickst gefickt verfickt* arschloch* "
        "arschlöcher* hure huren hurensohn* hurensöhne* fotze* wichser* wichsen missgeburt* schlampe* nutte* "
        "schwuchtel* kanake kanaken neger",
        "arsch arschgeige* kacke kacken verdammt* pisse verpiss",
    ),
    "fr": _list(
        "putain putains pute putes salope* salaud* connard* connasse* enculé* enculer merde merdes merdique* nique "
        "niquer niqué couilles pédé pédés bougnoule* fdp",
        "bordel foutre foutu chier emmerde* emmerder",
    ),
    "es": _list(
        "puta putas puto putos mierda* joder jodido* jodida* coño coños cabrón cabron cabrones gilipollas hijoputa* "
        "pendejo* pendeja* chingar chingada chingado maricón maricones",
        "carajo culo cojones",
    ),
    "it": _list(
        "cazzo cazzi cazzata* merda* stronzo stronza stronzi stronzata* vaffanculo puttana* puttane coglione coglioni "
        "minchia frocio froci",
        "culo incazzato incazzata",
    ),
    "pt": _list("caralho* porra merda* puta putas foder fodido* foda-se fodase buceta* viado viados", "cacete bunda"),
    "nl": _list("kut klootzak* godverdomme* hoer hoeren neuken neuk flikker flikkers", "lul lullen verdomme"),
    "pl": _list(
        "kurwa* kurwy kurwo chuj* pierdol* spierdalaj* jebać jebany jebana jebane pizda* skurwysyn*", "dupa gówno"
    ),
    "ru": _list("хуй* хуё* хуе* пизд* ебать ебан* ёбан* блядь бляд* сука суки мудак* пидор*", "говно жопа"),
}

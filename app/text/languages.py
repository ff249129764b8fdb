"""Names of the languages that Whisper knows, in English and lower case, as other speech APIs write them."""

from typing import Final

#: By the codes of Whisper: ISO 639-1 where there is one.
NAMES: Final = dict(
    pair.split(":")
    for pair in (
        "af:afrikaans am:amharic ar:arabic as:assamese az:azerbaijani ba:bashkir be:belarusian bg:bulgarian bn:bengali "
        "bo:tibetan br:breton bs:bosnian ca:catalan cs:czech cy:welsh da:danish de:german el:greek en:english "
        "es:spanish et:estonian eu:basque fa:persian fi:finnish fo:faroese fr:french gl:galician gu:gujarati ha:hausa "
        "haw:hawaiian he:hebrew hi:hindi hr:croatian hu:hungarian hy:armenian id:indonesian is:icelandic it:italian "
        "ja:japanese jw:javanese ka:georgian kk:kazakh km:khmer kn:kannada ko:korean la:latin lb:luxembourgish "
        "ln:lingala lo:lao lt:lithuanian lv:latvian mg:malagasy mi:maori mk:macedonian ml:malayalam mn:mongolian "
        "mr:marathi ms:malay mt:maltese my:myanmar ne:nepali nl:dutch nn:nynorsk no:norwegian oc:occitan pa:punjabi "
        "pl:polish ps:pashto pt:portuguese ro:romanian ru:russian sa:sanskrit sd:sindhi si:sinhala sk:slovak "
        "sl:slovenian sn:shona so:somali sq:albanian sr:serbian su:sundanese sv:swedish sw:swahili ta:tamil te:telugu "
        "tg:tajik th:thai tk:turkmen tl:tagalog tr:turkish tt:tatar uk:ukrainian ur:urdu uz:uzbek vi:vietnamese "
        "yi:yiddish yo:yoruba yue:cantonese zh:chinese"
    ).split()
) | {"ht": "haitian creole"}
#: Other names and codes that clients use for a language.
ALIASES: Final = {
    "burmese": "my",
    "valencian": "ca",
    "flemish": "nl",
    "haitian": "ht",
    "letzeburgesch": "lb",
    "pushto": "ps",
    "panjabi": "pa",
    "moldavian": "ro",
    "moldovan": "ro",
    "sinhalese": "si",
    "castilian": "es",
    "mandarin": "zh",
    "jv": "jw",
    "iw": "he",
    "nb": "no",
    "fil": "tl",
}
#: ISO 639-2, as files state the languages of their tracks; those with two codes by both.
THREE_LETTERS: Final = dict(
    pair.split(":")
    for pair in (
        "eng:en ger:de deu:de fre:fr fra:fr spa:es ita:it por:pt dut:nl nld:nl rus:ru jpn:ja chi:zh zho:zh kor:ko "
        "ara:ar pol:pl tur:tr swe:sv dan:da nor:no nob:no nno:nn fin:fi cze:cs ces:cs hun:hu gre:el ell:el heb:he "
        "hin:hi ben:bn tam:ta tel:te urd:ur tha:th vie:vi ind:id ukr:uk rum:ro ron:ro bul:bg hrv:hr srp:sr slk:sk "
        "slo:sk slv:sl est:et lav:lv lit:lt cat:ca baq:eu eus:eu glg:gl ice:is isl:is per:fa fas:fa may:ms msa:ms "
        "alb:sq sqi:sq mac:mk mkd:mk arm:hy hye:hy geo:ka kat:ka wel:cy cym:cy lat:la tgl:tl fil:tl"
    ).split()
)
_CODES: Final = {name: code for code, name in NAMES.items()} | ALIASES | THREE_LETTERS


def name_of(code: str) -> str:
    """The English name of a language, in lower case; its code if it is not known."""
    return NAMES.get(code, code)


def code_of(written: str) -> str | None:
    """The code of a language by its code (also `en-US`) or its English name; None if Whisper does not know it."""
    text = written.strip().lower()
    if (known := _CODES.get(text)) is not None:
        return known
    code = text.replace("_", "-").partition("-")[0]
    return code if code in NAMES else ALIASES.get(code)

"""How words are read before they are judged: as the eye sees them, whatever characters they are made of."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_APOSTROPHES_AND_LIGATURES = {"œ": "oe", "Œ": "OE", "’": "'", "‘": "'", "ʼ": "'", "ı": "i"}
_CYRILLIC = dict(zip("аеіорсухһԁѕјАЕІОРСУХНВМТКЅЈ", "aeiopcyxhdsjAEIOPCYXHBMTKSJ", strict=True))
_GREEK = dict(zip("αικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aiknoptuxABEZHIKMNOPTYX", strict=True))
_LOOK_ALIKE = str.maketrans(_APOSTROPHES_AND_LIGATURES | _CYRILLIC | _GREEK)
_APART = re.compile(r"(?<![\w'])(?:[a-z][ .]){3,}[a-z](?![\w'])")


def visible(text: str) -> str:
    """Without the characters that nobody sees: soft hyphens, zero-width spaces and marks of direction."""
    return _UNSEEN.sub("", text)


def plain_words(text: str) -> str:
    """Lower case, without accents, one kind of apostrophe, single spaces.

    Invisible characters go; letters of other alphabets that look Latin are read as such, and so is a word whose
    letters stand apart (« s a i s i e »).
    """
    decomposed = unicodedata.normalize("NFKD", visible(text).translate(_LOOK_ALIKE))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    plain = re.sub(r"[\s«»\"“”]+", " ", letters).strip()
    return _APART.sub(lambda match: re.sub(r"[ .]", "", match.group()), plain)

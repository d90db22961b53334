"""Words and word pieces, cut as `crates/search` cuts them (analyse/, meaning/encoder.rs).

Here: folding, contractions, the choice of pieces. Not here: their vectors.
"""

import re
import unicodedata
from collections import Counter

#: As ENGLISH.contractions of crates/search/src/language.rs.
CONTRACTIONS = {
    short: long.split()
    for short, long in (
        pair.split("=")
        for pair in (
            "arent=are not|cannot=can not|cant=can not|couldnt=could not|didnt=did not|doesnt=does not|dont=do not|"
            "hadnt=had not|hasnt=has not|havent=have not|hes=he is|im=i am|isnt=is not|ive=i have|shes=she is|"
            "shouldnt=should not|thats=that is|theres=there is|theyre=they are|theyve=they have|wasnt=was not|"
            "werent=were not|weve=we have|whats=what is|wheres=where is|whos=who is|whys=why is|wont=will not|"
            "wouldnt=would not|youre=you are|youve=you have"
        ).split("|")
    )
}
#: Bytes of a word that are looked at, and of a piece (meaning/encoder.rs).
WORD_MAX = 48
PIECE_MAX = 16
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def words(text: str) -> list[str]:
    """Folded words of a text, contractions taken apart."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = re.findall(r"[^\W_]+", re.sub("['’\u00ad]", "", plain))
    return [part for word in found for part in CONTRACTIONS.get(word, [word])]


class Pieces:
    """The pieces of an encoder, ascending as its file has them; `#` before one that goes on a word."""

    def __init__(self, names: list[str]):
        self.names = sorted(set(names), key=str.encode)
        self.at = {name: at for at, name in enumerate(self.names)}
        self._seen: dict[str, list[int]] = {}

    def of_word(self, word: str) -> list[int]:
        """The longest pieces that fit, from left to right."""
        if word not in self._seen:
            rest, begun, found = word[:WORD_MAX], "", []
            while rest:
                for end in range(min(len(rest), PIECE_MAX), 0, -1):
                    at = self.at.get(begun + rest[:end])
                    if at is not None:
                        found.append(at)
                        rest = rest[end:]
                        break
                else:
                    rest = rest[1:]
                begun = "#"
            self._seen[word] = found
        return self._seen[word]

    def of_text(self, text: str) -> list[int]:
        return [piece for word in words(text) for piece in self.of_word(word)]


def choose(vocabulary: list[str], texts: list[str], count: int, prior: float) -> Pieces:
    """The `count` pieces of most use: often in the sentences, or early in the teacher's list, which is by frequency.

    Words of the sentences that the teacher has no piece for, such as "cashback", compete with its pieces.
    """
    seen = Counter(word for text in texts for word in words(text))
    known = {name for name in vocabulary if re.fullmatch(r"#?[a-z0-9]+", name) and len(name) <= PIECE_MAX}
    own = {word for word, n in seen.items() if n >= 4 and word.isascii() and 4 <= len(word) <= PIECE_MAX}
    single = set(LETTERS) | {"#" + letter for letter in LETTERS}
    rank = {name: at for at, name in enumerate(vocabulary) if name in known}
    everything = Pieces(list(known | own | single))
    score: Counter = Counter()
    for word, n in seen.items():
        for at in everything.of_word(word):
            score[everything.names[at]] += n
    for name, at in rank.items():
        score[name] += prior * 300 / (at + 300)
    ranked = sorted((name for name in score if name not in single), key=lambda name: (-score[name], name))
    return Pieces(sorted(single) + ranked[: count - len(single)])

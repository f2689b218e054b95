"""Words that nobody uses, as often as words are used: few all the time, most hardly ever."""

import re
from itertools import accumulate
from math import isqrt
from random import Random

SYLLABLES = ("ba", "co", "da", "fen", "gil", "hu", "jo", "kar", "lim", "mo", "nu", "per", "qui",
             "ros", "sel", "tan", "ul", "vor", "wen", "zi")  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?![^{]*\})")
"""Not what stands in braces: that is filled in."""
A_WORD_IN = 5


class Lexicon:
    """As many different words as a text of that length has (Heaps), by rank (Zipf)."""

    def __init__(self, random: Random, items: int) -> None:
        self._random = random
        count = 200 + 40 * isqrt(items)
        self._words = sorted({self._invented() for _ in range(count)})
        random.shuffle(self._words)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def word(self) -> str:
        return self._random.choices(self._words, cum_weights=self._weights)[0]

    def varied(self, text: str) -> str:
        """The text with every fifth word, by lot, another; numbers and placeholders stay."""
        return WORD.sub(lambda found: self._or_other(found[0]), text)

    def _or_other(self, word: str) -> str:
        return word if self._random.randrange(A_WORD_IN) else self.word()

    def _invented(self) -> str:
        return "".join(self._random.choices(SYLLABLES, k=self._random.randint(2, 4)))

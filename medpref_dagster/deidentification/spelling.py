"""Whether a word is spelled as names are, or as words of English and medicine are: its letters three by three.

A word that no list has is a foreign name as often as a misspelt disease. *Khurshed* begins, goes on and ends otherwise
than *khaphosis* does. Each row of three letters, with a sign for the begin and the end, has the logarithm of how much more
often names have it than words do; a word's spelling is the mean (a naive Bayes classifier of rows of letters).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import log

_STEP, _MOST = 25, 4
_SMOOTHED = 2.0


def read_rows(word: str) -> Iterator[str]:
    """Rows of three letters of a word in small letters without marks: `^li`, `lin`, `in$`; other signs are left out."""
    letters = "^" + "".join(sign for sign in word if sign.isalpha()) + "$"
    return (letters[place : place + 3] for place in range(len(letters) - 2))


def learn_spelling(names: Iterable[str], words: Iterable[str], least: int) -> dict[str, int]:
    """Hundredths of log-odds that a row of letters is of a name, by row; rows that fewer than `least` words have are left out."""
    of_names, of_words = (Counter(row for word in some for row in read_rows(word)) for some in (names, words))
    names_total, words_total = of_names.total(), of_words.total()
    return {
        row: round(
            100
            * log(
                ((of_names[row] + _SMOOTHED) / names_total)
                / ((of_words[row] + _SMOOTHED * words_total / names_total) / words_total)
            )
        )
        for row in sorted(of_names.keys() | of_words.keys())
        if of_names[row] + of_words[row] >= least
    }


def bin_spelling(word: str, spelling: Mapping[str, int]) -> int:
    """How a word in small letters is spelled, from -4 (as a word) to 4 (as a name); 0 says nothing."""
    rows = list(read_rows(word))
    if not rows:
        return 0
    mean = sum(spelling.get(row, 0) for row in rows) / len(rows)
    return max(-_MOST, min(_MOST, round(mean / _STEP)))

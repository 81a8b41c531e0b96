"""One pattern of a phrasing: compiled when a question may fit it, and not before.

Most questions fit few patterns, and compiling all of them takes longer than answering. Which kinds of name a pattern
cannot do without, and which characters it can match at all, is read from its text; only a question that passes both
makes it compile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import count

from kg.errors import DataError
from kg.mentions import lexicon, symbols

#: What a pattern needs: of each of these sets of kinds, one.
Needs = frozenset[frozenset[str]]
#: A pattern with one place left open, the group ``GAP``, and the kinds of name that stand there.
Opened = tuple[re.Pattern[str], frozenset[str]]
GAP = "gap"
#: A name that is not known is looked for up to this length.
LONGEST_NAME = 24

#: Parts of a pattern whose characters cannot be listed.
_WILD = re.compile(r"(?<!\\)\.|\[\^|\\[dDsSwW]")
_GROUP = re.compile(r"\(\?P<([a-z]+)>")
_SLOT = re.compile(r"\(\?P<[a-z]+_\d+>(?P<symbol><[A-Z][A-Za-z|]*>)\)")
_PIECE = re.compile(
    r"""
    (?P<look> \(\?(?:=|!|<=|<!) ) | (?P<open> \((?:\?(?:P<[a-z]+>|:))? ) | (?P<close> \) ) | (?P<bar> \| )
  | (?P<kinds> <[A-Z][A-Za-z|]*> ) | (?P<macro> \{[a-z_][a-z_0-9]*\} )
  | (?P<maybe> [?*] | \{0?,\d+\} ) | (?P<more> \+ | \{\d+(?:,\d*)?\} )
  | (?P<plain> \\. | \[(?:\\.|[^\]\\])*\] | . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Pattern:
    """A pattern over projected questions. ``where`` names it in errors; ``macros`` are those of its file."""

    def __init__(self, text: str, macros: Macros, where: str) -> None:
        self._text = text
        self._macros = macros
        self._where = where
        self._opened: dict[frozenset[str] | None, list[Opened]] = {}

    @cached_property
    def source(self) -> str:
        """The pattern with its macros expanded and its groups numbered, so that a slot may stand in several places."""
        number = count()
        expanded = lexicon.expand(self._text, self._macros.texts, self._where)
        return _GROUP.sub(lambda group: f"(?P<{group[1]}_{next(number)}>", expanded)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern. Raises DataError when it is not well formed, or when it matches just anything."""
        if wild := _WILD.search(self.source):
            raise DataError(f"{self._where} 的 patterns 用了 {wild[0]}；能匹配哪些字，要写明。")
        return self._compiled(self.source)

    @cached_property
    def needs(self) -> Needs:
        """The kinds of name without which the pattern cannot match."""
        return self._macros.needs(self._text)

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """Every character the pattern can match, symbols of names among them."""
        return self._macros.alphabet(self._text)

    @property
    def slots(self) -> frozenset[str]:
        """The slots its groups fill."""
        return frozenset(slot_of(group) for group in self.regex.groupindex)

    def opened(self, lacking: frozenset[str] | None) -> list[Opened]:
        """The pattern with the name in one of its slots left open, once for each such slot.

        ``lacking`` are the kinds that slot is for; None takes every slot that holds a name.
        """
        if lacking not in self._opened:
            places = [found for found in _SLOT.finditer(self.source) if lacking in (None, _kinds(found))]
            self._opened[lacking] = [(self._with_gap(place), _kinds(place)) for place in places]
        return self._opened[lacking]

    def _with_gap(self, place: re.Match[str]) -> re.Pattern[str]:
        gap = f"(?P<{GAP}>[^{symbols.ANY}]{{2,{LONGEST_NAME}}}?)"
        start, end = place.span("symbol")
        return self._compiled(self.source[:start] + gap + self.source[end:])

    def _compiled(self, source: str) -> re.Pattern[str]:
        try:
            return re.compile(symbols.expand(source), re.VERBOSE)
        except re.error as error:
            raise DataError(f"{self._where} 的 patterns 不合法：{error}。") from error


def slot_of(group: str) -> str:
    """The slot a numbered group fills: ``when_2`` fills ``when``."""
    return group.partition("_")[0]


class Macros:
    """The pieces of pattern that the phrasings of one file share, and what is read off each of them, once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)
        self._alphabets: dict[str, frozenset[str]] = {}
        self._needs: dict[str, Needs] = {}

    def alphabet(self, text: str) -> frozenset[str]:
        """Every character that a pattern's text can match."""
        found: set[str] = set()
        for piece in _PIECE.finditer(text):
            if piece["kinds"]:
                found.update(map(symbols.symbol, _kinds(piece, "kinds")))
            elif piece["macro"]:
                found |= self._alphabet_of(piece["macro"][1:-1])
            elif piece["plain"]:
                found |= _characters(piece["plain"])
        return frozenset(found)

    def needs(self, text: str) -> Needs:
        """The kinds of name that a pattern's text cannot match without."""
        return self._branches(_PIECE.finditer(text))

    def _alphabet_of(self, name: str) -> frozenset[str]:
        if name not in self._alphabets:
            own = name in self.texts
            words = self.alphabet(self.texts[name]) if own else frozenset().union(*lexicon.words(name))
            self._alphabets[name] = words
        return self._alphabets[name]

    def _branches(self, pieces: Iterator[re.Match[str]]) -> Needs:
        """What all branches up to the closing bracket need."""
        found: list[set[frozenset[str]]] = [set()]
        last: Needs = frozenset()  # of the piece before, which a quantifier may take back
        for piece in pieces:
            if piece["close"]:
                break
            if piece["bar"]:
                found.append(set())
                last = frozenset()
            elif piece["maybe"]:
                found[-1] -= last
            elif not piece["more"]:
                last = self._needs_of(piece, pieces) - found[-1]
                found[-1] |= last
        return frozenset(set.intersection(*found))

    def _needs_of(self, piece: re.Match[str], pieces: Iterator[re.Match[str]]) -> Needs:
        if piece["kinds"]:
            return frozenset({_kinds(piece, "kinds")})
        if piece["open"]:
            return self._branches(pieces)
        if piece["look"]:
            self._branches(pieces)
        if piece["macro"]:
            name = piece["macro"][1:-1]
            if name not in self._needs:
                self._needs[name] = self.needs(self.texts.get(name, ""))  # a class of words needs no name
            return self._needs[name]
        return frozenset()


def _characters(piece: str) -> set[str]:
    """The characters of one literal, or of a class, its ranges written out."""
    inside = piece.strip("[]") if len(piece) > 1 else piece
    ranges = re.findall(r"(.)-(.)", inside)
    written = {chr(code) for first, last in ranges for code in range(ord(first), ord(last) + 1)}
    return written | set(re.sub(r".-.", "", inside).replace("\\", ""))


def _kinds(found: re.Match[str], group: str = "symbol") -> frozenset[str]:
    return frozenset(found[group].strip("<>").split("|"))

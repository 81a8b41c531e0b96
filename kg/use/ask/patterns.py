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

    def __init__(self, text: str, macros: Mapping[str, str], where: str) -> None:
        self._text = text
        self._macros = dict(macros)
        self._where = where
        self._opened: dict[frozenset[str] | None, list[Opened]] = {}

    @cached_property
    def source(self) -> str:
        """The pattern with its macros expanded and its groups numbered, so that a slot may stand in several places."""
        number = count()
        expanded = lexicon.expand(self._text, self._macros, self._where)
        return _GROUP.sub(lambda group: f"(?P<{group[1]}_{next(number)}>", expanded)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern. Raises DataError when it is not well formed."""
        return self._compiled(self.source)

    @cached_property
    def needs(self) -> Needs:
        """The kinds of name without which the pattern cannot match."""
        return needs(self._text, self._macros)

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """Every character the pattern can match, symbols of names among them."""
        return alphabet(self._text, self._macros)

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


def alphabet(text: str, macros: Mapping[str, str]) -> frozenset[str]:
    """Every character that a pattern's text can match. A pattern here has no wildcards."""
    found: set[str] = set()
    for piece in _PIECE.finditer(text):
        if piece["kinds"]:
            found.update(symbols.symbol(kind) for kind in piece["kinds"][1:-1].split("|"))
        elif piece["macro"]:
            found |= _macro_alphabet(piece["macro"][1:-1], macros)
        elif piece["plain"]:
            found |= _class_alphabet(piece["plain"])
    return frozenset(found)


def _macro_alphabet(name: str, macros: Mapping[str, str]) -> frozenset[str]:
    return alphabet(macros[name], macros) if name in macros else frozenset().union(*lexicon.words(name))


def _class_alphabet(piece: str) -> set[str]:
    """The characters of one literal or of a class without negation, ranges written out."""
    inside = piece.strip("[]") if len(piece) > 1 else piece
    ranges = re.findall(r"(.)-(.)", inside)
    written = {chr(code) for first, last in ranges for code in range(ord(first), ord(last) + 1)}
    return written | set(re.sub(r".-.", "", inside).replace("\\", ""))


def needs(text: str, macros: Mapping[str, str]) -> Needs:
    """The kinds of name that a pattern's text cannot match without."""
    return _branches(_PIECE.finditer(text), macros)


def _branches(pieces: Iterator[re.Match[str]], macros: Mapping[str, str]) -> Needs:
    """What all branches up to the closing bracket need."""
    found: list[set[frozenset[str]]] = [set()]
    last: Needs = frozenset()  # of the piece before, which a quantifier may take back
    for piece in pieces:
        if piece["close"]:
            break
        if piece["bar"]:
            found.append(set())
            last = frozenset()
            continue
        if piece["maybe"]:
            found[-1] -= last
        elif not piece["more"]:
            last = _needs_of(piece, pieces, macros) - found[-1]
            found[-1] |= last
    return frozenset(set.intersection(*found))


def _needs_of(piece: re.Match[str], pieces: Iterator[re.Match[str]], macros: Mapping[str, str]) -> Needs:
    if piece["kinds"]:
        return frozenset({_kinds(piece, "kinds")})
    if piece["open"]:
        return _branches(pieces, macros)
    if piece["look"]:
        _branches(pieces, macros)
        return frozenset()
    if piece["macro"]:
        return needs(macros.get(piece["macro"][1:-1], ""), macros)
    return frozenset()


def _kinds(found: re.Match[str], group: str = "symbol") -> frozenset[str]:
    return frozenset(found[group].strip("<>").split("|"))

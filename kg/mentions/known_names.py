"""Other places where a person known from the page is named, without title or verb to show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.language.spans import Taken
from kg.mentions import lexicon, personal_names, tokens
from kg.mentions.automaton import Automaton
from kg.mentions.persons import only_people
from kg.records import Article, Mention

#: Mentions a person's name is not looked for in: what they name is something else.
CLOSED = frozenset(
    ("Company", "Organization", "Project", "Park", "Place", "Product", "Honour", "Event", "Title", "Date")
)
#: Characters on either side that are cut together with the name, to see whether a word runs over its edge.
AROUND = 4


def find(article: Article, found: Sequence[Mention], names: Iterable[str]) -> list[Mention]:
    """New mentions of the names (normal forms), printed whole or with a space, in one article."""
    closed = (*(m for m in found if m.type in CLOSED), *only_people(found))
    taken = Taken(len(article.text), ((m.start, m.end) for m in closed))
    new: list[Mention] = []
    for start, end, _form, name in Automaton(_forms(names)).longest(article.text):
        if taken.overlaps(start, end) or not _stands_alone(article.text, start, end):
            continue
        new.append(Mention(article.position, start, end, "Person", name, "person.known_name", 0.9))
    return new


def _forms(names: Iterable[str]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for name in sorted(names):
        forms[name] = name
        if len(name) == 2:
            forms.update({f"{name[0]}{gap}{name[1]}": name for gap in (" ", "  ", "\u3000", "\u3000\u3000")})
    return forms


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no dictionary word runs over an edge of the name, and no longer name begins there."""
    left = max(0, start - AROUND)
    context = text[left : end + AROUND]
    crossing = [(s + left, e + left) for s, e in tokens.cut(context)]
    if any(s < start < e and tokens.frequency(text[s:e]) for s, e in crossing):
        return False
    if re.match(r"[·•]", text[end : end + 1]):
        return False
    if re.match(lexicon.pattern_of("doctrine"), text[end : end + 8]):
        return False
    return _predicate(text[end : end + 4]) or (end - start > 2 and not any(s < end < e for s, e in crossing))


def _predicate(rest: str) -> bool:
    return bool(re.match(lexicon.pattern_of("after_name"), rest)) or not re.match(f"[{personal_names.HAN}]", rest)


def occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a text by itself."""
    for match in re.finditer(re.escape(name), text):
        if _stands_alone(text, *match.span()):
            yield match.span()

"""Mark the words no unknown name runs over (label Stop), so that names can be read up to them.

A word counts only where both its ends are word borders (jieba); words that also live inside names count only
after another border, so 建设 opens 建设科创园 but not 市建设工程公司.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from kg.mentions import lexicon, tokens
from kg.mentions.automaton import Automaton
from kg.mentions.projection import outermost
from kg.records import Mention

#: Marks that part names.
_PUNCTUATION = frozenset("、,。;:!?()[]【】《》“”‘’「」—…·\n \t/|■●◆▲◎○□★☆*#")
#: Mentions after which a verb phrase may open: what they name is complete.
_COMPLETE = frozenset(("Date", "Quantity", "Money", "Ordinal", "Official", "Person", "Anaphor", "District"))
#: After a district these open the name of a body rather than a verb phrase (芦淞区建设局).
_BODY_NEXT = frozenset("局委部厅院所站队集银公")


@cache
def _words() -> Automaton[bool]:
    after = {w: False for w in lexicon.words("stop_after_border")}
    always = {w: True for name in ("stop", "joint") for w in lexicon.words(name)}
    return Automaton({**after, **always})


def _label(word: str) -> str:
    if word in lexicon.word_set("joint"):
        return "Joint"
    return "Build" if word in lexicon.word_set("build") else "Stop"


def stops(article: int, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """The borders of one text, in order; never inside an earlier mention."""
    shown = outermost([m for m in found if m.type not in ("Quote", "Title")])
    taken = [False] * (len(text) + 1)
    complete_at = set()
    for m in shown:
        taken[m.start : m.end] = [True] * (m.end - m.start)
        if m.type in _COMPLETE:
            complete_at.add(m.end)
    border = _word_borders(text)
    at = 0
    for start, end, word, always in _longest(text, border, taken):
        if start < at:
            continue
        before = start == 0 or text[start - 1] in _PUNCTUATION or start in complete_at
        if not always and (not before or (start in complete_at and text[end : end + 1] in _BODY_NEXT)):
            continue
        if not always and len(word) == 1 and end + 1 < len(border) and border[end + 1]:
            continue  # two single characters on end are an unknown name sooner than a verb and its object
        at = end
        complete_at.add(end)
        yield Mention(article, start, end, _label(word), word, "stop.word" if always else "stop.after_border")


def _word_borders(text: str) -> list[bool]:
    border = [False] * (len(text) + 1)
    border[0] = border[-1] = True
    for start, end in tokens.cut(text):
        border[start] = border[end] = True
    return border


def _longest(text: str, border: list[bool], taken: list[bool]) -> Iterator[tuple[int, int, str, bool]]:
    """Aligned matches, leftmost first, the longest of those that begin together."""
    best: dict[int, tuple[int, int, str, bool]] = {}
    for start, end, word, always in _words().find(text):
        if border[start] and border[end] and not any(taken[start:end]):
            old = best.get(start)
            if old is None or end > old[1]:
                best[start] = (start, end, word, always)
    for start in sorted(best):
        yield best[start]

"""Run the stages of ``rules/cascade.yaml`` over one article's text and settle what overlaps.

A stage sees the labels it names as symbols and everything else as characters. Within a stage the higher
priority wins, then the longer match, then the earlier one; a later stage may contain the mentions of an
earlier one (a company in a project's name) but never cut through them.

What a rule may ask of a match besides its pattern:
(1) specific     the name says more than a kind of thing; ``loose``: one telling word is enough
(2) coined       what stands before the head ``h`` is a coined word; a full place before it is left out
(3) word         no verb stands in the name        (4) deed: false  it does not end in what became of a work
(5) not_of       it does not begin with the full name of a division of that level
(6) followed_by  its clause goes on with a word of that class
(7) split        the match is an enumeration, parted at these characters and at joints
(8) not_after    none of these characters stands right before it
(9) normal, attrs  the name and the attributes of every mention it makes
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.language.spans import Taken
from kg.mentions import matching
from kg.mentions import rules as rulebook
from kg.mentions.lexicon import pattern_of
from kg.mentions.names import ends_in_deed, is_coined, is_one_word, is_specific, pointing_words
from kg.mentions.projection import Projection, Token, outermost, project_tokens
from kg.mentions.symbols import label_of
from kg.records import Mention

#: A stage done in code: (article position, text, mentions so far) -> new mentions.
Finder = Callable[[int, str, Sequence[Mention]], Iterable[Mention]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the cascade: a rule file, or a finder by name; ``sees`` are the labels shown as symbols."""

    name: str
    rules: str
    finder: str
    sees: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match that may become a mention."""

    mention: Mention
    priority: int


@cache
def stages() -> tuple[Stage, ...]:
    """The stages in order, as the file lists them."""
    content = resources.yaml_file("rules/cascade.yaml")
    return tuple(
        Stage(s["name"], s.get("rules", ""), s.get("finder", ""), frozenset(s.get("sees", ())))
        for s in content["stages"]
    )


def run(article: int, text: str, finders: dict[str, Finder], until: str = "") -> tuple[Mention, ...]:
    """All mentions of one text, inner ones included, in order of place; ``until`` stops after that stage."""
    found: list[Mention] = []
    tokens: list[tuple[str, Token]] = []  # the same, each made once, by their labels
    whole = Whole(text)
    shown: list[Token] = []
    view = project_tokens(text, shown)
    for stage in stages():
        if stage.finder:
            new = list(finders[stage.finder](article, text, found))
        else:
            visible = [token for label, token in tokens if label in stage.sees]
            if visible != shown:
                shown, view = visible, project_tokens(text, outermost(visible))
            new = settle(candidates(article, text, view, stage.rules), whole)
        found.extend(new)
        tokens.extend((m.type, Token((m,), m.start, m.end)) for m in new)
        whole.add(new)
        if stage.name == until:
            break
    return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.type)))


def candidates(article: int, text: str, view: Projection, file: str) -> list[Candidate]:
    """Every match of every rule of a file over the projected text."""
    return [
        Candidate(mention, rule.priority)
        for rule, match in matching.rules(file).matches(view.shown)
        if rule.yields
        for mention in _mentions(article, text, view, rule, match)
    ]


def _mentions(
    article: int, text: str, view: Projection, rule: rulebook.Rule, match: re.Match[str]
) -> Iterable[Mention]:
    groups = match.re.groupindex
    group: str | int = next((g for g in ("x", "y") if g in groups and match.group(g)), 0)
    at, to = match.span(group)
    if at == to:
        return
    head = next((h for g in ("h", "h2") if g in groups and (h := match.group(g))), "")
    loose = rule.option("specific") == "loose"
    for start, end in _items(view, at, to, str(rule.option("split"))):
        if rule.option("not_of") and _is_kind_of(view, start, str(rule.option("not_of"))):
            continue
        if start and text[start - 1] in rule.option("not_after", ""):
            continue
        start = core = start + pointing_words(text[start:end])
        if rule.option("coined") or (rule.option("split") and rule.yields != "Project"):
            start, core = _without_place(view, start)
        if rule.option("specific") and not is_specific(text[start:end], head, loose):
            continue
        if rule.option("coined") and not is_coined(text[core:end], head, core > start):
            continue
        if rule.option("deed", True) is False and ends_in_deed(text[start:end]):
            continue
        if rule.option("word") and not is_one_word(text[start:end]):
            continue
        if rule.option("followed_by") and not _is_followed(text, end, rule.option("followed_by")):
            continue
        yield Mention(
            article=article,
            start=start,
            end=end,
            type=rule.yields,
            name=str(rule.option("normal")) or text[start:end],  # what every match of the rule is a name of
            rule=rule.name,
            confidence=rule.confidence,
            attrs=tuple(sorted((str(k), str(v)) for k, v in rule.option("attrs", {}).items())),
        )


def _place_at(view: Projection, start: int) -> Token | None:
    """The division with which a name begins, as it is shown."""
    at = bisect_left(view.tokens, start, key=lambda token: token.start)
    token = view.tokens[at] if at < len(view.tokens) and view.tokens[at].start == start else None
    return token if token and token.mention.type == "District" else None


def _is_kind_of(view: Projection, start: int, level: str) -> bool:
    """Whether a name begins with the full name of a division of that level: 湖南省经济开发区 are all of them."""
    place = _place_at(view, start)
    return place is not None and place.mention.rule == "place.full" and place.mention.attr("level") == level


def _without_place(view: Projection, start: int) -> tuple[int, int]:
    """Where a name begins, and where what follows the place before it does: 云口县青禾米业 is 青禾米业 in a county, and
    云口青禾米业 has its place in its name.
    """
    place = _place_at(view, start)
    if place is None:
        return start, start
    return (start if place.mention.rule == "place.short" else place.end), place.end


def _is_followed(text: str, at: int, word_class: str) -> bool:
    """Whether the clause goes on with a word of the class."""
    clause = re.split("[,。;!?\n]", text[at:], maxsplit=1)[0]
    return bool(re.search(pattern_of(word_class), clause))


def _items(view: Projection, at: int, to: int, separators: str) -> Iterable[tuple[int, int]]:
    """Text offsets of the stretch, or of its items when the rule splits an enumeration (at joints too)."""
    begin = at
    for i in range(at, to + 1):
        if i == to or (separators and (view.shown[i] in separators or label_of(view.shown[i]) == "Joint")):
            if i > begin:
                yield view.span(begin, i)
            begin = i + 1


def settle(new: Iterable[Candidate], earlier: Whole) -> list[Mention]:
    """The candidates that stand: no two overlap, and none cuts through an earlier mention."""
    kept: list[Mention] = []
    order = sorted(
        new, key=lambda c: (-c.priority, -(c.mention.end - c.mention.start), c.mention.start, c.mention.rule)
    )
    taken = Taken(max((c.mention.end for c in order), default=0))
    for candidate in order:
        m = candidate.mention
        if taken.overlaps(m.start, m.end) or earlier.is_cut_by(m):
            continue
        kept.append(m)
        taken.add(m.start, m.end)
    return sorted(kept, key=lambda m: m.start)


class Whole:
    """Mentions of a text that no later one may cut through, by beginning or ending inside of one."""

    def __init__(self, text: str, mentions: Iterable[Mention] = ()) -> None:
        self._inner = Taken(len(text))  # the places between two characters of a mention, by the later one
        self._inner_of_quotes = Taken(len(text))
        self._quotes: list[Mention] = []
        self.add(mentions)

    def add(self, mentions: Iterable[Mention]) -> None:
        """Settle some more."""
        for m in mentions:
            if m.type in ("Quote", "Title"):
                self._quotes.append(m)
                self._inner_of_quotes.add(m.start + 1, m.end)
            else:
                self._inner.add(m.start + 1, m.end)

    def is_cut_by(self, m: Mention) -> bool:
        """Whether a mention cuts another one; what lies within a quotation does not."""
        if self._inner.covers(m.start) or self._inner.covers(m.end):
            return True
        if not self._inner_of_quotes.covers(m.start) and not self._inner_of_quotes.covers(m.end):
            return False
        return any(
            (q.start < m.start < q.end or q.start < m.end < q.end) and not (q.start <= m.start and m.end <= q.end)
            for q in self._quotes
        )

"""Who holds, gets or leaves which post: facts of kind ``tenure`` from one article.

The sentences are rules (``rules/tenures.yaml``) over people, posts and times; which area or body a post belongs to
is settled by ``tenure_holders``, the day by ``tenure_times``. Every person of a list gets every post of the string.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.facts.found import Context, Found
from kg.facts.tenure_holders import Held, Holders
from kg.facts.tenure_times import Days, Times
from kg.mentions import matching
from kg.mentions.projection import Projection, Token, project_tokens
from kg.mentions.rules import Rule
from kg.records import Article, Mention

#: What the patterns see as symbols, the stronger first where two mentions share a stretch.
_SEEN = ("Official", "Person", "Post", "Date", "Company", "Organization", "Park", "Anaphor", "District")
_DECIDED = ("Appointed", "Elected", "Acting")
_RESUME_LINE = re.compile(r"[^\n]{2,12},(?:[^,\n]{1,8},)?[男女],")


@dataclass(frozen=True, slots=True)
class _Match:
    """One rule's match with its people and posts."""

    rule: Rule
    found: re.Match[str]
    people: tuple[Mention, ...]
    marks: tuple[Mention, ...]
    start: int
    end: int


def tenures(article: Article, mentions: Sequence[Mention], context: Context) -> list[Found]:
    """The tenures an article states. ``mentions`` carry keys (people, districts, bodies) and are in order of place."""
    view = project_tokens(article.text, _tokens(mentions))
    matches = sorted(_matches(article, view, mentions), key=lambda m: (m.marks[0].start, m.start))
    holders = Holders(article, mentions, context)
    times = Times(article, context)
    facts = [fact for match in matches for fact in _facts(article, match, holders, times)]
    return _settled(facts)


def _tokens(mentions: Sequence[Mention]) -> list[Token]:
    tokens: list[Token] = []
    order = {kind: i for i, kind in enumerate(_SEEN)}
    begins = {m.start for m in mentions if m.type == "Post"}
    visible = [
        m for m in mentions if m.type in order and not (m.type == "Anaphor" and m.end - 1 in begins)
    ]  # 该|区党工委书记: the post, which says itself whose it is
    for m in sorted(visible, key=lambda m: (m.start, -m.end, order[m.type])):
        if not tokens or m.start >= tokens[-1].end:
            tokens.append(Token((m,), m.start, m.end))
    return tokens


def _matches(article: Article, view: Projection, mentions: Sequence[Mention]) -> Iterator[_Match]:
    """Matches in order of priority; a pair of person and post goes to the first rule that sees it."""
    taken: set[tuple[Mention, Mention]] = set()
    for rule, found in matching.rules("tenures").matches(view.shown):
        people = _members(view, found, "who", ("Official", "Person")) or _subject(rule, view, found, mentions, article)
        marks = _members(view, found, "what", ("Post",))
        start, end = view.span(*found.span())
        if not people or not marks or not _needed(rule, article.text, start, end):
            continue
        pairs = {(p, m) for p in people for m in marks}
        if pairs & taken:
            continue
        taken |= pairs
        yield _Match(rule, found, people, marks, start, end)


def _members(view: Projection, found: re.Match[str], group: str, kinds: tuple[str, ...]) -> tuple[Mention, ...]:
    for name in (g for g in found.re.groupindex if g.rstrip("0123456789") == group):
        if found.group(name):
            tokens = view.tokens_in(*found.span(name))
            return tuple(t.mention for t in tokens if t.mention.type in kinds)
    return ()


def _needed(rule: Rule, text: str, start: int, end: int) -> bool:
    """Whether the words a rule asks for stand in the sentence or in the heading of the list."""
    needs = rule.option("needs")
    return not needs or bool(re.search(needs, _before(text, start) + text[start : end + 6]))


def _before(text: str, at: int) -> str:
    """The sentence up to a place, and before it the heading that ends in a colon above a list."""
    edge = max(text.rfind(c, 0, at) for c in "。\n!?")
    sentence = text[edge + 1 : at]
    for line in reversed(text[: max(edge, 0)].split("\n")[-40:]):
        if line.rstrip().endswith((":", ":")):
            return line + sentence
        if line and not line.rstrip().endswith((";", ";", "、")):
            break
    return sentence


def _subject(
    rule: Rule, view: Projection, found: re.Match[str], mentions: Sequence[Mention], article: Article
) -> tuple[Mention, ...]:
    """The person spoken of last before the match, for rules that leave the subject out."""
    if rule.option("subject") != "before":
        return ()
    start, _ = view.span(*found.span())
    written = {
        f"{kind}:{b.name}" for b in article.bylines for kind in ("Person", "Official")
    }  # who reports is not told of
    people = [
        m
        for m in mentions
        if m.type in ("Official", "Person") and m.end <= start and m.attr("key") and m.attr("key") not in written
    ]
    return (people[-1],) if people else ()


def _facts(article: Article, match: _Match, holders: Holders, times: Times) -> Iterator[Found]:
    chain = holders.chain(match.marks)
    former = False
    for index, held in enumerate(chain):
        former = held.reading.status == "Left" or (former and held.reading.holder is None)
        if not held.of and held.title != "全国人大代表":
            continue
        status = "Left" if former else _status(match, held, article.text)
        days = _days(match, status, times)
        for person in _holders_of(match, index, len(chain)):
            values = (
                ("asOf", days.as_of),
                ("end", days.end),
                ("post", held.title),
                ("start", days.start),
                ("status", status),
            )
            yield Found(
                kind="tenure",
                roles=(("of", held.of), ("official", person.attr("key"))),
                values=values,
                start=min(match.start, person.start) if match.people[0].start >= match.start else match.start,
                end=match.end,
                rule=match.rule.name,
                confidence=round(match.rule.confidence * held.confidence, 3),
            )


def _holders_of(match: _Match, index: int, count: int) -> tuple[Mention, ...]:
    """Everybody of the list; with 分别, when there are as many posts as people, the one in the same place."""
    if match.rule.option("align") and count == len(match.people):
        return (match.people[index],)
    return match.people


def _status(match: _Match, held: Held, text: str) -> str:
    rule = match.rule
    status = str(rule.option("status", "InOffice"))
    before = _before(text, match.start) + text[match.start : match.people[0].start]
    for other, cue in sorted(rule.option("cues", {}).items(), key=lambda item: -_last_at(item[1], before)):
        if _last_at(cue, before) >= 0:
            status = other
            break
    if "was" in match.found.re.groupindex and match.found.group("was"):
        return "Left"
    if rule.option("resume") and match.found.group("verb") == "现任":
        return "InOffice"
    return "Acting" if held.reading.status == "Acting" and status != "Left" else status


def _last_at(cue: str, text: str) -> int:
    return max((m.start() for m in re.finditer(cue, text)), default=-1)


def _days(match: _Match, status: str, times: Times) -> Days:
    if match.rule.option("resume"):
        return times.at(match.start, match.end)
    event = times.event(min(match.start, match.marks[0].start), match.people[-1].end)
    bound = match.rule.option("bounds")
    if bound == "start" and status in _DECIDED:
        return Days(event.as_of, start=event.as_of)
    if bound == "end" and status == "Left":
        return Days(event.as_of, end=event.as_of)
    return event


def _settled(facts: Sequence[Found]) -> list[Found]:
    """The facts in order of place. What a narrative tells last of somebody in office is not over."""
    in_office = {(f.roles, dict(f.values)["post"]) for f in facts if dict(f.values)["status"] == "InOffice"}
    out: list[Found] = []
    for fact in facts:
        values = dict(fact.values)
        told = fact.rule == "tenure.resume" and values["status"] == "Left" and not values["end"]
        if told and (fact.roles, values["post"]) in in_office:
            values["status"] = "InOffice"
            fact = replace(fact, values=tuple(sorted(values.items())))
        out.append(fact)
    return sorted(_dated_alike(out), key=lambda f: (f.start, f.end, f.roles, f.values))


def _dated_alike(facts: Sequence[Found]) -> Iterator[Found]:
    """A post told twice, once as of a month and once as of a day of it, is told as of the day."""
    days: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for fact in facts:
        days[_apart_from_day(fact)].add(dict(fact.values)["asOf"])
    for fact in facts:
        values = dict(fact.values)
        said = values["asOf"]
        finer = sorted(d for d in days[_apart_from_day(fact)] if said and d.startswith(said) and len(d) > len(said))
        yield replace(fact, values=tuple(sorted({**values, "asOf": finer[0]}.items()))) if finer else fact


def _apart_from_day(fact: Found) -> tuple[object, ...]:
    return (fact.roles, *(pair for pair in fact.values if pair[0] != "asOf"))

"""Find people by what stands around their names: titles, verbs of office, occupations, verbs of speech.

The anchors are rules (``rules/persons.yaml``); where a name ends is settled by ``personal_names``. Names standing
without any of that are found later, on the whole page, from the names found here (``people``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.mentions import lexicon, matching, personal_names, tokens
from kg.mentions.cascade import Candidate, Whole, settle
from kg.mentions.projection import Projection, project
from kg.mentions.rules import Rule
from kg.mentions.symbols import label_of
from kg.records import Mention

#: What the anchors see as symbols.
SEEN = frozenset(("District", "Organization", "Post", "Title", "Date"))
_SEX = re.compile(r"\(([男女])[^()\n]{0,12}\)|[,,]([男女])(?=[,,、])")
_DATELINE = re.compile(r"[讯电]\([^()\n]*\)")
_JOINT = re.compile(r"、|和|与|及|以及|[  ](?=[一-鿿])")
#: What stands on both sides of a name in a decision or a list of people: 任命梁金华为, 、梁金华(女)、.
_LISTED = re.compile(r"(?:[、,;:。\n ]|^|任命|免去|接受|选举|补选|决定)$")
_DECISION = re.compile(r"[^、]{0,60}(?:任命|免去|接受|选举|补选|决定)(?=[^、]{2,4}$)")
_DECIDED = re.compile(r"同志|的(?=[^,。;]{2,24}职务)|\([男女]|为(?!中心|核心|主)|辞去|不再担任|当选|因工作")
#: A dictionary word this frequent is no unknown person's name where nothing but a verb of speech vouches for it.
DOUBTFUL_WORD = 60
#: Characters on either side that are cut to see the borders of words.
ALIGN = 6
#: Points of a name that ends at punctuation or another mention.
CLOSED = 3.0


def find(article: int, text: str, found: Sequence[Mention]) -> list[Mention]:
    """The people of one text who stand at an anchor; a finder of the cascade."""
    view = project(text, [m for m in found if m.type in SEEN and not _in_name(text, m, found)])
    matches = matching.rules("persons").matches(view.shown)
    new = [candidate for rule, match in matches for candidate in _candidates(article, text, view, rule, match)]
    return settle(new, Whole(text, found))


def _in_name(text: str, mention: Mention, found: Sequence[Mention]) -> bool:
    """Whether a short place name is rather somebody's given name: 凌云 in 区委书记赵凌云."""
    if mention.type != "District" or mention.start < 1 or text[mention.end - 1] in "省市区县州旗盟镇乡村":
        return False
    surname = personal_names.family_name(text[mention.start - 1 : mention.end])
    if not surname:
        return False
    at = mention.start - 1
    if any(p.type == "Post" and p.end == at for p in found):
        return True
    sure = surname not in lexicon.word_set("surname_weak") and mention.end - at == 3
    return sure and bool(_LISTED.search(text[:at][-4:])) and bool(_DECIDED.match(text, mention.end))


def _candidates(article: int, text: str, view: Projection, rule: Rule, match: re.Match[str]) -> Iterator[Candidate]:
    at, to = match.span("x")
    end = _end(view, rule, at, to)
    if end is None:
        return
    if rule.option("aligned") and "·" not in view.shown[at:end] and not _aligned(view.shown, match.start(), at):
        return
    spans = [(at, end)]
    if rule.option("list"):
        spans += _further(view, end)
    if rule.option("list_left"):
        spans += _before(view, at)
    for first, last in spans:
        yield Candidate(_mention(article, text, view, rule, first, last), rule.priority)


def _end(view: Projection, rule: Rule, at: int, to: int) -> int | None:
    """The end of the name that begins at ``at``; None when there is none."""
    if rule.option("end") == "latin":
        return to
    if rule.option("end") == "closed":
        name = view.shown[at:to]
        good = personal_names.is_name(name) and not (rule.option("strict") and _doubtful(name))
        good = good or (bool(rule.option("decided")) and personal_names.is_wordless(name))
        return to if good else None
    enough = float(rule.option("enough", personal_names.ENOUGH))
    if personal_names.family_name(view.shown[max(at - 2, 0) : at]):
        enough = personal_names.ENOUGH  # 王部长想包圆: who is titled was named before the title
    found = personal_names.best_end(view.shown, at, enough)
    if found is None or (rule.option("strict") and _doubtful(view.shown[at : found.end], found.score)):
        return None
    return found.end


def _aligned(shown: str, start: int, at: int) -> bool:
    """Whether the anchor word and the name both begin at a word border: not 女儿 in 妇女儿童."""
    left = max(0, start - ALIGN)
    borders = {left + s for s, _e in tokens.cut(shown[left : at + ALIGN])}
    return start in borders and at in borders


def _doubtful(name: str, score: float = 0.0) -> bool:
    """Whether the stretch is as likely a common word: nothing but its surroundings speaks for a name."""
    if "·" in name or not personal_names.family_name(name) or personal_names.is_composed(name):
        return False
    family = personal_names.family_name(name)
    weak = family in lexicon.word_set("surname_weak")
    frequency = tokens.frequency(name)
    if frequency > DOUBTFUL_WORD and (weak or not tokens.is_person(name)):
        return True
    if not weak:
        return False
    rare = not set(name[1:]) <= lexicon.word_set("given_char")
    known = frequency > 0 and not tokens.is_person(name)  # a word, and not the dictionary's name of a famous one
    return rare or known or (len(name) == 2 and score < CLOSED)


def _further(view: Projection, end: int) -> Iterator[tuple[int, int]]:
    """Names that follow in a list under the same title: 副主任章志群、黎素云、周秉义."""
    while True:
        if sex := _SEX.match(view.shown, end):
            end = sex.end()
        joint = _JOINT.match(view.shown, end)
        if not joint:
            return
        found = personal_names.best_end(view.shown, joint.end())
        if found is None or (joint.group() != "、" and not _closed(view.shown, found.end)):
            return
        yield joint.end(), found.end
        end = found.end


def _closed(shown: str, at: int) -> bool:
    """Whether something other than a character follows: the surest end of a name."""
    return at >= len(shown) or not re.match("[一-鿿]", shown[at]) or bool(label_of(shown[at]))


def _before(view: Projection, at: int) -> Iterator[tuple[int, int]]:
    """Names listed before the one that carries the verb: 易建安、冯琳为…"""
    dateline = max((m.end() for m in _DATELINE.finditer(view.shown, 0, at)), default=0)
    head = re.search(r"(?:^|[\n;,。:])((?:[^\n;,。:()]|\([^()\n]*\))*)、$", view.shown[dateline:at])
    if not head:
        return
    start = dateline + head.start(1)
    for part in head.group(1).split("、"):
        decided = _DECISION.match(part)  # 会议选举孙丽、周建为…
        start += decided.end() if decided else 0
        part = part[decided.end() :] if decided else part
        name = re.sub(r"\([男女][^()]*\)", "", part)
        if personal_names.is_name(name):
            yield start, start + len(name)
        start += len(part) + 1


def _mention(article: int, text: str, view: Projection, rule: Rule, first: int, last: int) -> Mention:
    start, end = view.span(first, last)
    sex = _SEX.match(view.shown, last)
    attrs = (("sex", sex.group(1) or sex.group(2)),) if sex else ()
    return Mention(
        article=article,
        start=start,
        end=end,
        type=rule.yields,
        name=personal_names.squeeze(text[start:end]),
        rule=rule.name,
        confidence=rule.confidence,
        attrs=attrs,
    )


def only_people(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that name a person, in order of place."""
    return sorted((m for m in mentions if m.type in ("Official", "Person")), key=lambda m: (m.start, m.end))

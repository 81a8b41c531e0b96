"""Where things are: by their names, by plain geography, and by the article they stand in.

Stated places come from the claim rules. Here are the three inferences a reader makes without noticing:
(1) a division lies in the next larger one the page names; (2) 石峰区清水塘公园 lies in 石峰区;
(3) in an article about one district, its works, firms and sites lie there unless the text says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.facts.found import Found
from kg.mentions.gazetteer import Gazetteer
from kg.records import Mention

#: What an article's home district may be inferred for.
_SETTLED = frozenset(("Project", "Park", "Place", "Company", "Organization"))
#: Firms and bodies a text brings in from outside: partners, givers of honours, central bodies.
_FOREIGN_RULES = frozenset(("company.partner", "organization.central", "organization.media"))


def of_divisions(keys: Mapping[str, str], names: Mapping[str, str], first: Mapping[str, Mention], home: str) -> Iterator[Found]:
    """(1) Each division in the next larger one the page names.

    ``keys``: code -> entity key of the divisions with a code; ``names``: name -> key of zones, towns and villages
    without one; ``first``: key -> a mention as evidence; ``home``: key of the page's own district.
    """
    gazetteer = Gazetteer.load()
    for code, key in sorted(keys.items()):
        for larger in gazetteer.chain(code[:6] if len(code) > 6 else code):
            if larger.code != code and larger.code in keys:
                yield _link(key, keys[larger.code], first[key], "located.geography", 0.97)
                break
    for name, key in sorted(names.items()):
        parent = _namesake(name, keys, gazetteer) or (home if home != key else "")
        if parent:
            yield _link(key, parent, first[key], "located.zone", 0.85)


def _namesake(name: str, keys: Mapping[str, str], gazetteer: Gazetteer) -> str:
    """The named division whose name a zone carries: 渌口经开区 lies in 渌口区."""
    best = ""
    for code, key in sorted(keys.items()):
        division = gazetteer.by_code(code)
        if division and name != division.name:
            for form in (division.name, division.short):
                if form and name.startswith(form) and len(form) > len(best.partition("|")[0]):
                    best = f"{form}|{key}"
    return best.partition("|")[2]


def of_names(mentions: Sequence[Mention]) -> Iterator[Found]:
    """(2) What bears a division's name in front lies there; the last division of the prefix counts."""
    for i, m in enumerate(mentions):
        if m.type not in _SETTLED or not m.attr("key"):
            continue
        inner = None
        for other in mentions[i + 1 :]:
            if other.start >= m.end:
                break
            at = inner.end if inner else m.start
            if other.type == "District" and other.start == at and other.end < m.end:
                inner = other
        if inner and m.type != "Company":
            yield _link(m.attr("key"), inner.attr("key"), m, "located.name", 0.9)


def of_article(mentions: Sequence[Mention], home: str, settled: Iterable[str], foreign: Iterable[str]) -> Iterator[Found]:
    """(3) Everything of the article that no statement placed lies in its home district.

    ``settled``: keys placed already on the page; ``foreign``: keys that belong elsewhere.
    """
    done = {*settled, *foreign}
    for m in mentions:
        key = m.attr("key")
        if m.type in _SETTLED and key and key not in done and home:
            done.add(key)
            yield _link(key, home, m, "located.article", 0.7)


def is_foreign(mention: Mention) -> bool:
    """Whether the rule that found a mention marks what it names as coming from outside."""
    return mention.rule in _FOREIGN_RULES or mention.attr("scope") == "central"


def _link(subject: str, area: str, evidence: Mention, rule: str, confidence: float) -> Found:
    return Found(
        "link",
        (("subject", subject), ("object", area)),
        (("predicate", "locatedIn"),),
        evidence.start,
        evidence.end,
        rule,
        confidence,
    )

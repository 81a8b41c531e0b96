"""Every name that a question about one graph can use, found in one pass.

The graph's own labels come first: entities with all their forms, posts, indicators, headlines. To them come forms
that nobody need have printed: 青川 for 青川县, a firm without place and legal form, 规上 for 规模以上. Divisions that
no page mentions are known by their full names, so that a question about them is answered with "no record".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from kg.facts import indicators
from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.mentions import shortforms
from kg.mentions.automaton import Automaton
from kg.mentions.gazetteer import Gazetteer
from kg.records import ENTITY_TYPES
from kg.use.ask import words
from kg.use.ask.records import Name
from kg.use.parameters import plain
from kg.use.reading import rows

#: Names this short in plain form are no names in a question (A01's 128, a stray character).
SHORTEST = 2
#: 市商务局 is short for the one of whichever city a page is about, and so for none in a question.
_OF_THE_PAGE = re.compile("[省市区县州旗镇乡]")
#: What a title is named without as often as with: of which year and time it is; of which level; what it makes of one.
_EDITION = re.compile(r"^(?:\d{4}年?度?|第[一二三四五六七八九十百0-9]+[批届次]|首[批届次]|[春夏秋冬]季)")
_LEVEL = re.compile(r"^(?:国家级?|全国|省级?|市级|[一-龥]{2,3}省)")
_PARENTHESES = re.compile(r"\([^()]*\)")
_YEAR_NUMBER = re.compile(r"^\d{4}")
_TITLED = ("企业", "单位", "城市", "榜单", "名单", "综合评价", "评价", "排行榜", "榜")
#: A title shorter than this says too little.
_SHORTEST_TITLE = 4
#: Ends that a work is named without as often as with.
_WORK_ENDS = ("建设项目", "项目", "工程")
#: How alike a name must be to be offered for one that is unknown (0–1, ``difflib``).
ALIKE = 0.6

_ENTITIES = f"""SELECT ?e ?kind ?label (COUNT(DISTINCT ?article) AS ?weight) WHERE {{
  VALUES ?kind {{ {" ".join(f"fz:{name}" for name in ENTITY_TYPES)} }}
  ?e fz:mentionedIn ?article ; a ?kind ; skos:prefLabel ?label .
}} GROUP BY ?e ?kind ?label"""
_FORMS = "SELECT ?e ?form WHERE { ?e skos:altLabel ?form }"
_DIVISIONS = "SELECT DISTINCT ?e ?code ?label WHERE { ?e fz:divisionCode ?code ; skos:prefLabel ?label }"
_POSTS = "SELECT ?label (COUNT(?t) AS ?weight) WHERE { ?t fz:post/skos:prefLabel ?label } GROUP BY ?label"
_INDICATORS = "SELECT ?label (COUNT(?o) AS ?weight) WHERE { ?o fz:indicator/skos:prefLabel ?label } GROUP BY ?label"
_HEADLINES = "SELECT ?a ?label WHERE { ?a a fz:Article ; fz:headline ?label }"
_NEWEST = "SELECT ?date WHERE { ?a a fz:Article ; fz:date ?date } ORDER BY DESC(STR(?date)) LIMIT 1"


class Names:
    """The names of one graph by their plain forms. ``newest`` is the date of its latest report, or ``""``."""

    def __init__(self, named: Iterable[tuple[str, Name]], newest: str = "") -> None:
        found: dict[str, set[Name]] = defaultdict(set)
        for form, name in named:
            key = plain(form)
            if len(key) >= SHORTEST and not key.isdigit():
                found[key].add(name)
        self.newest = newest
        self._by_form = {form: _known(names) for form, names in sorted(found.items())}
        self._automaton = Automaton(self._by_form)

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[Name, ...]]]:
        """All occurrences in a plain text, overlapping ones too, as (start, end, what the form can mean)."""
        for start, end, _, names in self._automaton.find(text):
            yield start, end, names

    def inside(self, text: str, kinds: Iterable[str]) -> bool:
        """Whether a plain text holds a name of one of those kinds that articles mention."""
        return any(name.kind in kinds and name.weight for _, _, names in self.find(text) for name in names)

    def of_kind(self, kind: str) -> tuple[Name, ...]:
        """What articles mention of one kind, the most mentioned first."""
        found = {name for names in self._by_form.values() for name in names if name.kind == kind and name.weight}
        return tuple(sorted(found, key=lambda name: (-name.weight, name.label, name.iri)))

    def near(self, text: str, kinds: Iterable[str], limit: int = 5) -> tuple[str, ...]:
        """Labels of those kinds whose forms hold the text, share most of it, or are written alike; best first."""
        wanted, allowed = plain(text), frozenset(kinds)
        scored: dict[str, float] = {}
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        for form, names in self._by_form.items():
            labels = [name.label for name in names if name.kind in allowed and name.weight]
            if not labels:
                continue
            score = 1.0 if wanted in form else 0.0
            if not score:
                matcher.set_seq1(form)
                if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                    score = matcher.ratio()
            for label in labels:
                scored[label] = max(scored.get(label, 0.0), score)
        best = sorted((label for label, score in scored.items() if score >= ALIKE), key=lambda w: (-scored[w], w))
        return tuple(best[:limit])


def names_of(graph: Graph) -> Names:
    """The names of a graph, read now by a few short queries; nothing is kept beside the graph."""
    newest = next((row["date"].value for row in rows(graph, _NEWEST)), "")
    return Names(_named(graph), newest)


def indicator_forms(label: str) -> Iterator[str]:
    """How else an indicator may be called in a question: 规上工业增加值, GDP."""
    known = indicators.lexicon()
    yield from (said for said, meant in known["exact"].items() if meant == label)
    for said, meant in (*known["synonyms"].items(), *known["inside"].items()):
        if meant in label:
            yield label.replace(meant, said)


def _named(graph: Graph) -> Iterator[tuple[str, Name]]:
    """Every form with what it names."""
    entities: dict[str, list[Name]] = defaultdict(list)
    for row in rows(graph, _ENTITIES):
        kind = row["kind"].value.removeprefix(FZ.iri)
        name = Name(kind, row["label"].value, row["e"].value, int(row["weight"].value))
        entities[name.iri].append(name)
    yield from ((form, name) for names in entities.values() for name in names for form in _own(name))
    yield from _others(graph, entities)
    yield from _concepts(graph, "Post", _POSTS)
    yield from _concepts(graph, "Indicator", _INDICATORS)
    for row in rows(graph, _HEADLINES):
        yield row["label"].value, Name("Title", row["label"].value, row["a"].value, 1)


def _own(name: Name) -> Iterator[str]:
    """An entity's name, and what it is also called without anybody having to print it."""
    yield name.label
    if name.kind == "Company" and len(short := shortforms.core(name.label)) > SHORTEST:
        yield short
    if name.kind == "Organization":
        yield from (name.label.replace(full, said) for full, said in words.short_bodies().items() if full in name.label)
    if name.kind == "Honour":
        yield from _titles(name.label)
    if name.kind == "Event":
        yield from _occasions(name.label)
    if name.kind == "Project":
        for end in _WORK_ENDS:
            if name.label.endswith(end) and len(name.label) - len(end) > SHORTEST:
                yield name.label.removesuffix(end)


def _titles(label: str) -> Iterator[str]:
    """How a title is called when nobody says of which year it is, of which level, or that it makes a 企业 one."""
    bare = plain(label)
    while bare != (shorter := _EDITION.sub("", bare)):
        bare = shorter
    forms = {bare, re.sub("^国家(?!级)", "国家级", bare), re.sub("^国家级", "国家", bare), _LEVEL.sub("", bare)}
    forms |= {form.removesuffix(end) for form in forms for end in _TITLED}
    yield from sorted(form for form in forms if len(form) >= _SHORTEST_TITLE)
    yield from (prize for prize in words.prizes() if bare.endswith(prize))


def _occasions(label: str) -> Iterator[str]:
    """How an event is called: without its year and number, by each of its two names (…博览会暨…节)."""
    parts = [label, *label.split("暨")] if "暨" in label else [label]
    year = _YEAR_NUMBER.match(plain(label))
    for part in parts:
        bare = plain(part)
        yield bare
        yield _PARENTHESES.sub("", bare)
        while bare != (shorter := _EDITION.sub("", bare)):
            bare = shorter
        yield bare
        if year and part is not label:
            yield f"{year[0]}{bare}"


def _others(graph: Graph, entities: Mapping[str, list[Name]]) -> Iterator[tuple[str, Name]]:
    """The further forms that pages use, the short forms of divisions, and the divisions no page mentions."""
    gazetteer = Gazetteer.load()
    codes = {row["e"].value: row["code"].value for row in rows(graph, _DIVISIONS)}
    for row in rows(graph, _FORMS):
        for name in entities.get(row["e"].value, ()):
            form = row["form"].value
            of_the_page = name.label.endswith(form) and _OF_THE_PAGE.match(form)
            doubtful = gazetteer.needs_context(form) or _is_anothers(form, codes.get(name.iri, ""), gazetteer)
            if not of_the_page and not (name.kind == "District" and doubtful):
                yield form, name
    for row in rows(graph, _DIVISIONS):
        division = gazetteer.by_code(row["code"].value)
        mentioned = entities.get(row["e"].value, ())
        if division and division.short:
            fuller = division.short + division.name[-1]  # 孟连县 for 孟连…自治县
            forms = (division.short, *((fuller,) if division in gazetteer.named(fuller) else ()))
            yield from ((form, name) for form in forms for name in mentioned)
        if not mentioned:
            yield row["label"].value, Name("District", row["label"].value, row["e"].value)


def _is_anothers(form: str, code: str, gazetteer: Gazetteer) -> bool:
    """Whether a division's former name is what another one is called today."""
    named = {one.code for one in gazetteer.named(form) if one.valid_until is None and one.name == form}
    return bool(named) and code not in named


def _concepts(graph: Graph, kind: str, query: str) -> Iterator[tuple[str, Name]]:
    for row in rows(graph, query):
        name = Name(kind, row["label"].value, "", int(row["weight"].value))
        yield name.label, name
        if kind == "Indicator":
            yield from ((form, name) for form in indicator_forms(name.label))


def _known(names: Iterable[Name]) -> tuple[Name, ...]:
    """What a form can mean, in order; of several divisions of one name those that articles mention."""
    found = sorted(names, key=_order)
    mentioned = {name.kind for name in found if name.weight}
    return tuple(name for name in found if name.weight or name.kind not in mentioned)


def _order(name: Name) -> tuple[int, str, str, str]:
    return -name.weight, name.kind, name.label, name.iri

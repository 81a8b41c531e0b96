"""Every name that a question about one graph can use, found in one pass.

The graph's own labels come first: entities with all their forms, posts, indicators, headlines. To them come forms
that nobody need have printed: 芦淞 for 芦淞区, a firm without place and legal form, 规上 for 规模以上. Divisions that no
page mentions are known by their full names, so that a question about them is answered with "no record".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from kg.facts import indicators
from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.mentions import shortforms
from kg.mentions.automaton import Automaton
from kg.mentions.gazetteer import Gazetteer
from kg.records import ENTITY_TYPES
from kg.use.ask.records import Name
from kg.use.parameters import plain
from kg.use.reading import rows

#: Names this short in plain form are no names in a question (A01's 128, a stray character).
SHORTEST = 2
#: Ends that a work is named without as often as with.
_WORK_ENDS = ("建设项目", "项目", "工程")
#: How alike a name must be to be offered for one that is unknown (0–1, ``difflib``).
ALIKE = 0.6

_ENTITIES = f"""SELECT ?e ?kind ?label (COUNT(DISTINCT ?article) AS ?weight) WHERE {{
  VALUES ?kind {{ {" ".join(f"fz:{name}" for name in ENTITY_TYPES)} }}
  ?e fz:mentionedIn ?article ; a ?kind ; skos:prefLabel ?label .
}} GROUP BY ?e ?kind ?label"""
_FORMS = "SELECT DISTINCT ?e ?form WHERE { ?e skos:altLabel ?form FILTER EXISTS { ?e fz:mentionedIn ?article } }"
_CODES = "SELECT DISTINCT ?e ?code WHERE { ?e fz:divisionCode ?code ; fz:mentionedIn ?article }"
_DIVISIONS = "SELECT DISTINCT ?e ?label WHERE { ?e fz:divisionCode ?code ; skos:prefLabel ?label }"
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
    """The names of a graph, read now: five short queries and no file beside the graph."""
    newest = next((row["date"].value for row in rows(graph, _NEWEST)), "")
    return Names(_named(graph), newest)


def indicator_forms(label: str) -> Iterator[str]:
    """How else an indicator may be called in a question: 规上工业增加值, GDP."""
    words = indicators.lexicon()
    yield from (said for said, meant in words["exact"].items() if meant == label)
    for said, meant in (*words["synonyms"].items(), *words["inside"].items()):
        if meant in label:
            yield label.replace(meant, said)


def _named(graph: Graph) -> Iterator[tuple[str, Name]]:
    entities: dict[str, list[Name]] = defaultdict(list)
    for row in rows(graph, _ENTITIES):
        kind = row["kind"].value.removeprefix(FZ.iri)
        name = Name(kind, row["label"].value, row["e"].value, int(row["weight"].value))
        entities[name.iri].append(name)
        for form in (name.label, *_derived(kind, name.label)):
            yield form, name
    for row in rows(graph, _FORMS):
        for name in entities[row["e"].value]:
            if name.kind != "District" or not Gazetteer.load().needs_context(row["form"].value):
                yield row["form"].value, name
    for form, code in _shorts(graph):
        for name in entities[code]:
            yield form, name
    for row in rows(graph, _DIVISIONS):
        if row["e"].value not in entities:
            yield row["label"].value, Name("District", row["label"].value, row["e"].value)
    for query, kind in ((_POSTS, "Post"), (_INDICATORS, "Indicator")):
        for row in rows(graph, query):
            name = Name(kind, row["label"].value, "", int(row["weight"].value))
            for form in (name.label, *(indicator_forms(name.label) if kind == "Indicator" else ())):
                yield form, name
    for row in rows(graph, _HEADLINES):
        yield row["label"].value, Name("Title", row["label"].value, row["a"].value, 1)


def _shorts(graph: Graph) -> Iterator[tuple[str, str]]:
    """The short forms of mentioned divisions, as the gazetteer has them (株洲), with the division's IRI."""
    gazetteer = Gazetteer.load()
    for row in rows(graph, _CODES):
        division = gazetteer.by_code(row["code"].value)
        if division and division.short:
            yield division.short, row["e"].value


def _derived(kind: str, label: str) -> Iterator[str]:
    if kind == "Company" and len(short := shortforms.core(label)) > SHORTEST:
        yield short
    if kind == "Project":
        for end in _WORK_ENDS:
            if label.endswith(end) and len(label) - len(end) > SHORTEST:
                yield label.removesuffix(end)


def _known(names: Iterable[Name]) -> tuple[Name, ...]:
    """What a form can mean, in order; of several divisions of one name those that articles mention."""
    found = sorted(names, key=_order)
    mentioned = {name.kind for name in found if name.weight}
    return tuple(name for name in found if name.weight or name.kind not in mentioned)


def _order(name: Name) -> tuple[int, str, str, str]:
    return -name.weight, name.kind, name.label, name.iri

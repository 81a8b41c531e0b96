"""The facts of the graph in the user's words, each with the quotes that state it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.graph.store import Graph
from kg.graph.terms import iri, text
from kg.graph.vocab import FZ, RDF
from kg.use.link_queries import amount
from kg.use.links import LINK_LABELS
from kg.use.reading import Properties, block, properties, rows
from kg.use.tables import labels

#: Properties whose subject is a fact and whose object is one of its ends.
ENDS = "fz:official|fz:of|fz:recipient|fz:honour|fz:awardedBy|fz:project|fz:about|rdf:subject|rdf:object"
#: Links from an article or page to who made it.
CREDITS = (FZ.byline, FZ.editor)
_ROLES = (
    FZ.official, FZ.of, FZ.post, FZ.recipient, FZ.honour, FZ.awardedBy, FZ.project, FZ.about, FZ.indicator, RDF.subject,
    RDF.object,
)  # fmt: skip
_AFTER = ("左右", "以上", "以下")  # qualifiers that follow the number and its unit
_BETWEEN = "余"  # and the one between them: 30余个


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words that state a fact: ``start`` and ``end`` in code points of the source, ``rule`` is what found them."""

    date: str
    source: str
    start: int
    end: int
    text: str
    headline: str
    newspaper: str
    rule: str
    confidence: str
    article: str = ""  # IRI

    @property
    def place(self) -> str:
        """Newspaper, date and file, as a reader cites them."""
        return " ".join(filter(None, (self.newspaper, self.date, f"（{self.source}）")))


@dataclass(frozen=True, slots=True)
class End:
    """A thing a fact is about: ``role`` is the property's local name (``official``, ``of``, ``subject`` …)."""

    role: str
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: ``group`` in ``GROUPS``, ``text`` in the user's words, ``when`` to sort by (ISO or ``""``)."""

    iri: str
    group: str
    text: str
    when: str
    quotes: tuple[Quote, ...]
    ends: tuple[End, ...] = ()


class _Node:
    """One fact node, its properties by local name and its ends by their labels."""

    def __init__(self, about: Properties, names: dict[str, str]) -> None:
        self._about = about
        self._names = names

    def first(self, property_: str) -> str:
        """The text of the (first) value, or ``""``."""
        values = self._about.get(property_, ())
        return values[0].value if values else ""

    def name(self, property_: str) -> str:
        """The label of the value where it is an IRI that has one, else its text."""
        value = self.first(property_)
        return self._names.get(value, value)

    def ends(self) -> tuple[End, ...]:
        """The things the fact is about, in the order of ``_ROLES``."""
        terms = [(role, term.value) for role in _ROLES for term in self._about.get(role, ()) if term.kind == "iri"]
        return tuple(End(re.split("[#/]", role)[-1], one, self._names.get(one, one)) for role, one in terms)

    def when(self) -> str:
        """The date, or the interval ``start/end``, or ``""``."""
        period = [self.first(FZ.periodStart), self.first(FZ.periodEnd)]
        return self.first(FZ.date) or "/".join(dict.fromkeys(filter(None, period)))


def facts_about(graph: Graph, entity: str) -> tuple[Fact, ...]:
    """All facts with that entity (an IRI) at one of their ends, in the order of ``GROUPS``, then of time."""
    found = rows(graph, f"SELECT DISTINCT ?fact WHERE {{ ?fact {ENDS} {iri(entity)} ; prov:wasDerivedFrom ?evidence }}")
    return facts(graph, [row["fact"].value for row in found])


def facts(graph: Graph, nodes: Iterable[str], source: str = "") -> tuple[Fact, ...]:
    """The facts among those nodes (IRIs), in the order of ``GROUPS``, then of time; with the quotes of one source only
    when it is given.
    """
    known = properties(graph, nodes)
    ends = {term.value for about in known.values() for terms in about.values() for term in terms if term.kind == "iri"}
    names = labels(graph, ends)
    quoted = quotes(graph, known, source)
    awarded = {(about[FZ.recipient], about[FZ.honour]) for about in known.values() if FZ.recipient in about}
    found = []
    for node, about in known.items():
        kind = next((type_.value for type_ in about.get(RDF.type, ()) if type_.value in _WORDING), "")
        seen = _Node(about, names)
        if not kind or (about.get(RDF.subject), about.get(RDF.object)) in awarded:
            continue  # no fact; or the link that an award states more fully
        group, wording = _WORDING[kind]
        if seen.first(RDF.predicate) in CREDITS:
            group = "署名"
        words, when = wording(seen)
        found.append(Fact(node, group, words, when, quoted.get(node, ()), seen.ends()))
    return tuple(sorted(found, key=lambda fact: (GROUPS.index(fact.group), fact.when, fact.text, fact.iri)))


def quotes(graph: Graph, nodes: Iterable[str], source: str = "") -> dict[str, tuple[Quote, ...]]:
    """The quotes each node is derived from (those of one source when it is given), oldest first."""
    one = f"VALUES ?source {{ {text(source)} }}" if source else ""
    query = f"""SELECT DISTINCT * WHERE {{ {block("node", nodes)} {one}
        ?node prov:wasDerivedFrom ?e . ?e fz:quote ?text ; fz:start ?start ; fz:end ?end ; fz:article ?article .
        ?article fz:source ?source .
        OPTIONAL {{ ?e fz:rule ?rule }} OPTIONAL {{ ?e fz:confidence ?confidence }}
        OPTIONAL {{ ?article fz:headline ?headline }} OPTIONAL {{ ?article fz:newspaper ?newspaper }}
        OPTIONAL {{ ?article fz:date ?date }} }}"""
    found: dict[str, set[Quote]] = defaultdict(set)
    for row in rows(graph, query):
        said = {name: term.value for name, term in row.items()}
        headline, newspaper, rule, confidence = (
            said.get(name, "") for name in ("headline", "newspaper", "rule", "confidence")
        )
        found[said["node"]].add(Quote(
            said.get("date", ""), said["source"], int(said["start"]), int(said["end"]), said["text"], headline,
            newspaper, rule, confidence, said["article"],
        ))  # fmt: skip
    return {node: tuple(sorted(said)) for node, said in found.items()}


def _tenure(node: _Node) -> tuple[str, str]:
    when = node.first(FZ.asOf)
    status = node.name(FZ.status)
    notes = "、".join(filter(None, (status, f"截至 {when}" if when else "")))
    return f"{node.name(FZ.official)}：{node.name(FZ.of)}{node.name(FZ.post)}" + (f"（{notes}）" if notes else ""), when


def _award(node: _Node) -> tuple[str, str]:
    when, rank, by = node.when(), node.first(FZ.rank), node.name(FZ.awardedBy)
    notes = "、".join(filter(None, (f"第 {rank} 位" if rank else "", f"{by}授予" if by else "", when)))
    return f"{node.name(FZ.recipient)}获得{node.name(FZ.honour)}" + (f"（{notes}）" if notes else ""), when


def _milestone(node: _Node) -> tuple[str, str]:
    when, target = node.when(), node.name(FZ.targetStage)
    notes = "、".join(filter(None, (f"目标：{target}" if target else "", when)))
    return f"{node.name(FZ.project)}：{node.name(FZ.stage)}" + (f"（{notes}）" if notes else ""), when


def figure(value: str, unit: str, qualifier: str) -> str:
    """A number as newspapers write it, with its unit and how exact it is: 超570亿元, 7%左右."""
    if qualifier == _BETWEEN:
        return f"{amount(value, '')}{qualifier}{unit}"
    number = amount(value, unit)
    return f"{number}{qualifier}" if qualifier in _AFTER else f"{qualifier}{number}"


def _observation(node: _Node) -> tuple[str, str]:
    number = figure(node.first(FZ.value), node.first(FZ.unit), node.first(FZ.qualifier))
    when = node.when()
    statistic = "" if node.first(FZ.statistic) in (FZ.Level, FZ.Count) else node.name(FZ.statistic)
    modality = "" if node.first(FZ.modality) == FZ.Actual else node.name(FZ.modality)
    notes = "、".join(filter(None, (modality, when.replace("/", " 至 "))))
    words = f"{node.name(FZ.about)} {node.name(FZ.indicator)}{statistic} {number}"
    return words + (f"（{notes}）" if notes else ""), when


def _statement(node: _Node) -> tuple[str, str]:
    predicate = node.first(RDF.predicate)
    local = predicate.removeprefix(FZ.iri)
    if predicate == FZ.investment:
        return f"{node.name(RDF.subject)} 投资额 {amount(node.first(RDF.object), '元')}", ""
    if predicate in CREDITS:
        role, title = node.first(FZ.contributionRole) or "作者", node.name(RDF.subject)
        whole_page = title == node.first(RDF.subject)  # which has no headline
        return f"{node.name(RDF.object)}（{role}）" + ("" if whole_page else f"：《{title}》"), ""
    return f"{node.name(RDF.subject)} {LINK_LABELS.get(local, node.name(RDF.predicate))} {node.name(RDF.object)}", ""


_WORDING: dict[str, tuple[str, Callable[[_Node], tuple[str, str]]]] = {
    FZ.Tenure: ("任职", _tenure),
    FZ.Award: ("荣誉", _award),
    FZ.Milestone: ("进展", _milestone),
    FZ.Observation: ("指标", _observation),
    RDF.Statement: ("联系", _statement),
}
#: The groups of facts, in the order in which they are shown.
GROUPS = ("任职", "荣誉", "进展", "联系", "指标", "署名")

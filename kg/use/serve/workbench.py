"""The jobs of the workbench: questions in Chinese, ready queries, figures over time.

Those whose names end in ``_page`` give HTML and take what ``language.reader`` gives, the others give JSON; what they
take and give is described in docs/guide.md.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from functools import lru_cache

from kg.errors import QueryError
from kg.graph.answers import Solutions
from kg.graph.store import Graph
from kg.use import queries, run
from kg.use.ask import phrasings
from kg.use.ask.asking import Asker
from kg.use.ask.records import Reply
from kg.use.ask.structured import structured
from kg.use.figures import Figure, districts, figures
from kg.use.parameters import Terms, is_iri
from kg.use.serve import jobs
from kg.use.serve.pages import page
from kg.use.tables import table
from kg.use.vocabulary import vocabulary
from kg.use.workers.jobs import Arguments, Outcome

#: Rows of an answer that a page shows.
ROWS = 500
#: Districts whose figures are put side by side, at most.
SIDES = 4


def ask(graph: Graph, arguments: Arguments) -> Outcome:
    """The reply to a question in Chinese: ``q``."""
    return jobs.as_json(structured(_asker(graph).ask(arguments["q"])))


def ask_page(graph: Graph, arguments: Arguments) -> Outcome:
    """A question in Chinese and its answer: ``q``; without one, what can be asked."""
    question = arguments["q"].strip()
    reply = _asker(graph).ask(question) if question else None
    examples = [(one.title, phrasings.unmarked(one.examples[0])) for one in phrasings.load()]
    answers = [(part, _rows(graph, part)) for part in (reply.parts or (reply,))] if reply else []
    return page(graph, "ask", arguments, question=question, reply=reply, answers=answers, examples=sorted(examples))


def queries_page(graph: Graph, arguments: Arguments) -> Outcome | None:
    """An editor for SPARQL and the ready questions: ``name`` of one or ``""``, ``params`` for it, ``seconds``."""
    name = arguments["name"]
    if name and name not in queries.names():
        return None
    ready = queries.load(name) if name else None
    given = {key: value.strip() for key, value in arguments["params"].items() if value.strip()}
    text, answer, problem = "", None, ""
    if ready:
        text = ready.text
        if all(param.name in given for param in ready.params if param.required):
            try:
                text = run.bound(graph, ready, given, _terms(graph))
                found = graph.query(text)
                answer = table(found, ready, graph) if isinstance(found, Solutions) else None
            except QueryError as error:
                problem = str(error)
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))
    return page(
        graph, "queries", arguments, catalogue=queries.catalogue(), ready=ready, given=given, text=text, answer=answer,
        problem=problem, most=ROWS,
    )  # fmt: skip


def indicators_page(graph: Graph, arguments: Arguments) -> Outcome:
    """Figures of districts over time: ``districts`` (IRIs, the first ``SIDES`` count), ``indicator`` or ``""``."""
    known = districts(graph)
    labels = {one.iri: one.label for one in known}
    chosen = [iri for iri in dict.fromkeys(arguments["districts"]) if iri in labels][:SIDES]
    chosen = chosen or [one.iri for one in known[:1]]
    by_area = {iri: figures(graph, iri) for iri in chosen}
    names = sorted({one.indicator for those in by_area.values() for one in those})
    only = arguments["indicator"] if arguments["indicator"] in names else ""
    lines: dict[tuple[str, ...], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for iri, those in by_area.items():
        for one in those:
            if only in ("", one.indicator):
                lines[one.indicator, one.statistic, one.end, one.start][iri].append(one)
    data = [{"area": labels[iri], **asdict(one)} for iri, those in by_area.items() for one in those]
    return page(
        graph, "indicators", arguments, known=known, chosen=[(iri, labels[iri]) for iri in chosen], names=names,
        only=only, lines=sorted(lines.items()), data=data, sides=SIDES,
    )  # fmt: skip


def indicators(graph: Graph, arguments: Arguments) -> Outcome:
    """All figures about a district: ``iri``."""
    if not is_iri(arguments["iri"]):
        raise QueryError("iri 应为一个完整的 IRI。")
    return jobs.as_json({"iri": arguments["iri"], "figures": [asdict(one) for one in figures(graph, arguments["iri"])]})


def words(graph: Graph, _arguments: Arguments) -> Outcome:
    """The prefixes that queries need not declare, and the words of the ontology."""
    return jobs.as_json({"prefixes": graph.prefixes, "terms": [asdict(one) for one in vocabulary(graph)]})


def _rows(graph: Graph, reply: Reply) -> list[list[tuple[str, str]]]:
    """The rows of a reply as pairs of text and IRI, the IRI ``""`` where the cell is no entity."""
    found: list[list[tuple[str, str]]] = []
    for row, raw in zip(reply.table.texts(), reply.raw, strict=True):
        values = [raw.get(name, "") for name in reply.table.variables]
        found.append([
            (text, value if value.startswith(graph.mint.base) else "")
            for text, value in zip(row, values, strict=True)
        ])  # fmt: skip
    return found


@lru_cache(maxsize=1)
def _asker(graph: Graph) -> Asker:
    return Asker(graph)


@lru_cache(maxsize=1)
def _terms(graph: Graph) -> Terms:
    return Terms(graph)

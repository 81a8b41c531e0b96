"""A match becomes a reply: the query is asked, its rows are worded, the quotes behind them fetched.

1. the rows, each once, with the facts they rest on     3. the sentence that heads the answer
2. the table a person reads                             4. the quotes, row by row

Conventions for the questions' own queries: a variable ``fact…`` is a node with evidence and not shown;
``exact`` is true for rows whose period is the very one asked for, and then only these count; ``set`` tells apart
figures that cannot be compared, and only the first row's set counts. A column the query does not select is worded
from others: ``x`` from ``xValue``, ``xUnit``, ``xQualifier``, or from ``xFirst``, ``xLast``; ``statement`` is the fact
in words and ``group`` its kind. A ``period`` of one day is a state as of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.graph.answers import Solutions, Term
from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.language.numerals import parse_number
from kg.use.ask import times, words
from kg.use.ask.binding import sparql
from kg.use.ask.match import Match
from kg.use.ask.names import Names
from kg.use.ask.namesakes import told_apart
from kg.use.ask.phrasings import AnswerText, Step
from kg.use.ask.records import ANSWERED, EMPTY, Reply
from kg.use.ask.wording import fill, moment, once, period
from kg.use.facts import Fact, facts, figure, quotes
from kg.use.tables import NUMERIC, Table, grouped, labels

#: Values named in the sentence that heads an answer with several.
LISTED = 8
#: Individuals that go without saying: a figure is actual, a level or a count, unless said otherwise.
_UNSAID = frozenset((FZ.Actual, FZ.Level, FZ.Count, FZ.Multiple))
#: What a negative growth is called.
FALL = "下降"
#: Ends of the variables from which a column is put together.
_PARTS = ("Value", "Unit", "Qualifier", "First", "Last")

Raw = dict[str, Term]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: what it shows by column, the terms behind it, and the facts it rests on."""

    shown: Mapping[str, str]
    raw: Raw
    facts: tuple[str, ...]


def reply(graph: Graph, match: Match, names: Names, question: str) -> Reply:
    """The reply to a question understood as ``match``. Raises QueryError when the query cannot be run."""
    base = Reply(question, EMPTY, "", understood(match, names), phrasing=match.phrasing.name)
    found = _answered(graph, match.phrasing.step, match, names, base)
    others = match.phrasing.otherwise
    if "when" in match.slots:
        found, others = _with_undated(graph, match, names, found), (*match.phrasing.undated, *others)
    for other in others if found.status == EMPTY else ():
        instead = _answered(graph, other, match, names, base)
        if instead.status == ANSWERED:
            return replace(instead, status=EMPTY, text=f"{found.text}{instead.text}")
    return found


def _with_undated(graph: Graph, match: Match, names: Names, found: Reply) -> Reply:
    """An answer with a note of what it leaves out because its date is not known."""
    for step in match.phrasing.undated if found.status == ANSWERED else ():
        besides = _answered(graph, step, match, names, found)
        if besides.status == ANSWERED:
            found = replace(found, notes=(*found.notes, besides.text))
    return found


def understood(match: Match, names: Names) -> tuple[tuple[str, str], ...]:
    """What was understood, slot by slot, in the order of the question."""
    found = [("问法", match.phrasing.title)]
    for slot in match.slots.values():
        if slot.name == "aside":  # a note says what became of it
            continue
        said = "、".join(slot.labels)
        for mention in slot.mentions:
            if mention.type == "Date":
                days = times.said(mention)
                newest = f"，以最新报道 {names.newest} 为准" if mention.attr("relative") else ""
                said = days if days == mention.name else f"{mention.name}（{days}{newest}）"
        found.append((words.heading(slot.name), said))
    return tuple(found)


def _answered(graph: Graph, step: Step, match: Match, names: Names, base: Reply) -> Reply:
    text = sparql(step, match, names)
    answer = graph.query(text)
    assert isinstance(answer, Solutions)
    rows = _rows(graph, step, answer)
    rows = _first(rows[::-1] if match.phrasing.reverse else rows, _limit(match))
    columns = [(name, heading) for name, heading in step.query.columns if any(row.shown[name] for row in rows)]
    cells = tuple(tuple(_cell(row, name) for name, _ in columns) for row in rows)
    table = Table(tuple(name for name, _ in columns), cells, step.query.title, tuple(heading for _, heading in columns))
    said = quotes(graph, {fact for row in rows for fact in row.facts})
    evidence = tuple(tuple(sorted({q for fact in row.facts for q in said.get(fact, ())})) for row in rows)
    return replace(
        base, status=ANSWERED if rows else EMPTY, text=_headline(step.answer, match, rows), table=table,
        evidence=evidence, sparql=text, notes=_notes(match, rows),
        raw=tuple({name: term.value for name, term in sorted(row.raw.items())} for row in rows),
    )  # fmt: skip


def _first(rows: list[_Row], wanted: int | None) -> list[_Row]:
    """The rows of the first few things; one thing may have several rows."""
    things: dict[str, None] = {}
    kept = []
    for row in rows:
        things.setdefault(next(iter(row.shown.values())))
        if wanted is not None and len(things) > wanted:
            break
        kept.append(row)
    return kept


def _limit(match: Match) -> int | None:
    wanted = match.phrasing.limit
    if wanted in match.slots:
        wanted = str(parse_number(match.slots[wanted].said) or "")
    return int(wanted) if wanted.isdigit() else None


# -- rows -------------------------------------------------------------------------------------------------------------


def _rows(graph: Graph, step: Step, answer: Solutions) -> list[_Row]:
    """The rows as they are shown, each once, in the order of the query; rows that look alike share their facts."""
    raws = [
        {name: term for name, term in zip(answer.variables, row, strict=True) if term is not None} for row in answer
    ]
    if any(_is_exact(raw) for raw in raws):
        raws = [raw for raw in raws if _is_exact(raw)]
    if raws and "set" in raws[0]:
        raws = [raw for raw in raws if raw.get("set") == raws[0]["set"]]
    named = _labels(graph, raws)
    columns = [name for name, _ in step.query.columns]
    stated: dict[str, Fact] = {}
    if "statement" in columns:
        stated = {fact.iri: fact for fact in facts(graph, {raw["fact"].value for raw in raws if "fact" in raw})}
        order = list(stated)
        raws = sorted(
            (raw for raw in raws if raw["fact"].value in stated), key=lambda raw: order.index(raw["fact"].value)
        )
    found: dict[tuple[tuple[str, str], ...], _Row] = {}
    for raw in raws:
        shown = {name: _shown(name, raw, named, stated) for name in columns}
        nodes = tuple(term.value for name, term in sorted(raw.items()) if name.startswith("fact"))
        ends = {name: raw[name].value for name in columns if name in raw and raw[name].kind == "iri"}
        key = tuple(sorted({**shown, **ends}.items()))
        before = found.get(key)
        found[key] = _Row(shown, raw, tuple(dict.fromkeys((*(before.facts if before else ()), *nodes))))
    return _folded(list(found.values()))


def _folded(rows: list[_Row]) -> list[_Row]:
    """The rows without those that only say less than another: an award without its date beside the dated one."""
    said = [frozenset((name, text) for name, text in row.shown.items() if text) for row in rows]
    about: dict[str, list[int]] = {}  # what says more begins alike
    for at, row in enumerate(rows):
        about.setdefault(next(iter(row.shown.values())), []).append(at)
    facts = [list(row.facts) for row in rows]
    kept = []
    for at, row in enumerate(rows):
        fuller = [other for other in about[next(iter(row.shown.values()))] if said[at] < said[other]]
        if fuller:
            facts[max(fuller, key=lambda other: len(said[other]))] += row.facts
        else:
            kept.append(at)
    return [replace(rows[at], facts=tuple(dict.fromkeys(facts[at]))) for at in kept]


def _is_exact(raw: Raw) -> bool:
    return "exact" in raw and raw["exact"].value in ("true", "1")  # both are written for xsd:boolean


def _labels(graph: Graph, raws: Iterable[Raw]) -> dict[str, str]:
    """The label of every IRI in the rows; namesakes are told apart."""
    iris = {term.value for raw in raws for name, term in raw.items() if term.kind == "iri"}
    named = labels(graph, iris)
    return named | told_apart(graph, named)


def _shown(column: str, raw: Raw, named: Mapping[str, str], stated: Mapping[str, Fact]) -> str:
    """What a row shows under a column: see the conventions above."""
    if column in ("statement", "group") and column not in raw:
        fact = stated[raw["fact"].value]
        return fact.text if column == "statement" else fact.group
    if column == "statistic" and "measure" in raw:
        return _statistic(raw, named)
    if column not in raw:
        return _worded(column, raw)
    term = raw[column]
    if term.kind == "iri":
        return "" if term.value in _UNSAID else named.get(term.value, term.value)
    return grouped(term.value) if term.datatype in NUMERIC else term.value


def _worded(column: str, raw: Raw) -> str:
    """A column that is put together from others."""
    part = {name: raw[f"{column}{name}"].value for name in _PARTS if f"{column}{name}" in raw}
    if "Value" in part:
        value = part["Value"].removeprefix("-") if _falls(raw) else part["Value"]
        return figure(value, part.get("Unit", ""), part.get("Qualifier", ""))
    first, last = part.get("First", ""), part.get("Last", "")
    as_of = "截至" if column == "period" and first == last and first else ""
    return as_of + period(first, last)


def _statistic(raw: Raw, named: Mapping[str, str]) -> str:
    """The statistic where it must be said: not where the indicator's name says it; a negative growth is a fall."""
    kind, measure = raw["statistic"].value, named[raw["measure"].value]
    if kind in _UNSAID or measure.endswith(words.said_by_name(named[kind])):
        return ""
    return FALL if _falls(raw) else named[kind]


def _falls(raw: Raw) -> bool:
    """Whether a row states a negative growth."""
    growth = "statistic" in raw and raw["statistic"].value == FZ.Growth
    return growth and "figureValue" in raw and raw["figureValue"].value.startswith("-")


def _cell(row: _Row, column: str) -> Term | None:
    """What the table holds: the term itself where it reads well, else its words."""
    term = row.raw.get(column)
    if term is not None and term.datatype in NUMERIC:
        return term
    return Term.text(row.shown[column]) if row.shown[column] else None


# -- the sentence -----------------------------------------------------------------------------------------------------


def _headline(answer: AnswerText, match: Match, rows: list[_Row]) -> str:
    values = {name: "、".join(slot.labels) for name, slot in match.slots.items()}
    if not rows:
        return once(fill(answer.none, values))
    said = [{name: moment(shown) for name, shown in row.shown.items()} for row in rows]
    main = list(dict.fromkeys(filter(None, (fill(answer.main, row) for row in said))))
    listed = "、".join(main[:LISTED]) + ("等" if len(main) > LISTED else "")
    values = {**values, **said[0], "n": str(len(main)), "list": listed}
    return once(fill(answer.one if len(main) == 1 else answer.many, values))


def _notes(match: Match, rows: list[_Row]) -> tuple[str, ...]:
    """What a reader must know: names that several have, and a period that is not quite the one asked for."""
    notes = [
        f"“{slot.said}”在图谱里不止一个，下面都列出，分别对待。"
        for slot in match.slots.values()
        if rows and len(slot.iris) > 1 and len({mention.start for mention in slot.mentions}) == 1
    ]
    aside = match.slots.get("aside")
    if aside:
        notes.append(f"“{aside.said}”没有单独的记载，没有据此筛选。")
    titled = match.slots.get("titled")
    if titled:
        notes.append(f"“{titled.said}”只用来说明指的是谁，是否任过此职没有核对。")
    when = match.slots.get("when")
    if rows and when and not times.is_wide(when.mentions[0]) and "exact" in rows[0].raw and not _is_exact(rows[0].raw):
        notes.append(f"没有恰好是“{when.said}”的记载，列出的是这段时间之内的。")
    return tuple(notes)

"""The coverage report as one HTML page: the whole text, with what became facts and what did not marked in it.

Whatever a page of a newspaper says is shown as text (the template escapes), and the page runs no script.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.facts.coverage import ALONE, Coverage, ToldArticle, ToldSentence, cover
from kg.graph.store import Graph
from kg.graph.terms import text
from kg.records import Extraction
from kg.use.facts import Fact, facts
from kg.use.reading import rows
from kg.use.report import KINDS, STATES, ArticleReport, FileReport, Report
from kg.use.resolving import pages
from kg.use.standalone import asset, inline, policy

TITLE = "方志 · 覆盖报告"
#: More articles than this make a page that browsers read slowly; the table above has them all.
MOST_ARTICLES = 300

#: Marks in the text, by the class of the element, the later over the earlier.
MARKS = ("fact", "used", "gap", "odd", "alone")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence and the marks on it, as classes of an element."""

    text: str
    marks: str


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, and the facts that begin in it."""

    kind: str
    counts: bool
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...]

    @property
    def silent(self) -> bool:
        """Whether it should state something and does not."""
        return self.counts and not any("fact" in piece.marks for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Shown:
    """An article with its text."""

    anchor: str
    file: FileReport
    report: ArticleReport
    rows: tuple[Row, ...]


def render(graph: Graph, report: Report, kinds: Collection[str] = KINDS) -> str:
    """The page as text: the same graph gives the same bytes. ``kinds`` are the lists to show below each article."""
    wanted = [(file, article) for file in report.files for article in file.articles][:MOST_ARTICLES]
    sources = list(dict.fromkeys(file.source for file, _article in wanted))
    read = {page.source: page for page in pages(graph, sources)}
    shown: list[Shown] = []
    for source, group in groupby(wanted, key=lambda pair: pair[0].source):
        shown += _shown(list(group), read[source], _facts_of(graph, source), f"f{sources.index(source)}")
    environment = Environment(
        loader=PackageLoader("kg", "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    style = inline(asset("page.css") + asset("report.css"), "report.css")
    return environment.get_template("report.html").render(
        title=TITLE, style=style, policy=policy(style), report=report, shown=shown, states=STATES, labels=KINDS,
        kinds=[kind for kind in KINDS if kind in kinds], left=len(report.articles) - len(wanted),
    )  # fmt: skip


def _facts_of(graph: Graph, source: str) -> tuple[Fact, ...]:
    """The facts that words of a source state, with these words alone."""
    found = rows(graph, f"""SELECT DISTINCT ?fact WHERE {{
        ?article fz:source {text(source)} . ?e fz:article ?article . ?fact prov:wasDerivedFrom ?e
        FILTER NOT EXISTS {{ ?fact fz:mentionedIn ?any }} }}""")  # fmt: skip
    return facts(graph, [row["fact"].value for row in found], source)


def _shown(
    group: Iterable[tuple[FileReport, ArticleReport]], page: Extraction, stated: Iterable[Fact], anchor: str
) -> Iterator[Shown]:
    coverage = cover(page)
    told = {article.head.position: article for article in coverage.articles}
    for file, article in group:
        rows_ = _rows(told[article.position], coverage, page, stated)
        yield Shown(f"{anchor}-{article.position}", file, article, tuple(rows_))


def _rows(article: ToldArticle, coverage: Coverage, page: Extraction, stated: Iterable[Fact]) -> Iterator[Row]:
    position = article.head.position
    words = {(c.evidence.start, c.evidence.end): c.evidence.article for c in page.claims}
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    begins: dict[int, list[Fact]] = defaultdict(list)  # source offset -> the facts that begin there
    for fact in stated:
        for quote in fact.quotes:
            if words.get((quote.start, quote.end)) == position:
                begins[quote.start].append(fact)
    resting = {claim for sentence in article.sentences for claim in sentence.claims}
    spans["fact"] = [(c.evidence.start, c.evidence.end) for c in resting]
    spans["used"] = [(lead.start, lead.end) for lead in article.placed]
    spans["gap"] = [(lead.start, lead.end) for lead in article.unplaced]
    spans["odd"] = [(lead.start, lead.end) for lead in article.unknown]
    alone = (m for name in coverage.names if name.part == ALONE for m in name.entity.mentions)
    spans["alone"] = [(m.start, m.end) for m in alone if m.article == position]
    marks = _marks(spans)
    for sentence in article.sentences:
        if not position and not any(map(str.isalnum, sentence.text)):
            continue  # marks of Markdown, of which the rest of a page is full
        beginning = dict.fromkeys(fact for offset in sentence.offsets for fact in begins.get(offset, ()))
        yield Row(sentence.kind, sentence.counts, tuple(_pieces(sentence, marks)), tuple(beginning))


def _marks(spans: dict[str, list[tuple[int, int]]]) -> dict[int, str]:
    """Source offset -> the marks on it, parted by spaces."""
    found: dict[int, list[str]] = defaultdict(list)
    for mark in MARKS:
        for offset in sorted({i for start, end in spans[mark] for i in range(start, end)}):
            found[offset].append(mark)
    return {offset: " ".join(marks) for offset, marks in found.items()}


def _pieces(sentence: ToldSentence, marks: dict[int, str]) -> Iterator[Piece]:
    """The sentence in stretches of equal marks; a headline may be longer than the words it was printed in."""
    offsets = [*sentence.offsets, *[-1] * len(sentence.text)][: len(sentence.text)]
    for mark, group in groupby(zip(sentence.text, offsets, strict=True), key=lambda pair: marks.get(pair[1], "")):
        yield Piece("".join(char for char, _offset in group), mark)

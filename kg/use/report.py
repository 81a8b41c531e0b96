"""The coverage report: what of the pages became facts, and above all what did not.

A report is computed from the graph folder alone: from what each page was read as, the user's judgements and, for
conflicts, the graph itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import partial

from kg.errors import QueryError
from kg.facts.coverage import ALONE, INFERRED, STATED, Coverage, ToldArticle, ToldName, ToldSentence, cover
from kg.facts.leads import INSTITUTION, QUOTED
from kg.graph.store import Graph
from kg.records import Extraction, Lead
from kg.use.conflicts import Conflict, conflicts
from kg.use.facts import Fact, Quote
from kg.use.links import TYPE_LABELS
from kg.use.mending import Mended, mended
from kg.use.resolving import pages

#: Kinds of findings, as the user reads them.
KINDS = {
    "sentence": "没有事实的句子", "number": "未用的数字", "name": "未用的名称", "conflict": "互相矛盾的数字",
    "repair": "修补",
}  # fmt: skip
#: What became of a file.
STATES = {"read": "已读", "partial": "部分读入", "skipped": "跳过", "ignored": "不收"}
#: Kinds of leads.
LEADS = {
    "money": "金额", "percent": "百分比", "points": "百分点", "rank": "名次", "count": "数量", "multiple": "倍数",
    "measure": "计量", "duration": "时长", QUOTED: "引号里的词，没有认作名称", INSTITUTION: "像机构名称，没有认出",
}  # fmt: skip
PARTS = {ALONE: "没有事实", INFERRED: "只有从名称或文章推出的事实"}
AROUND = 14  # characters of the sentence shown on either side of a number


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    covered: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.covered + other.covered, self.total + other.total)

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down: only all is 100; None when there is nothing to cover."""
        return self.covered * 100 // self.total if self.total else None

    def __str__(self) -> str:
        return "–" if self.percent is None else f"{self.percent}%（{self.covered}/{self.total}）"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not in the graph, or was mended: ``kind`` in ``KINDS``, source offsets (half-open).

    ``before`` and ``after`` are what stands around a number, and how the text read before and after a repair.
    """

    kind: str
    source: str
    article: int
    start: int
    end: int
    text: str
    note: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """One article; position 0 is what stands on the page and in no article. A name counts where it is first used."""

    source: str
    position: int
    headline: str
    newspaper: str
    date: str
    sentences: Share
    numbers: Share
    names: Share
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """What to call it."""
        return f"第 {self.position} 篇 {self.headline or '（无标题）'}" if self.position else "不属于任何一篇的文字"

    def of(self, kind: str) -> tuple[Finding, ...]:
        """Its findings of one kind."""
        return tuple(finding for finding in self.findings if finding.kind == kind)


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: what became of it (in ``STATES``), with why it was not read, or not understood, as a whole."""

    source: str
    state: str
    reasons: tuple[str, ...]
    articles: tuple[ArticleReport, ...] = ()

    @property
    def sentences(self) -> Share:
        """Sentences of its articles that state a fact."""
        return sum((a.sentences for a in self.articles), Share())

    @property
    def numbers(self) -> Share:
        """Numbers that a fact uses."""
        return sum((a.numbers for a in self.articles), Share())

    @property
    def names(self) -> Share:
        """Named things that are an end of a stated fact."""
        return sum((a.names for a in self.articles), Share())


@dataclass(frozen=True, slots=True)
class Report:
    """The report on some or all files of a graph."""

    files: tuple[FileReport, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def articles(self) -> tuple[ArticleReport, ...]:
        """All articles, by file and position."""
        return tuple(article for file in self.files for article in file.articles)

    @property
    def sentences(self) -> Share:
        """Sentences that state a fact."""
        return sum((file.sentences for file in self.files), Share())

    @property
    def numbers(self) -> Share:
        """Numbers that a fact uses."""
        return sum((file.numbers for file in self.files), Share())

    @property
    def names(self) -> Share:
        """Named things that are an end of a stated fact."""
        return sum((file.names for file in self.files), Share())

    def findings(self) -> Iterator[Finding]:
        """All findings, a conflict once for each quote."""
        return (finding for article in self.articles for finding in article.findings)


def report(graph: Graph, source: str = "", article: int = 0) -> Report:
    """The coverage of a graph's files; of those whose name is ``source`` or fits it as a pattern (``2024/*``), and of
    one article (its position) when given.

    Raises QueryError when no file or article is meant, and GraphError for a graph that was not built from pages.
    """
    wanted = [one for one in graph.intake() if not source or source == one.source or fnmatchcase(one.source, source)]
    if not wanted:
        raise QueryError(_no_source(source, [one.source for one in graph.intake()]))
    disagreeing = conflicts(graph)
    parts: dict[str, list[tuple[Quote, str]]] = defaultdict(list)
    for conflict in disagreeing:
        for fact in conflict.facts:
            for quote in fact.quotes:
                parts[quote.source].append((quote, _disagreement(conflict, fact)))
    read = pages(graph, [one.source for one in wanted if one.source in graph.manifest.pages])
    by_source = {page.source: _articles(page, parts[page.source]) for page in read}
    files = []
    for one in wanted:
        articles, reasons = by_source.get(one.source, ((), ()))
        told = tuple(filter(None, (one.reason, *reasons)))
        files.append(FileReport(one.source, one.state, told, _only(articles, article)))
    if article and not any(file.articles for file in files):
        raise QueryError(f"{source or '这些文件'} 里没有第 {article} 篇。")
    here = {(f.source, f.start, f.end) for file in files for a in file.articles for f in a.of("conflict")}
    return Report(tuple(files), tuple(c for c in disagreeing if here & c.places))


def _no_source(source: str, known: list[str]) -> str:
    if not known:
        return "图谱里没有读过的文件，无可报告。"
    close = get_close_matches(source, known, n=3, cutoff=0.3)
    return f"图谱里没有文件 {source}；" + (f"相近的有：{'、'.join(close)}。" if close else "用 kg report 看全部文件。")


def _only(articles: tuple[ArticleReport, ...], position: int) -> tuple[ArticleReport, ...]:
    return tuple(a for a in articles if a.position == position) if position else articles


# ---------------------------------------------------------------- one page


def _articles(
    page: Extraction, disagreeing: Iterable[tuple[Quote, str]]
) -> tuple[tuple[ArticleReport, ...], tuple[str, ...]]:
    """The articles of a page that have something to report, and why it was not read as a whole."""
    coverage = cover(page)
    further = [*map(partial(_repair, page), mended(page)), *_conflicts(page, disagreeing)]
    found = [_article(page, told, coverage, further) for told in coverage.articles]
    stray = sum(len(a.of("sentence")) for a in found if not a.position)
    reasons = [warning.removeprefix(f"{page.source}:") for warning in page.warnings]
    reasons += [f"有 {stray} 句不属于任何一篇。"] if stray else []
    return tuple(a for a in found if a.position or a.findings), tuple(reasons)


def _article(page: Extraction, told: ToldArticle, coverage: Coverage, further: Iterable[Finding]) -> ArticleReport:
    head = told.head
    counted = [s for s in told.sentences if s.counts]
    names = [n for n in coverage.names if min(m.article for m in n.entity.mentions) == head.position]
    findings = [
        *(_sentence(page, told, s) for s in counted if not s.claims),
        *(_number(page, told, lead) for lead in told.unplaced),
        *(_name(page, n) for n in names if n.part != STATED and head.position),
        *(_lead(page, head.position, lead, "", "") for lead in told.unknown),
        *(finding for finding in further if finding.article == head.position),
    ]
    stated = head.position > 0
    return ArticleReport(
        page.source,
        head.position,
        head.headline,
        head.newspaper,
        head.date,
        Share(sum(1 for s in counted if s.claims), len(counted)) if stated else Share(),
        Share(len(told.placed), len(told.placed) + len(told.unplaced)) if stated else Share(),
        Share(sum(1 for n in names if n.part == STATED), len(names)) if stated else Share(),
        tuple(sorted(findings, key=lambda f: (list(KINDS).index(f.kind), f.start, f.end, f.text))),
    )


def _sentence(page: Extraction, told: ToldArticle, sentence: ToldSentence) -> Finding:
    note = "" if told.head.position else "不属于任何一篇"
    return Finding("sentence", page.source, told.head.position, *sentence.span, sentence.text.strip(), note)


def _number(page: Extraction, told: ToldArticle, lead: Lead) -> Finding:
    for sentence in told.sentences:
        if lead.start in sentence.offsets:
            at = sentence.offsets.index(lead.start)
            before = sentence.text[max(at - AROUND, 0) : at].lstrip()
            after = sentence.text[at + len(lead.quote) :][:AROUND].rstrip()
            return _lead(page, told.head.position, lead, before, after)
    return _lead(page, told.head.position, lead, "", "")


def _lead(page: Extraction, position: int, lead: Lead, before: str, after: str) -> Finding:
    kind = "name" if lead.kind in (QUOTED, INSTITUTION) else "number"
    return Finding(kind, page.source, position, lead.start, lead.end, lead.quote, LEADS[lead.kind], before, after)


def _name(page: Extraction, name: ToldName) -> Finding:
    entity, first = name.entity, name.entity.mentions[0]
    note = f"{TYPE_LABELS[entity.type]}，提到 {len(entity.mentions)} 次，{PARTS[name.part]}"
    return Finding("name", page.source, first.article, first.start, first.end, entity.name, note)


def _repair(page: Extraction, one: Mended) -> Finding:
    note = f"{one.label}：{one.repair.note}" if one.repair.note else one.label
    return Finding("repair", page.source, one.article, one.repair.start, one.repair.end, one.words, note, one.before,
                   one.after)  # fmt: skip


def _conflicts(page: Extraction, disagreeing: Iterable[tuple[Quote, str]]) -> Iterator[Finding]:
    """This page's part in the conflicts of the collection."""
    articles = {(c.evidence.start, c.evidence.end): c.evidence.article for c in page.claims}
    for quote, note in disagreeing:
        article = articles[quote.start, quote.end]
        yield Finding("conflict", page.source, article, quote.start, quote.end, quote.text, note)


def _disagreement(conflict: Conflict, fact: Fact) -> str:
    others = "；".join(other.text for other in conflict.facts if other != fact)
    return f"{fact.text}，另有：{others}"

"""What passes between the floors: frozen records, one way only.

    Page -> Layout(Article...) -> Mention... -> Extraction(LocalEntity..., Claim...) -> Outline -> Resolution

All offsets are code points, half-open. Two coordinate systems exist and no third:

* *source* offsets count in ``Page.text``, the file as read, which nothing rewrites;
* *text* offsets count in ``Article.text``, the repaired running text of one article,
  whose ``offsets`` give the source code point of every character.

Evidence is always in source offsets: ``page.text[start:end] == quote``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Pairs = tuple[tuple[str, str], ...]


def _named(pairs: Pairs, name: str) -> str:
    """The value under a name, ``""`` when there is none; pairs are few, and asked for all the time."""
    for key, value in pairs:
        if key == name:
            return value
    return ""


#: The classes of the ontology an entity can have, in the order of the graph contract.
ENTITY_TYPES = (
    "Official", "Person", "District", "Company", "Organization", "Project", "Park",
    "Place", "Event", "Honour", "Product", "Industry", "Initiative",
)  # fmt: skip

#: What a claim can be, and the roles (entity keys) and values (literals) each kind carries.
CLAIM_KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "link": (("subject", "object"), ("predicate",)),
    "amount": (("subject",), ("predicate", "amount", "currency", "original")),
    "tenure": (("official", "of"), ("post", "asOf", "status", "start", "end")),
    "award": (("recipient", "honour", "by"), ("rank", "date")),
    "milestone": (("project",), ("stage", "date", "targetStage")),
    "observation": (
        ("about",),
        ("indicator", "statistic", "value", "unit", "periodStart", "periodEnd", "modality",
         "qualifier", "valueMin", "valueMax"),
    ),
    "byline": (("person",), ("role", "newspaper")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One source as read: a file, or a member or line of one.

    ``source`` is its path relative to the folder given, ``/``-separated; ``text`` is what all offsets count in.
    """

    source: str
    text: str
    digest: str  # SHA-256 of the text in UTF-8, hexadecimal
    encoding: str


#: What can become of a source: read, read in part, not read though it is one, no source at all.
INTAKE_STATES = ("read", "partial", "skipped", "ignored")


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one source. ``reason`` is a Chinese sentence, empty when all of it was read."""

    source: str
    state: str  # one of INTAKE_STATES
    reason: str = ""
    format: str = ""
    encoding: str = ""
    size: int = 0  # bytes
    digest: str = ""  # SHA-256 of the bytes, hexadecimal
    text: str = ""  # Page.digest of what was read


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing the reader mended: ``kind`` in a small closed set, source offsets, and a note in Chinese."""

    kind: str  # line-join · column-move · width · misread · header-cut
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Byline:
    """A person named as author, correspondent, photographer or editor (source offsets of the name)."""

    name: str
    role: str  # 记者 · 通讯员 · 摄影 · 编辑 · …
    newspaper: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of ``Article.text`` of one kind (text offsets)."""

    kind: str  # headline · subhead · body · caption · list · credit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page, its pieces joined in reading order.

    ``position`` counts from 1 in reading order; position 0 is the page's furniture
    (masthead, teasers, editors, stray captions), which is no article but is evidence too.
    ``text`` consists of source characters only (full-width ASCII folded one to one, paragraphs parted by
    a line feed); ``offsets[i]`` is the source code point of ``text[i]``.
    ``date`` is ISO 8601 to the precision known: ``2024-12-26``, ``2024-12``, ``2024`` or ``""``.
    """

    position: int
    headline: str
    headline_span: tuple[int, int]  # source offsets, (0, 0) when there is none
    bylines: tuple[Byline, ...]
    newspaper: str
    date: str
    text: str
    offsets: tuple[int, ...]
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the longest unbroken piece of ``text[start:end]``.

        A stretch whose source runs backwards or jumps over another column is cut there, so that the quote
        never contains words of another article. Raises ``ValueError`` on an empty range.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"empty or foreign range {start}:{end}")
        best = run = start
        best_end = run_end = start + 1
        for i in range(start + 1, end):
            if not 0 < self.offsets[i] - self.offsets[i - 1] <= MAX_GAP:
                run = i
            run_end = i + 1
            if run_end - run > best_end - best:
                best, best_end = run, run_end
        return self.offsets[best], self.offsets[best_end - 1] + 1


#: Source characters a joined line break may take (blank lines and spaces) before it counts as a jump.
MAX_GAP = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """A page cut into articles; ``articles[0]`` is the furniture at position 0."""

    page: Page
    newspaper: str
    date: str  # of the page, as in Article
    articles: tuple[Article, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of one article's text that names something (text offsets)."""

    article: int  # Article.position
    start: int
    end: int
    type: str  # an entity class, or a working label of the cascade (Date, Quantity, Post, …)
    name: str  # normal form
    rule: str
    confidence: float = 0.9
    attrs: Pairs = ()  # code=430203 · sex=女 · within=…

    def attr(self, name: str) -> str:
        """The named attribute, or ``""``."""
        for key, value in self.attrs:  # written out: every step asks it of every mention
            if key == name:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that state a fact (source offsets) and the rule that found them."""

    article: int
    start: int
    end: int
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """One thing as one page knows it. ``key`` is unique on the page and stable: ``<type>:<name>[#n]``."""

    key: str
    type: str
    name: str  # fullest correct form on the page
    forms: tuple[str, ...]  # every other form seen, sorted
    mentions: tuple[Evidence, ...]
    attrs: Pairs = ()
    joined: Pairs = ()  # of the forms, those that a rule of coreference gave it -> that rule

    def attr(self, name: str) -> str:
        """The named attribute, or ``""``."""
        return _named(self.attrs, name)


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact a page states. Which roles and values belong to a kind: ``CLAIM_KINDS``; empty ones are left out."""

    kind: str
    roles: Pairs  # role -> LocalEntity.key (in an Extraction) or entity IRI (in a Resolution)
    values: Pairs
    evidence: Evidence

    def role(self, name: str) -> str:
        """The entity in that role, or ``""``."""
        return _named(self.roles, name)

    def value(self, name: str) -> str:
        """The literal of that name, or ``""``."""
        return _named(self.values, name)


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """What the graph keeps of an article besides its facts."""

    position: int
    headline: str
    date: str
    newspaper: str
    body: str
    runs: tuple[tuple[int, int], ...] = field(default=(), kw_only=True)  # of the body: source offset and length
    start: int  # source offsets of headline and body together
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: the kind of its block and its stretches of the source, in reading order.

    The stretches of all sentences of one article, joined in order, are ``Article.text`` character by character.
    """

    article: int
    kind: str  # Block.kind, "" between blocks
    spans: tuple[tuple[int, int], ...]  # source offsets


@dataclass(frozen=True, slots=True)
class Lead:
    """Words of which a reader expects a fact: a number, or what looks like a name nobody knew.

    Offsets count in the source, of the longest unbroken piece; ``quote`` is as the article's text has it.
    """

    article: int
    start: int
    end: int
    quote: str
    kind: str  # a kind of quantity (percent · money · count · …), or quoted · institution
    value: str = ""  # of a number, in its base unit and without sign
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one page says: a pure function of (text, rules, lexicons). The unit of caching."""

    source: str
    digest: str
    engine: str  # digest of code, rules and lexicons
    newspaper: str
    date: str
    articles: tuple[ArticleHead, ...]  # position 0 (furniture) only when there is any
    entities: tuple[LocalEntity, ...]
    claims: tuple[Claim, ...]
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()  # of every article in articles, in reading order
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What the report of a build says of a page."""

    source: str
    digest: str
    engine: str
    articles: int  # furniture excepted
    repairs: tuple[tuple[str, int], ...]  # kinds, and how many of each
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What resolution asks of a page: small, where an Extraction is large.

    ``entities`` are without their mentions, ``claims`` those alone of which resolution asks, without their words.
    """

    source: str
    digest: str
    entities: tuple[LocalEntity, ...]
    claims: tuple[Claim, ...]
    facts: int  # claims of the page in all


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two things are one: SAME, DIFFERENT or UNSURE, with the reasons (in Chinese) and the score."""

    left: str
    right: str
    verdict: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the whole collection."""

    iri: str
    type: str
    label: str
    alts: tuple[str, ...]
    members: tuple[tuple[str, str], ...]  # (source, LocalEntity.key), sorted
    attrs: Pairs = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which local entities are one, and why. ``iris`` maps (source, local key) to the entity's IRI."""

    entities: tuple[Entity, ...]
    iris: dict[tuple[str, str], str] = field(default_factory=dict)
    ledger: tuple[Judgement, ...] = ()

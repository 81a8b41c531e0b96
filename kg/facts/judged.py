"""Resolution under the user's judgements: what the lines of the file mean on these pages, and what follows.

(1) find    the local entities each line speaks of; a line that matches nothing is told, never passed over
(2) edit    pages, as read, without what is no entity and with the classes the user gives
(3) resolve with the user's pairs

Nothing here reads a page again, and without a line everything is as if it had never been there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic, TypeVar

from kg.errors import InputError
from kg.facts.clusters import DIFFERENT, SAME, clustered
from kg.facts.judgements import CLASS, EVERYWHERE, NOTHING, Line, is_iri
from kg.facts.pairs import family
from kg.facts.resolve import Mint, resolve
from kg.records import Claim, Extraction, Judgement, LocalEntity, Outline, Resolution

#: (source, LocalEntity.key)
Member = tuple[str, str]
#: A page, whole or in outline: what the lines mean is the same for both.
Read = TypeVar("Read", Extraction, Outline)

#: Roles that the graph contract leaves to some classes: (predicate or kind, role) -> classes. Facts of an entity whose
#: class the user changed are kept where its new class may have them.
CONTRACT: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("locatedIn", "object"): ("District",),
    ("basedIn", "object"): ("Park",),
    ("undertakes", "object"): ("Project", "Park"),
    ("hasHonour", "object"): ("Honour",),
    ("produces", "object"): ("Product",),
    ("inIndustry", "object"): ("Industry",),
    ("visited", "subject"): ("Official",),
    ("investment", "subject"): ("Project", "Park"),
    ("award", "honour"): ("Honour",),
    ("tenure", "official"): ("Official", "Person"),
    ("tenure", "of"): ("District", "Organization", "Company", "Park", "Place", "Event", "Initiative", "Project"),
    ("milestone", "project"): ("Project", "Park", "Place", "Initiative", "Organization", "Company"),
    ("byline", "person"): ("Person", "Official", "Organization"),
}


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the user's lines come to on these pages; ``idle`` are sentences about lines without effect."""

    pairs: Mapping[frozenset[str], str] = field(default_factory=dict)
    classes: Mapping[Member, str] = field(default_factory=dict)
    dropped: frozenset[Member] = frozenset()
    idle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged(Generic[Read]):
    """The pages as the user wants them read, and their resolution."""

    extractions: tuple[Read, ...]
    resolution: Resolution
    rulings: Rulings


def resolve_judged(
    extractions: Sequence[Read], mint: Mint, lines: Sequence[Line], where: str, *, reasons: bool = True
) -> Judged[Read]:
    """The resolution of all pages under the user's judgements, read from the file ``where``; ``reasons`` as there.

    Raises InputError when two lines contradict each other.
    """
    rulings = rule(extractions, lines, lambda: resolve(extractions, mint, reasons=False), where)
    pages = tuple(edited(extraction, rulings) for extraction in extractions)
    return Judged(pages, resolve(pages, mint, rulings.pairs, reasons=reasons), rulings)


def rule(
    extractions: Iterable[Read], lines: Sequence[Line], automatic: Callable[[], Resolution], where: str
) -> Rulings:
    """What the lines mean here; ``automatic`` gives the resolution without them, in which IRIs are looked up."""
    pages = _Pages(extractions, automatic)
    classes: dict[Member, str] = {}
    dropped: set[Member] = set()
    pairs: dict[frozenset[str], Line] = {}
    idle: list[str] = []
    for line in sorted(lines, key=lambda ln: ln.verdict in (SAME, DIFFERENT)):  # classes first, whatever their place
        try:
            if line.verdict == CLASS:
                classes.update(dict.fromkeys(pages.find(line.left), line.right))
            elif line.verdict == NOTHING:
                dropped.update(pages.find(line.left))
            else:
                pair = _pair(pages, line, classes, dropped)
                before = pairs.setdefault(pair, line)
                if before.verdict != line.verdict:
                    raise _contradiction(where, before, line)
        except LookupError as error:
            idle.append(f"第 {line.number} 行没有起作用:{error.args[0]}。")
    _check_chains(pairs, where)
    return Rulings({pair: ln.verdict for pair, ln in pairs.items()}, classes, frozenset(dropped), tuple(idle))


def _pair(pages: _Pages, line: Line, classes: Mapping[Member, str], dropped: Iterable[Member]) -> frozenset[str]:
    members = [pages.find(thing)[0] for thing in (line.left, line.right)]
    gone = [thing for thing, member in zip((line.left, line.right), members, strict=True) if member in dropped]
    if gone:
        raise LookupError(f"{gone[0]} 已判为非实体")
    if members[0] == members[1]:
        raise LookupError(f"{line.left} 与 {line.right} 在版面上已是一个")
    types = [classes.get(member) or pages.entity(member).type for member in members]
    if line.verdict == SAME and family(types[0]) != family(types[1]):
        raise LookupError(f"{line.left} 与 {line.right} 类别不同({types[0]}、{types[1]}),请先用“类别”改成一类")
    return frozenset("#".join(member) for member in members)


def _check_chains(pairs: Mapping[frozenset[str], Line], where: str) -> None:
    """Raise InputError when SAME lines together join what a DIFFERENT line parts."""
    ids = {one: "" for pair in pairs for one in pair}
    links = [Judgement(min(p), max(p), SAME, 0.0, ()) for p, line in pairs.items() if line.verdict == SAME]
    for joined in map(frozenset, clustered(ids, links, {})[0]):
        inside = [line for pair, line in pairs.items() if pair <= joined]
        parting = [line for line in inside if line.verdict == DIFFERENT]
        if parting:
            raise _contradiction(where, parting[0], *(line for line in inside if line.verdict == SAME))


def _contradiction(where: str, line: Line, *others: Line) -> InputError:
    numbers = "、".join(str(other.number) for other in others)
    return InputError(f"判断文件“{where}”第 {line.number} 行与第 {numbers} 行矛盾,请删去一方。")


class _Pages:
    """Where things of the pages are found."""

    def __init__(self, extractions: Iterable[Read], automatic: Callable[[], Resolution]) -> None:
        self._pages = {e.source: {entity.key: entity for entity in e.entities} for e in extractions}
        self._automatic = automatic

    @cached_property
    def _by_iri(self) -> dict[str, tuple[Member, ...]]:
        return {entity.iri: entity.members for entity in self._automatic().entities}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Member, ...]]:
        found: dict[str, list[Member]] = defaultdict(list)
        for source, entities in sorted(self._pages.items()):
            for key, entity in sorted(entities.items()):
                for name in sorted({key, entity.name, *entity.forms}):
                    found[name].append((source, key))
        return {name: tuple(members) for name, members in found.items()}

    def entity(self, member: Member) -> LocalEntity:
        """The local entity of that source and key."""
        return self._pages[member[0]][member[1]]

    def find(self, thing: str) -> tuple[Member, ...]:
        """What the user calls so: one thing of a page, or all of an IRI or of ``*#``. Raises LookupError when none."""
        if is_iri(thing):
            if thing not in self._by_iri:
                raise LookupError(f"不计这些判断时没有实体 {thing}")
            return self._by_iri[thing]
        if thing.startswith(f"{EVERYWHERE}#"):
            name = thing.removeprefix(f"{EVERYWHERE}#")
            if name not in self._by_name:
                raise LookupError(f"没有一个版面提到 {name}")
            return self._by_name[name]
        return (self._on_page(thing),)

    def _on_page(self, thing: str) -> Member:
        ends = [i for i, char in enumerate(thing) if char == "#" and thing[:i] in self._pages]
        if not ends:
            raise LookupError(f"没有来源 {thing.partition('#')[0]}")
        source, name = thing[: ends[-1]], thing[ends[-1] + 1 :]
        entities = self._pages[source]
        if name in entities:
            return source, name
        keys = [key for key, entity in sorted(entities.items()) if name == entity.name]
        keys = keys or [key for key, entity in sorted(entities.items()) if name in entity.forms]
        if not keys:
            raise LookupError(f"{source} 里没有 {name}")
        if len(keys) > 1:
            raise LookupError(f"{source} 里的 {name} 不止一个,请写明 {'、'.join(keys)}")
        return source, keys[0]


# ---------------------------------------------------------------- edited pages


def edited(extraction: Read, rulings: Rulings) -> Read:
    """A page as the user wants it read; the same object where nothing concerns it."""
    source = extraction.source
    entities = [_reclassed(e, rulings.classes.get((source, e.key), "")) for e in extraction.entities]
    kept = tuple(e for e in entities if (source, e.key) not in rulings.dropped)
    if kept == extraction.entities:
        return extraction
    types = {e.key: e.type for e in kept}
    changed = {e.key for e in kept if (source, e.key) in rulings.classes}
    claims = tuple(c for c in extraction.claims if _stands(c, types, changed))
    return replace(extraction, entities=kept, claims=claims)


def _reclassed(entity: LocalEntity, type_: str) -> LocalEntity:
    """With another class; what only a division has goes, the note that the user said so comes."""
    if type_ in ("", entity.type):
        return entity
    attrs = {k: v for k, v in entity.attrs if k not in ("code", "level")}
    return replace(entity, type=type_, attrs=tuple(sorted({**attrs, "judged": entity.type}.items())))


def _stands(claim: Claim, types: Mapping[str, str], changed: Iterable[str]) -> bool:
    """Whether all its ends are there and each may be of the class it now has."""
    predicate = claim.value("predicate") or claim.kind
    return all(
        key in types and (key not in changed or types[key] in CONTRACT.get((predicate, role), (types[key],)))
        for role, key in claim.roles
    )

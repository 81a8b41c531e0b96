"""Works and their builders as names tell: 青石电热公司生产基地项目 is 青石电热公司's, and so is 青石项目."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.facts.found import Found
from kg.mentions import shortforms
from kg.mentions.things import Thing
from kg.records import Mention


def named_by_firm(things: Iterable[Thing], undertakes: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(key of the work called by its firm, key of the work meant, key of the firm), where only one can be meant.

    ``undertakes``: firm -> work, by key.
    """
    known = list(things)
    firms = [t for t in known if t.type == "Company"]
    works: dict[str, set[str]] = defaultdict(set)
    for firm, work in undertakes.items():
        works[firm].add(work)
    for thing in known:
        if thing.type != "Project" or not thing.name.endswith("项目"):
            continue
        stem = thing.name.removesuffix("项目")
        builders = [f for f in firms if stem in {f.name, *f.forms} or shortforms.fit(stem, f.name)]
        meant = {w for f in builders for w in works[f.key]} - {thing.key}
        if len(meant) == 1:
            work = meant.pop()
            yield thing.key, work, next(f.key for f in builders if work in works[f.key])


def phases_of_works(mentions: Sequence[Mention]) -> Iterator[Found]:
    """A phase (一期) is part of the work it was named after."""
    for phase in mentions:
        if phase.attr("within"):
            roles = (("subject", phase.attr("key")), ("object", phase.attr("within")))
            yield Found("link", roles, (("predicate", "partOf"),), phase.start, phase.end, "part.phase", 0.85)


def builder_in_name(mentions: Sequence[Mention]) -> Iterator[Found]:
    """A project whose name begins with a firm's is undertaken by it. ``mentions`` are in order of place."""
    for i, work in enumerate(mentions):
        if work.type != "Project":
            continue
        begin = work.start  # behind the places a name begins with: 上河市青岭区青禾公司年产…项目
        for firm in mentions[i + 1 :]:
            if firm.start > begin:
                break
            if firm.type == "District" and firm.start == begin and firm.end < work.end:
                begin = firm.end
            if firm.type == "Company" and firm.end < work.end and firm.start in (begin, work.start):
                roles = (("subject", firm.attr("key")), ("object", work.attr("key")))
                values = (("predicate", "undertakes"),)
                yield Found("link", roles, values, work.start, work.end, "undertakes.named_in_project", 0.85)


def builders_by_brand(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key of a firm, key of a work named after it): 云航锂电青河基地项目 is 云航锂电科技有限公司's.

    ``names``: key -> name. A brand of two characters must stand before a place in brackets (恒云(青河)产业园).
    Parts of a work are not asked for.
    """
    works = [key for key in sorted(names) if key.startswith(("Project", "Park"))]
    works = [key for key in works if not any(names[key].startswith(names[o]) for o in works if names[o] != names[key])]
    for firm in sorted(names):
        if not firm.startswith("Company"):
            continue
        core, brand = shortforms.core(names[firm]), shortforms.brand(names[firm])
        for work in works:
            length = _alike(core, names[work])
            called = length > _SHORT_BRAND or names[work].startswith(f"{brand}(")
            if called and 1 < len(brand) <= max(length, _SHORT_BRAND) and len(names[work]) - length > _SHORTEST_REST:
                yield firm, work


def _alike(left: str, right: str) -> int:
    """How many characters two names begin with in common."""
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


#: A brand this long may be a word; and what must stand behind a brand in the name of a work.
_SHORT_BRAND, _SHORTEST_REST = 2, 2

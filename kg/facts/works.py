"""Works that a page calls by their builder: 视涯项目 is the one project that 视涯光学公司 undertakes there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.mentions import shortforms
from kg.mentions.corefer import Thing


def named_by_firm(things: Iterable[Thing], undertakes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key of the work called by its firm, key of the work meant), where only one can be meant.

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
        meant = {w for f in firms if stem in {f.name, *f.forms} or shortforms.fit(stem, f.name) for w in works[f.key]}
        meant -= {thing.key}
        if len(meant) == 1:
            yield thing.key, meant.pop()

"""Are two things of two pages one? A score with its reasons, never a bare yes.

Evidence for and against is added up; from ``SAME`` on two things join, from ``DIFFERENT`` down they are known to be
two, and between lies UNSURE, which keeps them apart.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from kg.mentions import shortforms
from kg.mentions.names import strip_marks
from kg.mentions.organizations import bare_level
from kg.records import Judgement, LocalEntity

#: Scores are sums of the weights below; a full legal name (3) suffices alone, a shared person's name (1) does not.
SAME = 2.0
DIFFERENT = -1.0

#: Classes whose equal names prove little: what people of one name share besides it decides.
HUMANS = frozenset(("Official", "Person"))
#: Classes whose names are unique in the country: equal names are one thing wherever they stand.
NATIONAL = frozenset(("Honour", "Industry", "Initiative", "Product", "District", "Organization"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A local entity with what its page says around it, as the comparison needs it."""

    source: str
    entity: LocalEntity
    home: str  # name of the prefecture (or what stands for it) the page is at home in
    county: str  # key of the smallest district the thing is placed in, or ""
    posts: frozenset[tuple[str, str, str]]  # (post, name of the body or area, asOf) of a person
    id: str = field(init=False)  # source and key, as the ledger writes it; one text, for it is in many places

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", f"{self.source}#{self.entity.key}")


def judge(left: Candidate, right: Candidate) -> Judgement:
    """The verdict on two candidates of one block, with reasons in Chinese."""
    reasons: list[str] = []
    score = sum(_weigh(left, right, reasons))
    verdict = "SAME" if score >= SAME else "DIFFERENT" if score <= DIFFERENT else "UNSURE"
    return Judgement(left.id, right.id, verdict, round(score, 2), tuple(reasons))


def _weigh(left: Candidate, right: Candidate, reasons: list[str]) -> list[float]:
    if left.entity.type in HUMANS:
        return _people(left, right, _held(left) & _held(right), _areas(left) & _areas(right), reasons)
    if left.entity.type == "Company":
        return _firms(left, right, reasons)
    weights = _names(left, right, reasons)
    if left.entity.type in NATIONAL and not (_is_local(left) or _is_local(right)):
        reasons.append("此类名称在全国不重名")
        return [*weights, 1.0]
    return [*weights, *_home(left, right, reasons, same=1.0, other=-2.0)]


def _names(left: Candidate, right: Candidate, reasons: list[str]) -> list[float]:
    if strip_marks(left.entity.name) == strip_marks(right.entity.name):
        reasons.append(f"名称相同:{left.entity.name}")
        return [1.5]
    shared = _forms(left) & _forms(right)
    if shared & {strip_marks(left.entity.name), strip_marks(right.entity.name)}:
        reasons.append(f"有共同的写法:{min(shared)}")
        return [1.0]
    if shared:  # 绿色工厂 of 省级绿色工厂 and of 国家级绿色工厂, 市商务局 of two cities
        reasons.append(f"只有简称相同:{min(shared)}")
        return [0.5]
    return [0.0]


def _is_local(candidate: Candidate) -> bool:
    """Whether the name recurs in other places: 市商务局 without its city, towns and zones that no code tells apart."""
    entity = candidate.entity
    if entity.type == "Organization":
        return bool(bare_level(entity.name))
    return entity.type == "District" and not entity.attr("code")


def _forms(candidate: Candidate) -> set[str]:
    return {strip_marks(f) for f in (candidate.entity.name, *candidate.entity.forms)}


def _home(left: Candidate, right: Candidate, reasons: list[str], same: float, other: float) -> list[float]:
    if not left.home or not right.home:
        return [0.0]
    if left.home == right.home:
        reasons.append(f"同在{left.home}的报道中")
        return [same]
    reasons.append(f"分别在{left.home}和{right.home}的报道中")
    return [other]


def _firms(left: Candidate, right: Candidate, reasons: list[str]) -> list[float]:
    a, b = strip_marks(left.entity.name), strip_marks(right.entity.name)
    if a == b:
        legal = a.endswith(("有限公司", "有限责任公司")) and len(a) > 8
        reasons.append("法定全称相同" if legal else f"简称相同:{a}")
        return [3.0] if legal else [1.5, *_home(left, right, reasons, same=1.0, other=-1.0)]
    short, full = (a, b) if len(a) < len(b) else (b, a)
    reason = shortforms.fit(short, full)
    if not reason:
        reasons.append("字号不同")
        return [-2.0]
    reasons.append(reason)
    weights = [1.0 if len(short) > 2 else 0.25, *_home(left, right, reasons, same=1.0, other=-2.0)]
    if left.county and right.county:
        if left.county == right.county:
            reasons.append("所在区县相同")
            weights.append(1.0)
        elif len(short) <= 2:
            reasons.append("所在区县不同,而简称只有字号")
            weights.append(-1.0)
    return weights


#: What people of one name may share besides it: a post of a body (post, body), a body (body,), or nothing ().
Ground = tuple[str, ...]


def grounds(candidate: Candidate) -> frozenset[Ground]:
    """All that somebody could share with a namesake."""
    return frozenset({(), *_held(candidate), *((body,) for body in _areas(candidate))})


def are_one_on(left: Candidate, right: Candidate, ground: Ground) -> bool:
    """Whether two people of one name are SAME when they share this ground and no better one.

    Two are SAME exactly when they are so on some ground that both have: the score takes the best ground they share
    and depends besides on class, sex and home alone.
    """
    weights = _people(left, right, {ground} if len(ground) == 2 else set(), set(ground[-1:]), [])
    return sum(weights) >= SAME


def _held(candidate: Candidate) -> Set[Ground]:
    return {(post, body) for post, body, _day in candidate.posts}


def _areas(candidate: Candidate) -> Set[str]:
    """Two posts without a body share none."""
    return {body for _post, body, _day in candidate.posts if body}


def _people(left: Candidate, right: Candidate, held: Set[Ground], areas: Set[str], reasons: list[str]) -> list[float]:
    """``held`` and ``areas``: the posts and the bodies both have."""
    a, b = left.entity, right.entity
    if a.attr("sex") and b.attr("sex") and a.attr("sex") != b.attr("sex"):
        reasons.append("性别不同")
        return [-3.0]
    reasons.append(f"姓名相同:{a.name}")
    weights = [1.0 if len(a.name) > 2 else 0.5]
    if a.type != b.type:
        reasons.append("一处是干部,一处不是")
        return [*weights, -1.5]
    if held:
        reasons.append(f"职务相同:{'、'.join(sorted(body + post for post, body in held))}")
        weights.append(2.0)
    elif areas:
        reasons.append(f"先后在同一地方或单位任职:{'、'.join(sorted(areas))}")
        weights.append(1.5)
    weights += _home(left, right, reasons, same=1.0 if len(a.name) > 2 or a.type == "Person" else 0.5, other=-1.5)
    return weights

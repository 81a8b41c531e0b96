"""The records of reading numbers: one number understood, and one statement of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.facts.observe_rules import ObservationRule
from kg.facts.periods import Period
from kg.facts.quantity import Quantity
from kg.language.calendar import TimeSpan

#: Indicator and base of one reading; both ``""`` when no measure is named.
Name = tuple[str, str]


@dataclass(slots=True)
class Reading:
    """One number understood: which measure, of what kind, where in the code, and about what.

    ``base`` is the measure itself, to which 同比, 占 and 居 of later clauses refer; ``indicator`` says which side of it
    (its share, its rank). ``about``, ``explicit`` and ``period`` are filled in after the names.
    """

    rule: ObservationRule
    indicator: str
    base: str
    statistic: str
    quantity: Quantity
    index: int  # of the quantity in the code
    start: int  # of its clause in the code
    sentence: int  # start of its sentence in the code
    negative: bool = False
    elided: bool = False  # the clause names no measure: it goes on about the one before, and about the same thing
    first_of_two: bool = False  # the 1900万元 of 由1900万元增至1.46亿元
    base_end: int = 0  # of the other one: where the first number stands
    measured_against: tuple[int, int] = (0, 0)  # code range of what a rank or share is measured against
    about: str = ""
    also: tuple[str, ...] = ()  # keys of other things of which the same is said (各)
    of_nobody: bool = False  # a thing that we do not know has it: 潍水港吞吐量2980万吨
    explicit: bool = False  # the thing it is about stands in its own clause
    in_row: str = ""  # key of the thing that is its own in a row of things and numbers
    modality: str = ""
    among: bool = False  # its sentence shares out what the one before counted (其中,…)
    time: TimeSpan | None = None  # its own of several listed: 2021年、2022年产值分别为160亿元、185亿元
    state: bool = False  # it says how much there is on the day
    period: Period = field(default_factory=Period)

    @property
    def of_part(self) -> bool:
        """Whether it only shares out what was said of a whole: 茶园8.6万亩,其中甲镇2.1万亩."""
        return self.rule.names in ("same", "same-amount", "same-side")

    @property
    def of_gap(self) -> bool:
        """Whether it says how far something is from another: 高于全省2个百分点."""
        return self.rule.name.startswith("gap")


@dataclass(frozen=True, slots=True)
class Statement:
    """One match of a rule, and what stands around it.

    ``count`` is how many numbers it states, ``points`` that they are percentage points, ``counting`` that they count,
    ``unit`` that of the first, ``units`` those of all; ``times`` and ``row`` (keys of things) are those listed for
    them; ``groups`` are the words of the rule's groups; ``left`` is the sentence before the clause, ``ahead`` that
    before the name, ``spoken`` the clause before from the last thing named, ``earlier`` what stands before the
    sentence; ``open`` tells that another number follows at once, so that a verb between the two belongs to it;
    ``before_time`` are the words before a time where the name begins (酱香白酒产业 of
    酱香白酒产业前十个月完成产值876亿元); ``paragraph`` and ``sentence`` are the readings so far.
    """

    rule: ObservationRule
    count: int
    row: tuple[str, ...]
    points: bool
    counting: bool
    unit: str
    units: tuple[str, ...]
    times: tuple[TimeSpan, ...]
    groups: dict[str, str]
    left: str
    spoken: str
    ahead: str
    earlier: str
    open: bool
    before_time: str
    paragraph: Sequence[Reading]
    sentence: Sequence[Reading]

    def of_sum(self, base: str) -> bool:
        """Whether it is what projects cost together, which has a name only beside its sum (总投资…,增长27.5%)."""
        return any(r.base == base and r.rule.names == "sum" for r in self.sentence)

    def get(self, group: str) -> str:
        """The words of that group, or ``""``."""
        return self.groups.get(group, "")

"""Which time governs a number, and whether it is one of the day, of a year's course or of an event.

``observe_spans`` makes of them the days it covers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from kg.facts.indicators import lexicon
from kg.facts.observe_code import CODE, Code
from kg.facts.observe_reading import Reading
from kg.facts.observe_sections import Section
from kg.facts.periods import governing, is_state
from kg.language.alternation import one_of
from kg.language.calendar import TimeSpan

#: How many characters may stand between a time and the number it belongs to in 由2018年的1900万元增至….
_BESIDE = 3
_SETTLED = re.compile(r"[一-龥]{2,4}已经?(?:入驻|入园|落户|进驻)")


@dataclass(frozen=True, slots=True)
class Times:
    """The times before a number, in the order of the text: of its sentence, its paragraph and its section.

    ``reported`` are the months whose results the article tells, ``day`` that of the event it opened with; ``headed``
    says that the section's time stands in its heading.
    """

    sentence: Sequence[TimeSpan]
    paragraph: Sequence[TimeSpan]
    section: TimeSpan | None
    headed: bool
    reported: TimeSpan | None
    day: date | None

    @classmethod
    def of(cls, sentence: Sequence[TimeSpan], section: Section) -> Times:
        """The times of a sentence within its section."""
        return cls(sentence, section.paragraph_times, section.time, section.headed, section.reported, section.day)


def governed(code: Code, reading: Reading, times: Times) -> TimeSpan | None:
    """The time that governs a number; None when nothing does."""
    if reading.time is not None:
        return reading.time
    time = _governed(code, reading, times)
    if time is None or time.precision != "month" or time.kind != "date" or time.last is None:
        return time
    if not _SUMMED.search(code.literal(reading.sentence, reading.index)):
        return time
    # 6月财政运行情况:全区收入累计31.7亿元: from New Year on
    return replace(time, first=date(time.last.year, 1, 1), precision="period")


#: The months of a year added up.
_SUMMED = re.compile("累计(?!完成投资|签约|开工|引进|投入|培育|建成)")


def _governed(code: Code, reading: Reading, times: Times) -> TimeSpan | None:
    here = [t for i, t in code.times(reading.start, reading.index) if not reading.base_end or i > reading.base_end]
    if reading.first_of_two:
        return _beside(code, reading)
    if is_of_day(code, reading):
        near = [*times.sentence, *here]
        return next((t for t in reversed(near) if t in here or t.kind in ("until", "now")), None)
    if reading.base.endswith("余额") and not here and not times.sentence:  # 截至1月末,…。制造业贷款余额…
        until = next((t for t in reversed(times.paragraph) if t.kind == "until"), None)
        return until or governing(here, times.sentence, times.paragraph, times.section)
    return governing(here, times.sentence, times.paragraph, times.section)


def is_of_day(code: Code, reading: Reading) -> bool:
    """Whether a count is that of the day: 现有企业93家, 21家企业已经入园."""
    counted = reading.statistic == "count" and not is_awarded(code, reading) and not _progresses(code, reading)
    after = code.code[reading.index + 1 : reading.index + 10]
    return is_state(code.code[reading.start : reading.index], counted) or (counted and bool(_SETTLED.match(after)))


def _progresses(code: Code, reading: Reading) -> bool:
    """Whether the things counted have got on in the year's course: 已有23个项目开工建设."""
    return code.literal(reading.start, reading.index).endswith("有") and bool(flow().search(reading.base))


def is_awarded(code: Code, reading: Reading) -> bool:
    """Whether the things counted got into a class or list, which happens in a year: 有6家企业入选绿色工厂."""
    return bool(_entering().match(code.code, reading.index + 1))


@cache
def _entering() -> re.Pattern[str]:
    return re.compile(rf"[一-龥]{{2,8}}?{one_of(lexicon()['awards'])}")


def _beside(code: Code, reading: Reading) -> TimeSpan | None:
    for index in range(reading.index - 1, max(reading.start, reading.index - _BESIDE) - 1, -1):
        thing = code.tokens[index].thing if code.code[index] in (CODE["T"], CODE["K"]) else None
        if isinstance(thing, TimeSpan):
            return thing if thing.first else None  # 五年里由62家增至141家
    return None


@cache
def flow() -> re.Pattern[str]:
    """What is done in the course of a year (开工, 完成投资)."""
    return re.compile(one_of(lexicon()["flows"]))

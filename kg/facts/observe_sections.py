"""What a heading and the text so far say about the times of the figures below them.

A paper gives a time once and then goes on for paragraphs: a heading names the year of its section, the opening
paragraph the months whose results an article reports (上半年全市实现地区生产总值…), its first words the day of the
event (7月21日,…推介会在…举行), a bracket the day on which a list was made up (截至7月31日).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kg.facts.found import Context
from kg.facts.observe_modality import announces, is_plan_heading
from kg.facts.observe_reading import Reading
from kg.facts.periods import heading_time, last_year
from kg.language.calendar import TimeSpan, find_times, interval

#: News is of the last days before the paper's own; a day farther back is that of another story.
NEWS_DAYS = timedelta(days=10)
_AS_OF = re.compile(r"[\s\u3000]*[(\uff08]?(?:数据)?截[至止][^,,。;]{2,16}[)\uff09]?[\s\u3000]*")


@dataclass(slots=True)
class Section:
    """What a heading, and the article so far, say about the sentences below them."""

    time: TimeSpan | None = None
    planning: bool = False
    headed: bool = False  # the time stands in the heading itself
    reported: TimeSpan | None = None  # the months since New Year whose results are told
    told: bool = False  # a result of an area has been told
    day: date | None = None  # of the event the text opened with
    paragraph_times: list[TimeSpan] = field(default_factory=list)
    paragraph_plans: bool = False
    readings: list[Reading] = field(default_factory=list)

    def below(self, heading: str, context: Context) -> Section:
        """The section that a heading opens."""
        plan = is_plan_heading(heading)
        own = heading_time(heading, context.date)
        days = interval(context.date)
        if own and own.first and days and own.first > days[1] and not plan:
            own = None  # 一期后年投产: of one work, and of none of the figures
        time = own or (last_year(context.date) if plan is False else None)
        reported = own if own and own.precision == "period" else self.reported
        return Section(
            time or (self.time if plan is None else None),
            self.planning if plan is None else plan,
            headed=bool(own) or (self.headed and plan is None),
            reported=reported,
            day=self.day,
        )

    def new_paragraph(self, words: str, context: Context) -> None:
        """Forget the times of the paragraph before; a bracket with 截至 is the time of the list below it."""
        self.paragraph_times, self.paragraph_plans = [], False
        if _AS_OF.fullmatch(words):
            spans = [span for span in find_times(words, context.date) if span.kind == "until"]
            self.time, self.headed = (spans[0], True) if spans else (self.time, self.headed)

    def new_brief(self) -> None:
        """Forget what an item of a list is not bound by: the results and the event of the item before."""
        self.reported, self.day, self.told = None, None, False

    def move_on(self, opening: Sequence[TimeSpan], words: str, today: date | None) -> None:
        """Take over the year that opens a clause (今年,…将…) as the time of what follows, and the day of an event."""
        for span in opening:
            if _is_news(span, today):
                self.day = span.last
            if span.first and span.last and span.first.year < span.last.year < (today or span.last).year - 1:
                continue  # years long past are those of somebody's life
            if span.precision != "year" or span.kind not in ("date", "since") or span.edge or not span.last:
                continue
            if self.reported and today and span.last < today:
                continue  # a look back in a report on this year
            self.time, self.headed = replace(span, kind="section"), False
            if today and span.last < today:
                self.planning = False
            elif announces(words):
                self.planning = True

    def note(self, reading: Reading, time: TimeSpan | None, today: date | None) -> str:
        """Remember the months of a result of an area that has a time of its own: they are those of the report.

        Returns the key of the area when it is the first that the article reports on by name, else ``""``.
        """
        if time is None or today is None or not time.first or not time.last or reading.modality != "actual":
            return ""
        months = time.precision in ("period", "month")  # 前三季度, 1月
        cumulated = time.kind == "date" and months and (time.first.month, time.first.day) == (1, 1)
        result = reading.about.startswith("District:") and reading.quantity.kind in ("money", "percent")
        if cumulated and result and time.last <= today and time.first.year >= today.year - 1:
            first, self.told, self.reported = not self.told, True, replace(time, kind="section")
            return reading.about if first and reading.explicit else ""
        return ""


def _is_news(span: TimeSpan, today: date | None) -> bool:
    """Whether it is the day of what the text reports."""
    if today is None or span.first is None or span.last is None or span.precision != "day" or span.kind != "date":
        return False
    return today - NEWS_DAYS <= span.last <= today

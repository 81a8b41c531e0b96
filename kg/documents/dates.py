"""When a page appeared, to the precision it proves.

Evidence in the order in which it wins:
(1) a date line of the paper (2025年3月18日 星期二, 时间:2026-02-05): the day;
(2) the date under a public notice, when it lies within NOTICE_DAYS after the last day reported: the day, because
    notices are dated as they go to print;
(3) the last day the texts report (12月25日,…举行): its month only. A paper appears at the earliest on the day after,
    so the month is that of the day after, and the day itself stays open;
(4) the years the texts name: the year.
The year of a bare 12月25日 is the one that fits best with the years named: a year spoken of as past cannot lie after
the page, a year spoken of as coming (2025年…将) is next year late in the year and this year early in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.documents import bylines
from kg.documents.kinds import TEXT, Unit
from kg.documents.rules import pattern, words
from kg.language.numerals import parse_number

#: A notice is printed at most this many days after it was dated, and not before the last day reported.
NOTICE_DAYS = 7
#: Days reported lie within this many days of each other; farther ones are looked back on.
NEWS_DAYS = 45
#: From this month on 将 with a year means the next year, up to that month this year.
LATE_MONTH, EARLY_MONTH = 10, 6

_FULL = re.compile(r"((?:19|20)\d{2})(?: ?年 ?|[-./])(\d{1,2})(?: ?月 ?|[-./])(\d{1,2})(?: ?日|(?!\d))")
_NUMERAL = "[一二三四五六七八九十]"
_CHINESE_FULL = re.compile(rf"(二(?:{_NUMERAL}|[〇○零Oo]){{3}})年({_NUMERAL}{{1,2}})月({_NUMERAL}{{1,3}})日")
_DAY = re.compile(r"(?<!\d)(?<!\d年)(?<!\d年 )(\d{1,2}) ?月 ?(\d{1,2}) ?日")
#: A year, also without 年 before an event's name (2020湖南服饰博览会), but no count (2000名).
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?=年|(?![名个家户人余多米台套座亩元万亿吨平公])[一-鿿]{2})")


@dataclass(frozen=True, slots=True)
class _Reported:
    """A day the text reports: month and day, the year when it is printed, and whether it opens a paragraph."""

    month: int
    day: int
    year: int | None
    leads: bool


def page_date(units: Sequence[Unit]) -> str:
    """The page's date, ISO 8601 to the precision known, ``""`` when the page tells nothing."""
    printed = [d for unit in units if unit.kind in ("date", "masthead") for d in full_dates(unit.text)]
    if printed:
        return printed[0].isoformat()  # 1
    texts = [unit.text for unit in units if unit.kind in (*TEXT, "head", "caption", "deck", "resolution")]
    notices = sorted((d for unit in units if (d := _notice_date(unit)) is not None), reverse=True)
    for notice in notices:
        last = _last_reported(texts, notice.year)
        if last is None or timedelta(0) <= notice - last <= timedelta(NOTICE_DAYS):
            return notice.isoformat()  # 2
    last = _last_reported(texts)
    if last is not None:
        return (last + timedelta(1)).isoformat()[:7]  # 3
    year = _named_year(texts)
    return str(year) if year else ""  # 4


def own_date(units: Sequence[Unit]) -> str:
    """The date an article prints under its own headline (时间:2024年3月5日), ``""`` without one."""
    printed = [d for unit in units if unit.kind == "date" for d in full_dates(unit.text)]
    return printed[0].isoformat() if printed else ""


def full_dates(text: str) -> list[date]:
    """The complete dates printed in a text (2024年12月26日, 2026-02-05, 二〇二六年一月二十七日), in order."""
    found = [(m.start(), _date(int(m[1]), int(m[2]), int(m[3]))) for m in _FULL.finditer(text)]
    for m in _CHINESE_FULL.finditer(text):
        numerals = [parse_number(re.sub(r"[○Oo]", "〇", numeral)) for numeral in m.groups()]
        year, month, day = (int(n) if n is not None else 0 for n in numerals)
        found.append((m.start(), _date(year, month, day)))
    return [day for _, day in sorted(found, key=lambda pair: pair[0]) if day is not None]


def _notice_date(unit: Unit) -> date | None:
    """The date a notice ends with: a complete date as the last words, behind its issuer's name or alone."""
    if unit.kind not in TEXT:
        return None
    match = re.search(r"(?:^|[\s。一-鿿)])((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)$", unit.text)
    if not match or (len(unit.text) == len(match[1]) and unit.rule != "signature"):
        return None
    found = full_dates(match[1])
    spaced = unit.rule == "signature" or re.search(r"[\s。]\S{0,30}$", unit.text[: match.start(1)])
    return found[0] if found and spaced else None


# --- the last day reported ---


def _last_reported(texts: Sequence[str], year: int | None = None) -> date | None:
    """The latest day told as past; days that open paragraphs outweigh the others. ``year``: of days without one."""
    found = [day for text in texts for day in _reported(text)]
    leads = [day for day in found if day.leads] or found
    if not leads:
        return None
    dated = [(day, day.year or year or _year_of(day, texts)) for day in leads]
    days = [d for day, its in dated if its and (d := _date(its, day.month, day.day)) is not None]
    if not days:
        return None
    common = Counter(d.year for d in days).most_common(1)[0][0]
    newest = max(days)
    if newest.year > common and newest.month > EARLY_MONTH:
        newest = max(d for d in days if d.year == common)
    return newest


def _reported(text: str) -> Iterator[_Reported]:
    """The days a line reports, not those it announces, counts from, or puts into another year."""
    opening = bylines.dateline(text)
    start = opening.end if opening else 0
    for match in _DAY.finditer(text):
        if _announced(text, match):
            continue
        leads = match.start() - start <= 3 or text[match.start() - 1] in "”。"
        yield _Reported(int(match[1]), int(match[2]), None, leads)
    for full in _FULL.finditer(text):
        if not _announced(text, full) and text[full.end() - 1] == "日":
            yield _Reported(int(full[2]), int(full[3]), int(full[1]), text[: full.start()].strip("(—―-") == "")
    for day in full_dates(text):
        if _CHINESE_FULL.match(text.lstrip("—―-(")):
            yield _Reported(day.month, day.day, day.year, True)


def _announced(text: str, match: re.Match[str]) -> bool:
    """Whether a day is not the day of a deed: 将于…, 截至…, 去年…, the end of a range, or a deadline (…前)."""
    before, after = text[: match.start()], text[match.end() :]
    if re.search(r"(?:至|到|日—|日-|~)$", before) or after.startswith(("前", "起", "至", "以前", "之前", "止")):
        return True
    if before.endswith(words("not_reported")):
        return True
    clause = re.split(r"[。;!?]", before)[-1] + re.split(r"[。;!?]", after)[0]
    return bool(re.search(r"(?:^|[,、一-鿿])(?:将|拟)(?=[于在对为由举推])", clause))


# --- the year ---


def _year_of(day: _Reported, texts: Sequence[str]) -> int | None:
    """The year of a day printed without one: that which fits best with the years the page names."""
    named = _years(texts)
    candidates = sorted({year + step for year, _, _ in named for step in (-1, 0)}, reverse=True)
    beside = _years_beside(day, texts)
    scored = [(_fit(year, day, named, beside), year) for year in candidates]
    if not scored:
        return None
    best = max(scored)
    return best[1] if best[0] > 0 else None


def _fit(year: int, day: _Reported, named: Sequence[tuple[int, bool, int]], beside: Counter[int]) -> float:
    """How well a year fits what the page says of years; 0 and below: not at all."""
    fit = 3.0 * (beside[year] > 0)
    past = [y for y, future, _ in named if not future]
    fit += 1.0 * bool(past and max(past) == year)
    fit -= 3.0 * sum(y > year for y in set(past))
    latest = max(past, default=0)
    for coming in {y for y, future, _ in named if future and y >= latest}:
        if day.month >= LATE_MONTH:
            fit += 2.0 * (year == coming - 1) - 2.0 * (year > coming)
        elif day.month <= EARLY_MONTH:
            fit += 2.0 * (year == coming) - 2.0 * (year > coming)
        else:
            fit += 1.0 * (year in (coming, coming - 1))
    return fit


def _years(texts: Sequence[str]) -> list[tuple[int, bool, int]]:
    """The years a page names: year, whether its clause speaks of what is to come, and how often."""
    found: Counter[tuple[int, bool]] = Counter()
    for text in texts:
        for match in _YEAR.finditer(text):
            clause = re.split(r"[。;!?”]", text[match.start() :])[0][:60]
            before = re.split(r"[。;!?,“]", text[: match.start()])[-1]
            coming = _future().search(clause) or before.endswith(words("future_marks"))
            coming = coming or before.endswith(("至", "到", "于", "在"))
            found[int(match[1]), bool(coming)] += 1
    return [(year, future, count) for (year, future), count in sorted(found.items())]


def _years_beside(day: _Reported, texts: Sequence[str]) -> Counter[int]:
    """Years printed in the clause right behind the day (6月15日,2020年…两会)."""
    found: Counter[int] = Counter()
    for text in texts:
        for match in re.finditer(rf"(?<!\d){day.month}月{day.day}日(?:[—-]\d+日)?,?(?=\d)", text):
            if year := _YEAR.match(text, match.end()):
                found[int(year[1])] += 1
    return found


def _named_year(texts: Sequence[str]) -> int | None:
    """The latest year told as past when the page says 今年 or names a single year, else None."""
    past = [year for year, future, _ in _years(texts) if not future]
    now = any("今年" in text for text in texts)
    return max(past) if past and (now or len(set(past)) == 1) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _future() -> re.Pattern[str]:
    return pattern(r"^(?:19|20)\d\d年?(?:(?:{coming_feasts})|[^。]{0,40}?(?:{future_marks})|\d{1,2}月\d{1,2}日前)")

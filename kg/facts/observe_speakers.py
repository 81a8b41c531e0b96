"""Who tells the numbers: what a mayor or the head of a county's office says is about the area they serve.

Papers print it as 某市长说,…, as “…。”某局局长说, or as 某书记给出的数字是:…; the area need not be named again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.facts.found import Context, Found
from kg.records import Mention

_SAYS = re.compile(
    r"(?:在[^,。\n]{2,14}[上中时里])?(?:[一-龥]{0,4}?)(?:说|表示|介绍|透露|告诉|指出|强调|坦言|谈到|通报|给出|交出|报出|算)"
)
_PRONOUN = re.compile(r"(?<=[。,“”\n])[他她](?=(?:还)?(?:说|表示|介绍|透露|告诉|指出|强调|坦言))")
#: A manager without a name, of the firm last named: 公司负责人介绍.
_MANAGER = re.compile(
    r"(?:公司|企业|该厂|集团)[一-龥]{0,6}?(?:负责人|总经理|董事长|厂长|经理|主管)[一-龥]{0,4}?(?:说|介绍|表示|告诉|透露)"
)
#: A manager of the firm named right before: …饮品有限公司负责人说.
_OF_FIRM = re.compile(
    r"[^,。;:“”\n]{0,8}?(?:负责人|总经理|董事长|厂长|经理|主管|总监|创始人|掌门人|老板|当家人|理事长)[一-龥·]{0,6}?(?:说|介绍|表示|告诉|透露|坦言|称|道)"
)
#: How far behind a closing quotation mark its speaker may stand: ”市发展改革委副主任某某说.
_BEHIND_QUOTE = 40
#: Posts of people who speak for their own firm all the same.
_HONORARY = ("代表", "委员")
_SENTENCE_END = re.compile(r"[。!?\n]")
_CLOSED = re.compile(r"[。!?,]”[^“”。\n]*$")
_OWN_OFFICE = re.compile(r"(?P<level>[市州盟县区旗])")


def offices(tenures: Sequence[Found], text: str, context: Context) -> dict[str, str]:
    """The area that each person of an article serves, else the firm, by key; nobody who serves two of them."""
    served: dict[str, set[str]] = {}
    for tenure in tenures:
        roles, values = dict(tenure.roles), dict(tenure.values)
        area = _area(roles.get("of", ""), text[tenure.start : tenure.end], context)
        if area and values.get("status") not in ("Left", "Nominated") and not values["post"].endswith(_HONORARY):
            served.setdefault(roles["official"], set()).add(area)
    chosen = {p: {a for a in areas if a.startswith("District:")} or areas for p, areas in served.items()}
    return {person: min(areas) for person, areas in chosen.items() if len(areas) == 1}


def _area(body: str, words: str, context: Context) -> str:
    """The division a body belongs to: itself, or of 市发改委 the paper's city and of 县住建局 the article's county."""
    if not body.startswith("Organization:"):
        return body if body.startswith(("District:", "Company:")) else ""
    own = _OWN_OFFICE.match(words)
    if own is None:
        return ""
    return context.city if own["level"] in "市州盟" and context.city else context.home


class Speakers:
    """The areas of an article's speakers, and where what they say begins and ends (text offsets)."""

    def __init__(self, text: str, mentions: Sequence[Mention], serving: Mapping[str, str]) -> None:
        self.ranges = list(_ranges(text, mentions, serving))

    def area(self, offset: int) -> str:
        """The area of whoever speaks at that place, ``""`` when nobody does."""
        return next((area for start, end, area in reversed(self.ranges) if start <= offset < end), "")


def _ranges(text: str, mentions: Sequence[Mention], serving: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Offsets of what is said and whose it is, later ones the stronger."""
    people = [m for m in mentions if m.type in ("Official", "Person") and m.attr("key")]
    for person in people:
        if person.attr("key") in serving and _SAYS.match(text, person.end):
            area = serving[person.attr("key")]
            yield (*_speech(text, person.start, area.startswith("Company:")), area)
    for pronoun in _PRONOUN.finditer(text):
        before = next((p for p in reversed(people) if p.end <= pronoun.start()), None)
        if before and before.attr("key") in serving:
            area = serving[before.attr("key")]
            yield (*_speech(text, pronoun.start(), area.startswith("Company:")), area)
    firms = [m for m in mentions if m.type == "Company" and m.attr("key")]
    for firm in firms:
        if _OF_FIRM.match(text, firm.end):
            yield (*_speech(text, firm.start, True), firm.attr("key"))
    for manager in _MANAGER.finditer(text):
        named = next((f for f in reversed(firms) if f.end <= manager.start()), None)
        if named and text.count("\n", named.end, manager.start()) <= 1:
            yield (*_speech(text, manager.start(), True), named.attr("key"))


def _speech(text: str, speaker: int, short: bool) -> tuple[int, int]:
    """From the speaker, or the quotation that ends right before, to the end of the paragraph, or of the sentence.

    What an official says is about the same area as what the paper says beside it; what a manager says is not.
    """
    begin = text.rfind("\n", 0, speaker) + 1
    end = _SENTENCE_END.search(text, speaker) if short else None
    stop = end.end() if end else text.find("\n", speaker)
    closed = _CLOSED.search(text[max(begin, speaker - _BEHIND_QUOTE) : speaker])
    opened = text.rfind("“", begin, speaker) if closed else -1
    return opened if opened >= 0 else speaker, stop if stop >= 0 else len(text)

"""What a number is about: the thing named before it, else the sentence's, the paragraph's or the article's topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.facts.indicators import lexicon
from kg.facts.observe_affinity import (
    fits,
    fits_key,
    in_districts,
    of_districts,
    of_events,
    of_firms,
    of_works,
    own_measure,
)
from kg.facts.observe_code import CODE, QUANTITIES, Code, class_of
from kg.facts.observe_leading import leading, listing, objects, oblique, says_something
from kg.facts.observe_nearby import (
    BODIES,
    BUILT,
    VILLAGES,
    against,
    bearer,
    counted_works,
    is_group,
    named_after,
    of_builder,
    of_thing,
    of_work,
    only_of_things,
    owner,
    village_near,
)
from kg.facts.observe_pointers import REACH, UNKNOWN
from kg.facts.observe_reading import Reading
from kg.facts.observe_speakers import Speakers
from kg.records import Mention

#: A local paper's numbers are measured against the nation, hardly about it.
NATION = frozenset({"全国", "中国", "我国", "国内", "全球", "世界"})

#: What a number is not about, although it is the topic of its sentence.
OTHERS = frozenset({"Product", "Industry"})

#: For how many sentences a firm or work that one spoke of owns the measures of firms that name nobody.
LASTS = 4

_S = CODE["S"]
_CODES = "".join(CODE.values())
#: 全市第一 names a scope, 博览会期间 a time, 现场 a place.
_MEASURED_AGAINST = (CODE["R"], CODE["P"], CODE["B"])
#: The thing is the first of several: A、B、C等.
_ENUMERATION = re.compile(rf"(?:、|{_S}|[^{_S},,。]{{1,6}}、).*?等")
_PLACE_OR_TIME = re.compile(r"期间|上[,,]?|中[,,]?$|现场|以来|[内里]|会上")
#: 铜山镇的仪表产业起步早: what comes after is about the town.
_BRANCH = re.compile(rf"的[^{_CODES},。]{{1,10}}?(?:产业|行业|集群|产业链|工业|农业|经济|旅游|企业)")
_IN = re.compile(rf"[“\s]*在{_S}")
_INSIDE = re.compile(r"[内里]")
#: The name of an area that is only part of the name of a body: 桃溪镇人民政府承办.
_BODY = re.compile(r"(?:人民政府|政府|管委会|党委|党工委)?(?:主办|承办|协办)|人民政府")
#: 桃溪县 由…建设的产业园竣工, ◆桃溪县:黑茶进广州: the area at the head of a brief.
_BRIEF = re.compile(rf"[●■◆▲▶△◎★]?(?P<area>{_S})(?:[ \u3000]+|[::])")
#: What makes one thing part of the description of the next: 的 right before it, or a few words between.
_HEAD = re.compile(rf"[^,。;:!?、\n{_S}]{{0,14}}的[^,。;:!?、\n{_S}]{{0,6}}{_S}")
_SPEAKER = re.compile(r"[一-龥·]{2,4}[::]")
#: A sentence about the ceremony just held.
_THIS = re.compile(r"[此本这]次(?:活动)?的?(?:共|总共)?(?:集中)?(?:开工|竣工|签约|投产|开竣工)")
#: What several works bring together is that of whoever has them: 7个项目全部达产后,年产值可达60亿元.
_ALL_OF_THEM = re.compile(r"[\d两三四五六七八九十]个项目[^,,。;]{0,8}(?:达产|投产|建成|竣工|达效)[^,,。;]{0,3}后")
_PUBLISHES = re.compile(r"(?:近日|日前|昨日|今日|发文|联合)*(?:公布|发布|公示|通报|印发|揭晓|认定|评选|下发)")
#: A sentence about what will be when the work is done that the one before spoke of: “全部达产后,预计年产值38亿元.
_ONCE_DONE = re.compile(
    r"[\s“]*(?:该?项目)?(?:全部|全面|整体|完全|正式|一旦)*(?:建成|达产|投产|投用|满产|运营|竣工)[^,。]{0,6}?后"
)
#: 增幅最高的宜城达到64%: one of the parts of what is spoken of.
_SUPERLATIVE = re.compile(r"最[高大多快低小少慢]的$")
#: Shared out once more: 甲区21个、乙区17个;按投资规模,50亿元以上项目2个.
_ANOTHER_WAY = re.compile(r"[;;。,,](?:按照?|从|分)[^,,。;;]{2,8}(?:看|来看|分)?[,,]")
_EACH = re.compile(rf"(?P<things>{_S}(?:[、和与及]{_S}){{1,30}})各")


class Subjects:
    """Keeps track, sentence by sentence, of what the text is talking about."""

    def __init__(
        self,
        code: Code,
        home: str,
        mentions: Sequence[Mention],
        events: Sequence[tuple[int, str]],
        speakers: Speakers,
    ) -> None:
        self.code = code
        self.speakers = speakers
        self.home = home
        self.reported = ""  # the area on whose months the article reports
        self.others = frozenset(m.start for m in mentions if m.type in OTHERS)
        self.things = [m for m in mentions if m.type in BUILT | BODIES | OTHERS and m.attr("key")]
        self.areas = [m for m in mentions if m.type == "District" and m.attr("key")]
        self.firms = [m for m in mentions if m.type == "Company" and m.attr("key")]
        self.hosts = [
            (event.start, area.attr("key"))
            for event in mentions
            if event.type == "Event"
            for area in mentions
            if area.type == "District" and area.start == event.start and area.attr("key")
        ]  # areas that the names of events begin with
        self.events = events  # (start, key) of the events named in the article, in order
        self.grouped = ""  # whose projects were last counted together
        self.scene = ""  # key of the event at which the sentence is set
        self.foreign = False  # whether such a name is the topic of the sentence
        self.sentence_start = -1
        self.sentence_before = -1  # of the paragraph, -1 without one
        self.topic: Mention | None = None  # of the sentence
        self.spoken = False  # whether a clause of the sentence has said something
        self.passing = False  # the topic was named in the middle of a sentence that began about something else
        self.topic_is_object = False  # 启动某项目,…; after the semicolon the sentence goes on about its own subject
        self.paragraph: list[Mention] = []  # areas that were topics of the paragraph's sentences
        self.last: Mention | None = None  # topic of the last sentence that had one
        self.sentences = self.last_at = 0  # how many sentences there were, and where the last topic stood

    def new_paragraph(self, start: int) -> None:
        """Forget the paragraph before; a brief begins with the area it is from."""
        self.sentence_start, self.sentence_before, self.topic, self.paragraph = -1, -1, None, []
        if _SPEAKER.match(self.code.code, start):
            self.last = None  # in an interview each answer begins anew
        brief = _BRIEF.match(self.code.code, start)
        self.body_start = brief.end() if brief else start
        mention = self._mention(brief.start("area")) if brief else None
        if mention and class_of(mention) == "District":
            self.paragraph, self.last, self.last_at = [mention], mention, self.sentences

    def pass_clause(self, start: int, end: int, sentence: int, parts: bool = False) -> None:
        """Note the topic of a clause that has been read; one that gave the parts of a whole has none."""
        self._enter(sentence)
        if parts:
            return
        start = max(start, self.body_start) if start < self.body_start < end else start
        match = leading().match(self.code.code[start:end])
        spoken, self.spoken = self.spoken, self.spoken or says_something(self.code.code[start:end])
        mention = self._innermost(start + match.start("things"), start + match.end()) if match else None
        labelled = self.code.code[start - 1 : start] in (":", ":") and self.topic is not None  # 投资方:某公司
        if not match or mention is None or labelled or not self._is_topic(mention, start, end, match.end()):
            return
        if self.topic is None:
            self.last, self.last_at = mention, self.sentences
        self.passing = spoken and (self.topic is None or self.passing)
        self.topic = mention
        self.topic_is_object = bool(objects().search(self.code.code[start : start + match.start("things")]))
        listed = re.match(rf"[、和与及]{_S}", self.code.code[start + match.end() : end])
        if listed or _SUPERLATIVE.search(self.code.code, start, start + match.start("things")):
            return  # 甲、乙、丙三地…, 增幅最高的宜城: parts of what the paragraph is about
        if class_of(mention) == "District" and (
            self._leads(mention) or self.sentence_before < 0 or self._numbered(start)
        ):
            self.paragraph.append(mention)  # a firm or a project is the topic of its own sentence only

    def _numbered(self, end: int) -> bool:
        """Whether the sentence gives a number after that place."""
        rest = re.match(r"[^。!?!?\n]*", self.code.code[end:])
        return bool(rest and set(rest[0]) & set(QUANTITIES))

    def _leads(self, mention: Mention) -> bool:
        """Whether an area named in a later sentence of a paragraph goes on being its topic.

        It does when the paragraph has spoken of other areas, and when it is the home. In a paragraph on the home a
        sentence about one of its parts is passing.
        """
        others = any(m.attr("key") != self.home for m in self.paragraph)
        return others or mention.attr("key") == self.home

    def _innermost(self, start: int, end: int) -> Mention | None:
        """The first thing of a run, the last of a chain (广东省东莞市), the head of a phrase (某公司投资的某项目)."""
        mention = self._mention(start)
        if mention and class_of(mention) == "District" and start + 1 < end:
            return self._innermost(start + 1, end) or mention
        head = _HEAD.match(self.code.code, start + 1)
        return (self._innermost(head.end() - 1, head.end()) if head else None) or mention

    def _is_topic(self, mention: Mention, start: int, end: int, position: int) -> bool:
        """Whether the thing whose code ends at ``position`` of the clause is what the clause is about."""
        after = self.code.code[start + position : end]
        if self.code.text[mention.start : mention.end] in NATION or _BODY.match(after):
            return False
        if not after and _IN.match(self.code.code, start):
            return True  # 在桃溪县,像这样的企业有178家
        if class_of(mention) == "District" and self._of_body(mention):
            return False
        own = after.startswith("的") and not any(c in QUANTITIES for c in after) and not _BRANCH.match(after)
        if class_of(mention) == "District" and own:
            return False  # 桃溪镇的电站并网: that of something we do not know by name
        inside = _INSIDE.match(after) and class_of(mention) == "Park"
        if after[:1] in _MEASURED_AGAINST or (_PLACE_OR_TIME.match(after) and not inside):
            return False
        return not self._oblique(start, start + position - 1) and not _ENUMERATION.match(after)

    def _of_body(self, area: Mention) -> bool:
        """Whether the place only begins the name of a house of learning, or of the office that published a list."""
        body = next((b for b in self.things if b.type in BODIES and b.start == area.start and b.end > area.end), None)
        if body is None:
            return False
        housed = body.name.endswith(tuple(lexicon()["housed"]))
        return housed or bool(_PUBLISHES.match(self.code.text, body.end))

    def settle(self, reading: Reading, sentence: int, before: Sequence[Reading]) -> None:
        """Fill in what a reading is about: the key of a thing, the home, or ``""`` when there is none at all."""
        self._enter(sentence)
        keys = [reading.in_row] if reading.in_row else self._shared(reading) or [self._named(reading)]
        reading.explicit = bool(keys[0])
        reading.about = keys[0] or self._running(reading, sentence, before)
        reading.also = tuple(keys[1:])
        if not keys[0]:
            self._hand_over(reading, sentence, before)
        if not keys[0]:
            done = _ONCE_DONE.match(self.code.code, sentence)
            begin = self.body_start if done else sentence
            grouped = any((done or r.sentence == sentence) and is_group(r) for r in before)
            span = self.code.starts[begin], self.code.starts[reading.index]
            reading.about = of_work(self.code.text, reading.about, self.things, span, grouped)
        if not keys[0]:
            builder = of_builder(self.code, reading, sentence, self.firms)
            reading.about = named_after(reading, self.areas) or builder or reading.about
        all_done = _ALL_OF_THEM.search(self.code.literal(sentence, reading.index))
        together = all_done and (not keys[0] or (all_done["those"] and before))
        if together and self.grouped:
            reading.about = self.grouped
        if is_group(reading):
            self.grouped = reading.about
        within = before and before[-1].sentence == sentence
        unnamed = not within and not together and not keys[0] and of_works().match(reading.base)
        if reading.rule.names == "nth" and not keys[0]:
            reading.about = ""  # 成为全国第3家: of nobody here
        if reading.base == "完成投资" and reading.about.startswith(("District:", "Company:")):
            reading.about = ""
        if reading.base.startswith("村集体") and not reading.about.endswith(VILLAGES):
            span = self.code.starts[self.body_start], self.code.starts[reading.index]
            reading.about = village_near(self.areas, *span)
        if reading.statistic == "share":
            reading.indicator = against(self.code, reading)
        if reading.about == UNKNOWN or (reading.about.startswith("District:") and (unnamed or only_of_things(reading))):
            reading.about = ""  # 设计时速60公里 is that of a road which nobody named

    def _hand_over(self, reading: Reading, sentence: int, before: Sequence[Reading]) -> None:
        """Give a measure that no area has to the thing near by that can have it (…学校竣工,新增学位1350个)."""
        if not reading.about.startswith("District:"):
            return
        begin, end = self.code.starts[sentence], self.code.starts[reading.index]
        if of_thing(reading) and not any(r.sentence == sentence and is_group(r) for r in before):
            topic = self.topic if self.topic and class_of(self.topic) in BUILT else None
            near = topic or owner(self.code, reading, self.things, self.topic.start if self.topic else begin, end)
            if near is None and self.topic is None and self.sentence_before >= 0:
                near = owner(self.code, reading, self.things, self.code.starts[self.sentence_before], begin)
            reading.about = near.attr("key") if near else reading.about
        part = bearer(reading.base)
        if part and reading.statistic != "rank":
            known = next((m for m in reversed(self.things) if m.start < end and m.name.endswith(part)), None)
            reading.about = known.attr("key") if known else ""
            reading.of_nobody = known is None
            reading.indicator = reading.indicator.removeprefix(part)
            reading.base = reading.base.removeprefix(part)

    def _shared(self, reading: Reading) -> list[str]:
        """The things of 甲、乙各1户, to all of which the number belongs."""
        code = self.code.code
        each = _EACH.search(code, reading.start, reading.index)
        if not each or any(c in QUANTITIES for c in code[each.end() : reading.index]):
            return []
        mentions = [self._mention(i) for i in range(*each.span("things")) if code[i] == _S]
        return [m.attr("key") for m in mentions if m]

    def _named(self, reading: Reading) -> str:
        """The thing named before the number in its own clause."""
        for index in range(reading.index - 1, reading.start - 1, -1):
            counted = reading.rule.names == "nth"  # 成为该区第9家…: the area counts them
            if self.code.code[index] == _S and (counted or not self._oblique(reading.start, index)):
                mention = self._mention(index)
                rest = self.code.code[index + 1 : reading.index]
                against = reading.measured_against[0] <= index < reading.measured_against[1]
                if self.code.literal(index, index + 1) in NATION or self.code.code[index - 1] in "(\uff08":
                    continue
                if mention and not against and not _is_member(mention, rest) and fits(mention, reading):
                    return mention.attr("key")
        return ""

    def _running(self, reading: Reading, sentence: int, before: Sequence[Reading]) -> str:
        """The thing that the sentence, the paragraph or the article is about."""
        last = before[-1] if before else None
        if last and last.of_part and not reading.elided:
            turned = _ANOTHER_WAY.search(self.code.literal(last.index + 1, reading.index))
            whole = (r for r in reversed(before) if not r.of_part and (r.sentence == sentence or turned))
            last = next(whole, last)
        within = last is not None and last.sentence == sentence
        if last and within and last.of_nobody and self.topic is None:
            reading.of_nobody = True
            return UNKNOWN
        if reading.rule.names == "sum" and (counted := counted_works(before, sentence)):
            return counted.about  # 甲项目、乙项目等4个项目签约,总投资38.9亿元
        if last and within and (reading.elided or reading.rule.names in ("part", "split")):
            return self._turned_to(last, reading) or last.about
        beside = within and self.code.code[reading.start - 1 : reading.start] == "、"
        if last and beside and last.statistic == reading.statistic == "count" and not last.in_row:
            return last.about  # 入驻企业126家、设计机构58家
        if self.scene and reading.statistic in ("count", "level"):
            return self.scene
        event = self._event_before(self.code.starts[sentence]) if of_events().search(reading.base) else ""
        firm = last is not None and within and last.about and not last.about.startswith(("District:", "Event:"))
        if event and not firm and (self.topic is None or class_of(self.topic) != "District"):
            return event
        speaker = self.speakers.area(self.code.starts[reading.index])
        home = speaker if speaker.startswith("District:") else self.reported or self.home
        manager = speaker.startswith("Company:") and self.topic is None and not within
        if manager and not of_districts().search(reading.base) and not in_districts(reading):
            return speaker
        if self.foreign and self.topic is None:
            return home
        return (
            (self._continued(reading, sentence, last, within) if last else "")
            or (self._host(sentence) if self.topic is None else "")
            or self._spoken_of(reading, sentence, last)
            or self._carried(reading, last)
            or home
        )

    def _turned_to(self, last: Reading, reading: Reading) -> str:
        """The area that a clause behind the last number turned to: 甲县增长7%;乙市同样较快,增幅为6.5%."""
        if not (topic := self.topic) or class_of(topic) != "District" or topic.start < self.code.ends[last.index]:
            return ""
        return topic.attr("key") if fits(topic, reading) and not reading.base.endswith("排名") else ""

    def _continued(self, reading: Reading, sentence: int, last: Reading, within: bool) -> str:
        """The thing of the number before, when the sentence goes on about it or begins with 其中."""
        among = self.topic is None and self.code.code.startswith("其中", sentence)
        if among and last.about and fits_key(last.about, reading):
            return last.about
        at_event = self.topic is not None and class_of(self.topic) == "Event" and last.about.startswith("Event:")
        going_on = within and last.about and self._goes_on(last, reading)
        return last.about if going_on and (self.topic is None or at_event) else ""

    def _spoken_of(self, reading: Reading, sentence: int, last: Reading | None) -> str:
        """The topic of the sentence or of the paragraph, "" when neither can have the measure."""
        lapsed = self.topic_is_object and ";" in self.code.code[sentence : reading.start]
        counted = last and self.topic and last.sentence == sentence and last.about == self.topic.attr("key")
        lapsed = lapsed or (self.passing and not counted and not own_measure(reading))
        topics = ([self.topic] if self.topic and not lapsed else []) + self.paragraph[::-1]
        return next((topic.attr("key") for topic in topics if fits(topic, reading)), "")

    def _carried(self, reading: Reading, last: Reading | None) -> str:
        """The firm or work of a sentence before, for measures of firms."""
        lasting = (self.last and last and last.about == self.last.attr("key")) or self.sentences - self.last_at <= LASTS
        carried = self.last if self.topic is None and lasting else None
        if carried is None or class_of(carried) not in ("Company", "Project", "Park"):
            return ""
        spent = class_of(carried) == "Project" and reading.base.endswith("完成投资")  # 截至5月底,累计完成投资9.2亿元
        own = spent or bool(of_firms().search(reading.base))
        return carried.attr("key") if fits(carried, reading) and own else ""

    def _host(self, sentence: int) -> str:
        """The area whose ceremony 此次集中开工项目63个 is about (某市第二季度集中开工仪式在某区举行), else ""."""
        if not _THIS.match(self.code.code, sentence):
            return ""
        offset = self.code.starts[sentence]
        return next((key for start, key in reversed(self.hosts) if offset - REACH <= start < offset), "")

    def _goes_on(self, last: Reading, reading: Reading) -> bool:
        """Whether a number without a thing of its own is about that of the number before it."""
        kind = last.about.partition(":")[0]
        if kind == "Event":
            return not of_districts().search(reading.base)
        return kind == "District" or not (of_districts().search(reading.base) or in_districts(reading))

    def _enter(self, sentence: int) -> None:
        if sentence != self.sentence_start:
            self.sentence_before, self.sentence_start, self.topic = self.sentence_start, sentence, None
            self.sentences, self.spoken, self.passing = self.sentences + 1, False, False
            offset = self.code.starts[sentence] if sentence < len(self.code.starts) else 0
            words = self.code.literal(sentence, min(sentence + 8, len(self.code.code)))
            self.scene = self._event_before(offset) if words.startswith(tuple(lexicon()["scenes"])) else ""
            self.foreign = any(offset <= start <= offset + 2 for start in self.others)

    def _event_before(self, offset: int) -> str:
        return next((key for start, key in reversed(self.events) if offset - REACH <= start < offset), "")

    def _mention(self, index: int) -> Mention | None:
        thing = self.code.tokens[index].thing
        return thing if isinstance(thing, Mention) else None

    def _oblique(self, start: int, index: int) -> bool:
        while index > start and self.code.code[index - 1] == _S:
            index -= 1
        return bool(oblique().search(self.code.code[start:index]))


def _is_member(mention: Mention, rest: str) -> bool:
    """Whether the thing is one of those counted: A、B等25个项目. Areas are not, unless the list follows them."""
    if listing().search(rest):
        return False  # 园区已入驻甲公司、乙公司等企业23家
    return rest.startswith(("、", "等")) or ("等" in rest and class_of(mention) != "District")

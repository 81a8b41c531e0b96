"""What a number is about: the thing named before it, else the sentence's, the paragraph's or the article's topic."""

from __future__ import annotations

import re
from functools import cache

from kg.facts.indicators import lexicon, one_of
from kg.facts.observe_code import CODE, Code
from kg.facts.observe_names import Reading
from kg.records import Mention

_S = CODE["S"]
#: A thing at the head of a clause is its topic; times, quotation marks and a few words may stand before it.
_LEADING = re.compile(
    rf"^[\s、,:“\"”》)\d.{CODE['T']}{CODE['K']}]*(?:[^{''.join(CODE.values())},。]{{0,4}})[{CODE['T']}{CODE['K']}]?,?{_S}"
)
#: After these words a thing is where, for whom or against what something happens, not what the number is about.
_OBLIQUE = re.compile(r"(?:占|居|列|较|比|高于|低于|快于|向|给|对|与|和|被|由|投资方:|落户|位于|引进|来自|入驻|排名|排|超过|、)$")
_ENUMERATED = re.compile(r"^[^,,。;;]*?等")


class Subjects:
    """Keeps track, sentence by sentence, of what the text is talking about."""

    def __init__(self, code: Code, home: str) -> None:
        self.code = code
        self.home = home
        self.sentence_start = -1
        self.topic: Mention | None = None  # of the sentence
        self.paragraph: list[Mention] = []  # topics of the paragraph's sentences

    def new_paragraph(self) -> None:
        """Forget the paragraph before."""
        self.sentence_start, self.topic, self.paragraph = -1, None, []

    def pass_clause(self, start: int, end: int, sentence: int) -> None:
        """Note the topic of a clause that has been read."""
        self._enter(sentence)
        match = _LEADING.match(self.code.code[start:end])
        if not match:
            return
        mention = self._mention(start + match.end() - 1)
        if mention and not self._oblique(start, start + match.end() - 1) and not self._enumerated(start, end, match.end()):
            if start == sentence or not self.paragraph or self.topic is None:
                self.paragraph.append(mention)
            self.topic = mention

    def of(self, reading: Reading, sentence: int) -> str:
        """Key of the thing that the reading is about, ``""`` when there is none at all."""
        self._enter(sentence)
        for index in range(reading.index - 1, reading.start - 1, -1):
            if self.code.code[index] == _S and not self._oblique(reading.start, index):
                mention = self._mention(index)
                rest = self.code.code[index + 1 : reading.index]
                if mention and "等" not in rest and not self._in_scope(reading, index) and _fits(mention, reading):
                    return mention.attr("key")
        for topic in ([self.topic] if self.topic else []) + self.paragraph[::-1]:
            if _fits(topic, reading):
                return topic.attr("key")
        return self.home

    def _enter(self, sentence: int) -> None:
        if sentence != self.sentence_start:
            self.sentence_start, self.topic = sentence, None

    def _mention(self, index: int) -> Mention | None:
        thing = self.code.tokens[index].thing
        return thing if isinstance(thing, Mention) else None

    def _oblique(self, start: int, index: int) -> bool:
        return bool(_OBLIQUE.search(self.code.code[start:index]))

    def _enumerated(self, start: int, end: int, position: int) -> bool:
        return bool(re.match(rf"^(?:、|{_S}|[^{_S},,。]{{0,6}}、)+.*?等", self.code.code[start + position : end]))

    def _in_scope(self, reading: Reading, index: int) -> bool:
        """Whether the thing is what a rank or share is measured against (居全省第3位)."""
        if reading.statistic not in ("rank", "share") and "于" not in reading.indicator:
            return False
        words = self.code.literal(index, index + 1)
        return words in reading.indicator.replace(reading.base, "")


def _fits(mention: Mention, reading: Reading) -> bool:
    """Whether a thing of that class can have such a measure (no company has a gross domestic product)."""
    return mention.type in ("District", "Event") or not _of_districts().search(reading.base)


@cache
def _of_districts() -> re.Pattern[str]:
    return re.compile(one_of(lexicon()["of_districts"]))

"""Where a personal name ends, and whether a stretch can be one.

Chinese prints no spaces, so ``区长王强作报告`` leaves open whether 王强 or 王强作 is meant. Every possible end gets
points for what follows it (a predicate, punctuation, another mention), for characters common in given names, and
for being written again elsewhere in the text with something else behind it; the best end wins, if good enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.mentions import lexicon, tokens
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.symbols import label_of

HAN = "一-鿿〇"
#: Points an end needs: a good follower alone is enough, common characters alone are not.
ENOUGH = 2.0
#: Points an end needs right behind a title where the family name is a common word too (万, 江).
_ENOUGH_OF_WORD = 1.7
#: A stretch this frequent in the dictionary's corpus is a word rather than a name.
COMMON_WORD = 300
#: Characters that write no other foreign name, at the end of one with dots.
_RARE_TAIL = 2
#: One this frequent at the place where a name should begin speaks against a name there.
DOUBTFUL = 100
_SPACE = " \u3000"
_SPACED = re.compile(rf"([{HAN}]{{1,2}})[{_SPACE}]{{1,2}}([{HAN}])(?![{HAN}{_SPACE}]?[{HAN}]{{3}})")


@dataclass(frozen=True, slots=True)
class NameEnd:
    """A possible end of a name that begins at a known place, with its points."""

    end: int
    score: float


@cache
def _surnames() -> frozenset[str]:
    return lexicon.word_set("surname_common") | lexicon.word_set("surname_weak")


@cache
def _elements() -> re.Pattern[str]:
    parts = [lexicon.pattern_of(f"name_element_{n}") for n in ("tibetan", "mongol")]
    return re.compile("|".join(f"{p}{{1,3}}" for p in parts))


@cache
def _dotted() -> re.Pattern[str]:
    char = lexicon.pattern_of("translit_char")
    return re.compile(rf"{char}{{1,8}}(?:[·•・]{char}{{1,8}})+")


@cache
def _followers() -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of("after_name"))


@cache
def _speech() -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of("speech_verb"))


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(f"{lexicon.pattern_of('rank')}|{lexicon.pattern_of('head')}|{lexicon.pattern_of('lone_rank')}")


@cache
def look_alikes() -> dict[str, frozenset[str]]:
    """For every character those a reader of scanned pages may take it for."""
    table: dict[str, set[str]] = {}
    for group in lexicon.words("confusable"):
        for char in group:
            table.setdefault(char, set()).update(set(group) - {char})
    return {char: frozenset(others) for char, others in table.items()}


def squeeze(name: str) -> str:
    """A printed name in its normal form: without the space of 刘 伟, with one kind of dot."""
    return re.sub(rf"[{_SPACE}]", "", name).replace("•", "·").replace("・", "·")


def family_name(name: str) -> str:
    """The family name a Chinese name begins with, or ``""``."""
    for size in (4, 2):
        if len(name) > size and name[:size] in lexicon.word_set("surname_compound"):
            return name[:size]
    return name[0] if name and name[0] in _surnames() else ""


def is_name(text: str, misread: bool = False) -> bool:
    """Whether the whole stretch has the shape of a personal name and is no common word.

    With ``misread`` the first character may be one that is mistaken for a family name.
    """
    name = squeeze(text)
    if "·" in name:
        return bool(_dotted().fullmatch(name))
    if is_composed(name) or _is_steppe(name):
        return True
    family = family_name(name)
    rest = name[len(family) :] if len(family) > 1 else name  # 阿说日呷, of the clan of 阿说
    if lexicon.word_set("never_in_name") & set(rest) or is_address(name):
        return False
    if not family and misread and name and look_alikes().get(name[0], frozenset()) & _surnames():
        family = name[0]
    given = name[len(family) :]
    if given in lexicon.word_set("address_word") or given.startswith("某"):
        return False
    return bool(family) and 1 <= len(given) <= 2 and not looks_common(name)


def is_wordless(name: str) -> bool:
    """Whether two to four characters make no word and are none of the little words: 扎拓, 召罕丽, 岩罕.

    Names of Lahu, Dai, Wa and others begin with no known family name; where nothing but a name can stand, so much
    is enough.
    """
    banned = lexicon.word_set("never_in_name") | lexicon.word_set("particle")
    if not re.fullmatch(f"[{HAN}]{{2,4}}", name) or banned & set(name) or name in lexicon.word_set("not_name"):
        return False
    return all(end - start == 1 for start, end in tokens.cut(name)) and not is_address(name)


def is_composed(name: str) -> bool:
    """Whether it is a Tibetan or Mongolian name: two elements or more, or one that is a name of its own."""
    if len(name) == 2:
        return name in lexicon.word_set("name_element_tibetan")
    return len(name) >= 3 and _elements().fullmatch(name) is not None


def _is_steppe(name: str) -> bool:
    """Four or more characters that all write Mongolian and Tibetan names, and no word."""
    return len(name) >= 4 and set(name) <= lexicon.word_set("steppe_char") and not looks_common(name)


def looks_common(name: str) -> bool:
    """Whether the stretch is, begins with, or ends in a word that is no name."""
    banned = lexicon.word_set("not_name")
    if name in banned or name[:2] in banned or (len(name) > 2 and name[1:] in _ranks()):
        return True
    if len(name) == 3 and tokens.is_person(name):
        return False  # the dictionary knows famous people
    return tokens.frequency(name) >= COMMON_WORD or bool(len(name) == 3 and tokens.frequency(name[:2]) >= 3000)


@cache
def _ranks() -> frozenset[str]:
    return lexicon.word_set("rank") | lexicon.word_set("head") | lexicon.word_set("lone_rank")


def best_end(shown: str, at: int, enough: float = ENOUGH) -> NameEnd | None:
    """The most likely end of a name that begins at ``shown[at]``; None when none has ``enough`` points."""
    if found := _dotted().match(shown, at):
        return NameEnd(_dotted_end(shown, found.end()), 4.0)
    if (found := _elements().match(shown, at)) and len(found.group()) > 2 and is_composed(found.group()):
        return NameEnd(max([found.end(), *(e.end for e in _steppe(shown, at))]), 3.0)  # 萨仁其木格, not 萨仁其
    if (found := _SPACED.match(shown, at)) and is_name(found.group()):
        return NameEnd(found.end(), 3.0)
    options = [*_scored(shown, at), *_steppe(shown, at)]
    if enough < ENOUGH:
        options += _strange(shown, at)
    ends = sorted(options, key=lambda e: (-e.score, -e.end))
    if shown[at : at + 1] in lexicon.word_set("surname_weak"):
        enough = max(enough, ENOUGH if enough >= ENOUGH else _ENOUGH_OF_WORD)
    return ends[0] if ends and ends[0].score >= enough else None


def _dotted_end(shown: str, end: int) -> int:
    """Where a name with dots ends: a rare character or two may follow the usual ones, up to what closes the name."""
    if _first_word(shown[end:]) > 1 or _is_followed(shown, end):
        return end
    for last in range(end, min(end + _RARE_TAIL, len(shown)) + 1):
        if re.search(f"[^{HAN}]", shown[end:last]):
            break
        if _is_closed(shown, last) or _followers().match(shown, last) or _speech().match(shown, last):
            return last
    return end


def _is_followed(shown: str, at: int) -> bool:
    """Whether a predicate of more than one character follows."""
    follower = _followers().match(shown, at)
    return bool(follower and len(follower.group()) > 1)


def _steppe(shown: str, at: int) -> Iterator[NameEnd]:
    """A Mongolian or Tibetan name by its characters alone: all of them typical, and closed by what follows."""
    chars = lexicon.word_set("steppe_char")
    end = at
    while end < len(shown) and end - at < 7 and shown[end] in chars:
        end += 1
        if end - at >= 2 and (_is_closed(shown, end) or (end - at > 2 and _followers().match(shown, end))):
            common = looks_common(shown[at:end]) or tokens.frequency(shown[at:end]) > 0
            if is_composed(shown[at:end]):
                yield NameEnd(end, 2.4)
            elif (not common and not family_name(shown[at:end])) or (end - at > 3 and not common):
                yield NameEnd(end, 3.2 + 0.1 * (end - at))


def _strange(shown: str, at: int) -> Iterator[NameEnd]:
    """Right after a title: two to four characters that make no words (or a word like 田野), closed or before a verb."""
    run = re.compile(f"[{HAN}]{{2,8}}").match(shown, at)
    if not run:
        return
    size = 0
    for start, end in tokens.cut(run.group()):
        if end - start > 1 or run.group()[start] in lexicon.word_set("particle"):
            break
        size = end
    if 2 <= size <= 4 and (_is_closed(shown, at + size) or _is_followed(shown, at + size)):
        yield NameEnd(at + size, 1.5)
    plain = re.compile(f"[{HAN}]{{2}}(?![{HAN}])").match(shown, at)
    if plain and family_name(plain.group()) and _may_be_name(plain.group()):
        yield NameEnd(plain.end(), ENOUGH)  # 州监委主任田野: a word, but nothing else can stand there


def _may_be_name(word: str) -> bool:
    banned = lexicon.word_set("surname_joint") | lexicon.word_set("particle")
    return word[0] not in banned and word not in lexicon.word_set("not_name") and not is_address(word)


def is_address(word: str) -> bool:
    """Whether a family name is followed by a form of address only (王部)."""
    return len(word) == 2 and word[1] in lexicon.word_set("form_of_address")


def _is_closed(shown: str, at: int) -> bool:
    """Whether no character follows but punctuation, a mention or the end."""
    return at >= len(shown) or not re.match(f"[{HAN}]", shown[at])


def _scored(shown: str, at: int) -> Iterator[NameEnd]:
    run = re.compile(f"[{HAN}]{{2,5}}").match(shown, at)
    if not run:
        return
    family = family_name(run.group())
    longest = (len(family) or 1) + 2
    for size in range((len(family) or 1) + 1, min(longest, len(run.group())) + 1):
        name = shown[at : at + size]
        if is_name(name, misread=True):
            score = _score(shown, at, at + size)
            yield NameEnd(at + size, score if family else score - 2)


def _score(shown: str, at: int, end: int) -> float:
    name, rest = shown[at:end], shown[end : end + 6]
    score = 0.0
    closed = _is_closed(shown, end)
    if closed:
        score += 3.5  # punctuation, a mention or the end of the text
        score -= 4.0 if name[-1] in "说称道" and rest else 0.0
        if rest and label_of(rest[0]) and len(name) > 2 and name[-1] in lexicon.word_set("particle"):
            score -= 4.0  # 李明到江安镇: the particle belongs to what follows
        if rest and label_of(rest[0]) == "Post" and name[0] in lexicon.word_set("surname_weak"):
            score -= 3.0  # 书记任设区市党委常委
    elif follower := _followers().match(rest):
        score += 3.0 if len(follower.group()) > 1 else 2.2
    elif _first_word(rest) > 1 or rest[0] in lexicon.word_set("action"):
        score += 1.3
    given = name[len(family_name(name)) or 1 :]
    common = lexicon.word_set("given_char")
    score += sum(0.4 if c in common else -0.3 for c in given)
    named = given[-1] in lexicon.word_set("particle_in_names") and _is_followed(shown, end)  # 方可为宣布
    named = named or (given[-1] == "和" and bool(_speech().match(rest)))  # 冯清和介绍: nobody is joined to a verb
    if not closed and given[-1] in lexicon.word_set("particle") and given[-1] not in common and not named:
        score -= 2.0
    if len(given) == 2:
        score += 0.3  # most names have three characters
    if name[0] in lexicon.word_set("surname_joint") and not (closed and len(name) == 3):
        score -= 0.5 if _follow_no_words(shown, at + 1, len(name) - 1) else 3.0
    if not closed and score < 4 and len(family_name(name)) < 2 and _first_word(shown[at : at + 8], DOUBTFUL) > 1:
        score -= 1.5  # what begins here is a word of the dictionary
    return score + _written_again(shown, name, end)


def _follow_no_words(shown: str, at: int, size: int) -> bool:
    """Whether after a joint (向, 应, 为) stand characters of no word and no other name: 区长向立坤, not 向群众."""
    rest = shown[at : at + size]
    if Gazetteer.load().form(rest):
        return False  # 会长来宝鸡考察
    common = lexicon.word_set("surname_common") - lexicon.word_set("surname_weak")
    if size == 1:  # 向宇表示, not 向上汇报
        return rest in lexicon.word_set("given_char") and _is_followed(shown, at + 1)
    return rest[0] not in common and _first_word(shown[at : at + 8], COMMON_WORD) < 2


def _first_word(text: str, frequent: int = 20) -> int:
    """Length of the dictionary word a text begins with; 1 where it is none or a rare one."""
    plain = re.match(f"[{HAN}]*", text)
    if not plain or not plain.group():
        return 0
    start, end = tokens.cut(plain.group())[0]
    return end - start if tokens.frequency(plain.group()[start:end]) >= frequent else 1


def _written_again(shown: str, name: str, end: int) -> float:
    """Points for other places where the stretch stands with something else behind it."""
    return min(1.5, 0.8 * len(_behind(shown, name) - {shown[end : end + 1]}))


@lru_cache(maxsize=1024)  # a name that stands in a hundred places is asked about a hundred times
def _behind(shown: str, name: str) -> frozenset[str]:
    """What stands behind a stretch wherever it is written."""
    return frozenset(shown[i + len(name) : i + len(name) + 1] for i in _places(shown, name))


def _places(shown: str, name: str) -> Iterator[int]:
    at = shown.find(name)
    while at >= 0:
        yield at
        at = shown.find(name, at + 1)

"""Who holds which title: has_honour with its rank, its date and who gives it.

A frame (``rules/awards.yaml``) finds the title and the verb that bestows it; who receives it is read from what
stands before the verb in its clause, or after the title where a list follows. A title only aimed at (争创, 力争),
or given to a number of unnamed ones (4家企业), is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.facts.found import Found
from kg.facts.plans import Plans
from kg.facts.relate import Sentence
from kg.mentions import lexicon
from kg.mentions import rules as rulebook
from kg.mentions.projection import Token
from kg.mentions.symbols import label_of

#: What can hold a title, as the text names it.
_HOLDERS = frozenset(
    ("Company", "District", "Project", "Park", "Place", "Product", "Person", "Official", "Organization", "Industry",
     "Event", "Anaphor")
)  # fmt: skip
_CLAUSE = re.compile(r"[,;:。!?\n]")
_NUMERAL = "一二三四五六七八九十两\\d"
_PLACES = (("冠军", "1"), ("亚军", "2"), ("季军", "3"))


def awards(sentence: Sentence, plans: Plans) -> Iterator[Found]:
    """The titles one sentence says somebody holds."""
    given: list[str] = []  # who received the title before: a clause without a subject speaks of the same
    last = -1  # where that title stands
    for match, rule in _frames(sentence):
        if rule.name == "award.also" and match.start() - 1 != last:
            continue  # the title before it is only spoken of
        if rule.name != "award.listed_line" and (_is_aim(sentence, match, plans) or _is_counted(sentence, match)):
            continue
        keys = _recipients(sentence, match, rule, given)
        if "honour" in rule.pattern.groupindex:
            given, last = keys or given, match.start("honour")
        yield from _facts(sentence, match, rule, keys)


def _facts(sentence: Sentence, match: re.Match[str], rule: rulebook.Rule, keys: list[str]) -> Iterator[Found]:
    start, end = sentence.view.span(*match.span())
    by = _giver(sentence, match.start())
    date = sentence.topics.when(start, end)
    for honour in _honours(sentence, match, rule):
        values = (("rank", _stated_rank(sentence, match) or _rank_of(honour)), ("date", date))
        for key in keys:
            if key != honour:
                roles = (("recipient", key), ("honour", honour), *((("by", by),) if by and by != key else ()))
                yield Found("award", roles, values, start, end, rule.name, rule.confidence)


def _honours(sentence: Sentence, match: re.Match[str], rule: rulebook.Rule) -> list[str]:
    """Keys of the titles a frame speaks of; who was counted in one list is in the list published before too."""
    if rule.name == "award.listed_line":
        return _listed_honour(sentence, sentence.view.span(*match.span())[0])
    keys = _keys(sentence, match.span("honour"))
    if rule.name == "award.bestowed" and _listed_after(sentence, match.end()):
        published = [m.span("honour") for m in _published().finditer(sentence.view.shown, 0, match.start())]
        keys = [*(k for span in published for k in _keys(sentence, span)), *keys]
    return keys


def _recipients(sentence: Sentence, match: re.Match[str], rule: rulebook.Rule, given: list[str]) -> list[str]:
    if rule.name == "award.also":
        return given
    if rule.name == "award.bestowed":
        return _listed_after(sentence, match.end()) or _subject(sentence, match.start("verb"), given)
    return _keys(sentence, match.span("recipient"))


def _frames(sentence: Sentence) -> list[tuple[re.Match[str], rulebook.Rule]]:
    """Every frame of the sentence in order of place; of two about the same title the rule of higher priority."""
    found: dict[int, tuple[re.Match[str], rulebook.Rule]] = {}
    for rule in rulebook.load("awards"):
        for match in rule.pattern.finditer(sentence.view.shown):
            at = match.start("honour") if "honour" in rule.pattern.groupindex else match.start()
            found.setdefault(at, (match, rule))
    return [found[at] for at in sorted(found)]


def _keys(sentence: Sentence, span: tuple[int, int]) -> list[str]:
    return [k for t in sentence.view.tokens_in(*span) for m in t.members if (k := m.attr("key"))]


# --- who


def _subject(sentence: Sentence, verb: int, given: list[str]) -> list[str]:
    """Keys of who receives what the verb at ``verb`` bestows, or none when only a number or an unknown name does."""
    begin = max((m.end() for m in _CLAUSE.finditer(sentence.view.shown, 0, verb)), default=0)
    holder = _last_holder(sentence, begin, verb)
    if holder is not None:
        index, token = holder
        return _of_holder(token, _without_glue(_spelled(sentence, index + 1, verb, token.end)))
    bare = _without_glue(_spelled(sentence, begin, verb))
    if not bare:
        return _of_clause_before(sentence, begin) or given or _topic(sentence, begin)
    if bare.endswith(lexicon.words("award_work")) and not _counted().search(bare):
        return _home(sentence)
    return []


def _of_holder(token: Token, gap: str) -> list[str]:
    """The members of a holder, unless the words between it and the verb speak of something else."""
    if gap.startswith("\0") or (_counted().search(gap) and not gap.startswith("等")):
        return []
    if len(gap) > _MAX_GAP and not gap.endswith(lexicon.words("award_work")):
        return []
    return [k for m in token.members if (k := m.attr("key"))]


#: Characters of unknown words that may part a holder from its verb (姚家坝卫生院中医骨伤科获评).
_MAX_GAP = 6


def _last_holder(sentence: Sentence, begin: int, end: int) -> tuple[int, Token] | None:
    shown = sentence.view.shown
    for i in range(end - 1, begin - 1, -1):
        token = sentence.view.token(i)
        if (
            token
            and label_of(shown[i]) in _HOLDERS
            and not shown.startswith(("唯一", "首个", "首批", "首家", "第"), i + 1)
        ):
            return i, token
    return None


def _of_clause_before(sentence: Sentence, begin: int) -> list[str]:
    """For a clause without a subject: who ends the clause before (设计师杨柳,获得…), else who opens the sentence."""
    shown = sentence.view.shown
    if begin >= 2 and label_of(shown[begin - 2]) in _HOLDERS and (token := sentence.view.token(begin - 2)):
        return [k for m in token.members if (k := m.attr("key"))]
    for i in range(begin):
        if label_of(shown[i]) in _HOLDERS and (token := sentence.view.token(i)):
            return [k for m in token.members if (k := m.attr("key"))]
    return []


def _topic(sentence: Sentence, at: int) -> list[str]:
    start = sentence.view.starts[at] if at < len(sentence.view.starts) else sentence.end
    key = sentence.topics.last("Company|District|Anaphor@paragraph", start)
    return [key] if key else _home(sentence)


def _home(sentence: Sentence) -> list[str]:
    return [sentence.context.home] if sentence.context.home else []


def _listed_after(sentence: Sentence, end: int) -> list[str]:
    """Keys of a list that names who was counted: …3家企业入选绿色工厂,包括A、B、C."""
    match = _list_after().match(sentence.view.shown, end)
    return _keys(sentence, match.span("who")) if match else []


def _listed_honour(sentence: Sentence, at: int) -> list[str]:
    """Key of the title whose list this line belongs to, when the words before the list lead in to it."""
    text = sentence.article.text
    lead = text.rfind(":\n", 0, at)
    if lead < 0 or not re.search(lexicon.pattern_of("award_list_lead"), text[max(0, lead - _LEAD) : lead]):
        return []
    if any(
        not re.match(r"\s*(?:—+|[·•●■◆]|\d{1,2}[.、])", line)
        for line in text[lead + 2 : at].split("\n")
        if line.strip()
    ):
        return []
    key = sentence.topics.last("Honour", lead)
    return (
        [key]
        if key and key.partition(":")[2].strip("'") in re.sub("[“”‘’《》]", "", text[max(0, lead - 80) : lead])
        else []
    )


#: Characters before the colon in which the lead-in says what the list is.
_LEAD = 12


# --- how


def _is_aim(sentence: Sentence, match: re.Match[str], plans: Plans) -> bool:
    """Whether the title is only aimed at: 力争…获评, 争创, or among plans a verb of achieving (创成, 纳入)."""
    shown = sentence.view.shown
    at = match.start("verb") if "verb" in match.re.groupindex else match.start()
    begin = max((m.end() for m in _CLAUSE.finditer(shown, 0, at)), default=0)
    if _wish().search(shown, begin, at):
        return True
    if "verb" not in match.re.groupindex or match.group("verb") not in lexicon.word_set("award_achieving"):
        return False
    return plans.is_plan(sentence.view.span(at, at + 1)[0])


def _is_counted(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the title is a class of which some are counted: 新增专精特新企业77家."""
    after = _spelled(sentence, match.end("honour"), min(match.end("honour") + 2, len(sentence.view.shown)))
    return bool(_counted().match(after)) and not after.startswith("第")


def _giver(sentence: Sentence, before: int) -> str:
    """Key of the body that gives or publishes the title, named before it in the sentence."""
    spans = [m.span("by") for m in _giving().finditer(sentence.view.shown[: before + 1])]
    keys = _keys(sentence, spans[-1]) if spans else []
    return keys[0] if keys else ""


def _stated_rank(sentence: Sentence, match: re.Match[str]) -> str:
    """The number of 第46位 behind the title, or ``""``."""
    if not match.groupdict().get("rank"):
        return ""
    number = re.search(r"第(\d+)", _spelled(sentence, *match.span("rank")))
    return number.group(1) if number else ""


def _rank_of(honour: str) -> str:
    """The rank a title names itself: the 亚军 of a contest is second; 制造业单项冠军 is no place in a contest."""
    name = honour.partition(":")[2]
    for word, rank in _PLACES:
        if name.endswith(word) and (word != "冠军" or re.search(lexicon.pattern_of("award_contest"), name)):
            return rank
    return ""


def _spelled(sentence: Sentence, begin: int, end: int, after: int = 0) -> str:
    """A stretch with dates left out and numbers as the text has them; other mentions stay symbols.

    What lies before the text offset ``after`` belongs to a list already read; a closing quotation mark whose
    opening one stands before the stretch shows as NUL unless it comes first.
    """
    view = sentence.view
    out: list[str] = []
    for i in range(begin, end):
        label = label_of(view.shown[i])
        if view.starts[i] < after or label == "Date":
            continue
        if label in ("Quantity", "Ordinal") or (label == "Anaphor" and view.shown.startswith("唯一", i + 1)):
            out.append(sentence.article.text[view.starts[i] : view.ends[i]])
        else:
            out.append(view.shown[i])
    words = "".join(out)
    cut = words.find("”")
    return words if cut <= 0 or "“" in words[:cut] else "\0" + words


@cache
def _glue() -> re.Pattern[str]:
    counters = "".join(lexicon.words("award_count"))
    return re.compile(
        rf"{lexicon.pattern_of('award_glue')}|[全本]?[省市国县区]?唯一|[“”‘’《》()]|第?[{_NUMERAL}]+(?:年|次|度|届|连)"
        rf"|等(?:[{_NUMERAL}]+[{counters}])?[一-鿿]{{0,6}}$"
    )


def _without_glue(words: str) -> str:
    """The words that are left when adverbs and quotation marks are taken away."""
    return _glue().sub("", words)


@cache
def _counted() -> re.Pattern[str]:
    counters = "".join(lexicon.words("award_count"))
    return re.compile(rf"(?:\([一-鿿]{{1,4}}\))?[{_NUMERAL}]+余?[{counters}]")


@cache
def _list_after() -> re.Pattern[str]:
    return rulebook.compile_pattern(
        r"[“”‘’》]*(?:称号|名单|榜单)?,?(?:其中)?(?:[,:](?:包括|分别是|分别为|即|为|是|它们是|有)|分别是|分别为|包括)(?P<who><Company|District|Project|Place|Park|Person|Product>)",
        {}, "kg/facts/awards.py",
    )  # fmt: skip


@cache
def _wish() -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of("honour_wish") + r"[^,。]{0,20}$")


@cache
def _published() -> re.Pattern[str]:
    return rulebook.compile_pattern(r"{honour_publish_main}[“‘《]*(?P<honour><Honour>)", {}, "kg/facts/awards.py")


@cache
def _giving() -> re.Pattern[str]:
    return rulebook.compile_pattern(
        r"(?P<by><Organization|Company>)[^,。;\n<Company|District|Project>]{0,10}?{award_giver_verb}",
        {},
        "kg/facts/awards.py",
    )

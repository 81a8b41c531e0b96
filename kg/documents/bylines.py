"""Who wrote, photographed and edited: credits as they are printed, to names with roles.

A credit is a run of role words, names and marks behind names: ``株洲日报全媒体记者/张三 通讯员/李四 王五``,
``记者 张三 摄``, ``责编:于 岚``, ``文/张三 图/李四``. ``parse`` reads a whole credit or nothing; ``dateline``,
``tail`` and ``bracketed`` find the credits that stand inside a paragraph. All texts are width-folded. Answers are
remembered, for the same lines are asked about by every step that cuts and orders a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg.documents.rules import attached_roles, pattern, roles, surnames, words

#: A credit is short: what is longer is a list of participants or a sentence.
MAX_CREDIT = 90

_NAME = r"[一-鿿]{1,8}(?:·[一-鿿]{1,8})+?|[一-鿿]{2,4}?"
_CHUNK = re.compile(r"[^\s、,;|丨()\[\]【】]+")
_BULLETS = "□■●○◆◇▢☐△▲ "
#: How to reach the makers of a page, behind their names.
_CALL = re.compile(r"(?<!\s)\s+(?:联系|办公|值班)?(?:电话|热线|邮箱|Email|E-mail)\s?[:/]?\s?[\w@.-]+$")
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Credit:
    """A person and what they did; offsets count in the text parsed. ``outlet`` is the paper printed before the role."""

    name: str
    role: str
    outlet: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A credit inside a paragraph: the stretch it takes (with brackets), its people, and the paper a dateline names."""

    start: int
    end: int
    people: tuple[Credit, ...]
    paper: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a credit: ``kind`` is role, name or mark."""

    kind: str
    text: str
    start: int
    end: int
    outlet: str = ""


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[Credit, ...] | None:
    """The people of a text that is a credit and nothing else, in printed order; None when it is not one."""
    if len(text) > MAX_CREDIT:
        return None
    tokens = _tokens(_CALL.sub("", text))
    if not tokens:
        return None
    if all(token.kind == "name" for token in tokens):
        return _closing_names(text, tokens)
    return _assign(tokens) or None


@lru_cache(maxsize=1024)
def dateline(text: str) -> Found | None:
    """The dateline a news paragraph begins with: ``本报讯(记者 张三)``, ``株洲日报讯``, ``新华社北京3月1日电``.

    ``paper`` is the paper it names, ``""`` for 本报. A bracketed credit alone at the beginning counts too.
    """
    match = _dateline().match(text)
    if not match:
        return None
    people = _inside(match, "credits") or (_inside(match, "told") if match.group("mark") else ())
    if match.group("mark") and match.group("credits") and not people:
        people = _shift(parse("记者 " + (match.group("credits") or "")) or (), match.start("credits") - len("记者 "))
    if not match.group("mark") and not people:
        return None
    understood = people or not (match.group("credits") or match.group("told"))
    end = match.end() if understood else match.end("mark")
    end += len(text[end:]) - len(text[end:].lstrip(" "))
    if end == len(text):
        return None
    paper = match.group("paper") or ""
    named = "" if paper in words("own_paper") else paper
    return Found(0, end, tuple(_employed(c, named) for c in people), named)


@lru_cache(maxsize=1024)
def tail(text: str) -> Found | None:
    """The credit at the end of a caption or photo story: ``…形成一道风景线。株洲日报全媒体记者/张三 摄``."""
    end = len(text.rstrip(")] "))
    for match in _tail_starts().finditer(text, max(0, end - MAX_CREDIT)):
        start = match.end()
        if people := parse(text[start:end]):
            opened = match.group()[-1:] in ("(", "[")
            return Found(start - 1 if opened else start, len(text), _shift(people, start))
    return None


def after_label(text: str) -> Found | None:
    """The makers behind the number and name of a page: ``A2 综合 责任编辑 张三 版式 李四``."""
    for match in pattern(r"(?<=[ |丨])(?:{roles})(?=[ :/])").finditer(text):
        if people := parse(text[match.start() :]):
            return Found(match.start(), len(text), _shift(people, match.start()))
    return None


@lru_cache(maxsize=1024)
def bracketed(text: str) -> Found | None:
    """The bracketed credit at the end of a paragraph: ``……(记者 张三 通讯员 李四)``."""
    match = re.search(r"\((?P<credits>[^()]{2,60})\)$", text)
    people = _inside(match, "credits") if match else ()
    if match and not people and re.search(r"[。!?”]$", text[: match.start()]):
        people = _shift(parse(match.group()) or (), match.start())
    return Found(match.start(), match.end(), people) if match and people else None


def is_editing(people: Sequence[Credit]) -> bool:
    """Whether a credit names the makers of the page, not the authors of an article."""
    return all(person.role in ("编辑", "校对") for person in people)


def _employed(person: Credit, paper: str) -> Credit:
    """A reporter under a paper's dateline is that paper's; correspondents are nobody's."""
    return replace(person, outlet=paper) if person.role == "记者" and not person.outlet else person


def _inside(match: re.Match[str], group: str) -> tuple[Credit, ...]:
    inner = match.group(group)
    return _shift(parse(inner) or (), match.start(group)) if inner else ()


def _shift(people: Sequence[Credit], by: int) -> tuple[Credit, ...]:
    return tuple(replace(person, start=person.start + by, end=person.end + by) for person in people)


# --- reading the words of a credit ---


def _tokens(text: str) -> list[_Token] | None:
    """The words of a credit; None at the first word that belongs to none. Joins names printed with a space."""
    tokens: list[_Token] = []
    half: _Token | None = None  # a lone character that begins a spaced name (于 岚)
    offset = len(text) - len(text.lstrip(_BULLETS))
    for token in _words(text, offset):
        if token is None:
            return None
        if half is not None:
            if token.kind != "half" and not (token.kind == "name" and token.text[1:] == "摄"):
                return None
            tokens.append(_Token("name", half.text + token.text[0], half.start, token.start + 1))
            if token.kind == "name":
                tokens.append(_Token("mark", "摄", token.end - 1, token.end))
            half = None
        elif token.kind == "half":
            half = token
        else:
            tokens.append(token)
    return None if half else tokens


def _words(text: str, offset: int) -> Iterator[_Token | None]:
    """The words of a credit one by one; None for one that does not belong, ``half`` for a lone character."""
    for chunk in _CHUNK.finditer(text, offset):
        word, at = chunk.group(), chunk.start()
        if _paper().fullmatch(word) and "记者" in text[chunk.end() :]:
            continue  # 营口日报、营口发布记者: the first of two
        if match := _role().match(word):
            kind = "mark" if match.group("role") in _marks() and match.end() == len(word) else "role"
            yield _Token(kind, match.group("role"), at, at + match.end(), match.group("outlet") or "")
            at, word = at + match.end(), word[match.end() :]
        at, word = at + len(word) - len(word.lstrip("/:")), word.lstrip("/:")
        if word:
            yield from _name_words(word, at)


def _name_words(word: str, at: int) -> Iterator[_Token | None]:
    """A word that should be a name, perhaps with a mark fastened to it (张三摄, 张三/图), or a mark alone."""
    if word in _marks():
        yield _Token("mark", word, at, at + len(word))
    elif len(word) == 1 and _HAN.match(word):
        yield _Token("half", word, at, at + 1)
    elif (match := _name().match(word)) and _can_name(match.group("name")):
        end = at + len(match.group("name"))
        yield _Token("name", match.group("name"), at, end)
        if match.group("mark"):
            yield _Token("mark", match.group("mark").lstrip("/"), end, at + len(word))
    else:
        yield None


def _closing_names(text: str, tokens: Sequence[_Token]) -> tuple[Credit, ...] | None:
    """Bare names in brackets, as they close short news: ``(周 正 吴双)``. Each must begin with a surname."""
    if not re.fullmatch(r"\(.*\)", text) or not all(_surname().match(token.text) for token in tokens):
        return None
    return tuple(Credit(token.text, "作者", "", token.start, token.end) for token in tokens)


@cache
def _surname() -> re.Pattern[str]:
    family = "|".join((*surnames(compound=True), *surnames(compound=False)))
    return re.compile(rf"(?:{family})[一-鿿]{{1,2}}$")


def _can_name(word: str) -> bool:
    """Whether a word can be a name: 获悉, 调查获, 区宣传部 cannot."""
    if word.endswith(words("no_name_ends")):
        return False
    return not any(word == other or (len(other) > 1 and word.startswith(other)) for other in words("no_names"))


def _assign(tokens: Sequence[_Token]) -> tuple[Credit, ...]:
    """Give every name its role: that of the role word before it, and that of the mark behind it."""
    people: list[Credit] = []
    group: list[_Token] = []  # names since the last role word or mark
    role = outlet = ""
    for i, token in enumerate(tokens):
        following = tokens[i + 1].kind if i + 1 < len(tokens) else ""
        if token.kind == "name":
            group.append(token)
            people += [Credit(token.text, r, outlet, token.start, token.end) for r in _split_role(role) if r]
        elif token.kind == "mark" and group and _is_behind(token, group[-1], following):
            known = {(person.start, person.role) for person in people}
            for r in _split_role(_mark_role(token.text, bool(role))):
                people += [Credit(n.text, r, outlet, n.start, n.end) for n in group if (n.start, r) not in known]
            group, role, outlet = [], "", ""
        else:
            group, role, outlet = [], roles().get(token.text, ""), token.outlet
    return tuple(sorted(people, key=lambda person: person.start))


def _is_behind(mark: _Token, name: _Token, following: str) -> bool:
    """Whether a mark belongs to the names before it: fastened to one, or no role word for the name after it."""
    return mark.start == name.end or following != "name" or mark.text not in roles()


def _mark_role(mark: str, has_role: bool) -> str:
    """The role a mark adds to the names before it; 报道 adds none to reporters."""
    if mark in words("photo_marks"):
        return roles().get(mark, "摄影")
    return roles().get(mark, "" if has_role else "作者")


def _split_role(role: str) -> tuple[str, ...]:
    return ("作者", "摄影") if role == "图文" else (role,) if role else ()


@cache
def _marks() -> frozenset[str]:
    return frozenset((*words("photo_marks"), *words("text_marks")))


@cache
def _role() -> re.Pattern[str]:
    """A role word at the beginning of a word, with its paper: names follow after a stroke, a space or at once."""
    attached = "|".join(re.escape(word) for word in attached_roles())
    return pattern(
        r"(?P<outlet>{own_paper}|[一-鿿A-Za-z·]{1,12}?(?:{media_suffixes})|{media_names}|[一-鿿]{2,4}发布(?=\S{0,4}记者)"
        r"|[A-Z]{2,6})?"
        rf"(?:{{role_modifiers}})*(?P<role>(?:{{roles}})(?=[/:]|$)|(?:{attached}))"
    )


@cache
def _paper() -> re.Pattern[str]:
    return pattern(r"[一-鿿A-Za-z·]{1,12}?(?:{media_suffixes})|{media_names}")


@cache
def _name() -> re.Pattern[str]:
    """A name, with a mark behind a stroke or one that can end no name fastened to it (张三/图, 张三摄)."""
    return pattern(rf"(?P<name>{_NAME})(?P<mark>/(?:{{photo_marks}}|{{text_marks}})|摄影报道|摄影|文/图|摄)?$")


@cache
def _dateline() -> re.Pattern[str]:
    place = (
        r"[一-鿿 ]{0,8}?(?:\d{1,2}月\d{1,2}日)? ?"
        r"(?:(?<![通喜资音短快简问电])讯(?![员息问])|专电|电(?![子力视话商影脑器动网信缆机池台]))"
    )
    known = r"{own_paper}|[一-鿿]{2,4}报(?=讯)|[一-鿿A-Za-z·]{1,8}?(?:{media_suffixes})|{media_names}"
    other = r"[一-鿿A-Za-z·]{2,10}?(?=\d{0,2}月?\d{0,2}日?讯 ?\((?:[^()]{0,12}(?:记者|通讯员)))"
    return pattern(
        rf"(?P<mark>【?(?P<paper>{known}|{other}){place}】?)?(?=[\s(:,|丨一-鿿“\d]) *[:|丨]? *"
        r"(?:\((?P<credits>[^()]{2,70})\)|(?P<told>(?:{own_paper})?(?:{role_modifiers})*(?:记者|通讯员)[^。,;:]{2,40}?)"
        r"(?:报道|摄影报道)?[:,|丨])?[ :]*"
    )


@cache
def _tail_starts() -> re.Pattern[str]:
    return re.compile(r"^|[。!?”…)]\s*|\s+|[(\[]")

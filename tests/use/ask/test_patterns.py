"""What is read off a pattern's text must be true of the compiled pattern, or questions would be passed over."""

from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.mentions.symbols import symbol
from kg.use.ask.patterns import GAP, Macros, Pattern

MACROS = Macros({"place": "(?P<place><District|Park>)", "t": "(?:(?P<when><Date>)年?)?"})


def pattern(text: str) -> Pattern:
    return Pattern(text, MACROS, "这里")


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("{place}有{t}", [{"District", "Park"}]),
        ("{place}?有", []),
        ("(?:<Post>|{place}<Post>)", [{"Post"}]),
        ("(?:<Post>|{place})", []),
        ("(?:{place}的)*<Post>", [{"Post"}]),
        ("(?:{place}的)+", [{"District", "Park"}]),
        ("{place}{0,2}", []),
        ("{place}{1,2}", [{"District", "Park"}]),
        ("(?=<Post>)有", []),
        ("[<]?<Event>", [{"Event"}]),
    ],
)
def test_needs(text: str, needed: list[set[str]]) -> None:
    assert MACROS.needs(text) == {frozenset(kinds) for kinds in needed}


def test_alphabet() -> None:
    found = pattern("{place}[0-2a]有{t}{stage_signed}").alphabet
    assert {"0", "1", "2", "a", "有", "年", "签", symbol("Park"), symbol("Date")} <= found
    assert not {"3", "b", "-", "{", "(", symbol("Post")} & found


def test_a_slot_may_stand_twice() -> None:
    assert pattern("{t}{place}{t}有").slots == {"when", "place"}


def test_one_slot_is_left_open_at_a_time() -> None:
    two = pattern("{place}和(?P<post><Post>)")
    opened = two.opened(None)
    assert [sorted(kinds) for _, kinds in opened] == [["District", "Park"], ["Post"]]
    match = opened[0][0].fullmatch(f"火星区和{symbol('Post')}")
    assert match
    assert match[GAP] == "火星区"
    assert [sorted(kinds) for _, kinds in two.opened(frozenset({"Post"}))] == [["Post"]]
    assert pattern("(?:<District>的)*有").opened(None) == [], "what may be repeated is no slot"


def test_a_bad_pattern_is_named() -> None:
    with pytest.raises(DataError, match="这里 的 patterns 不合法"):
        _ = pattern("(有").regex
    with pytest.raises(DataError, match="能匹配哪些字"):
        _ = pattern("有.").regex
    with pytest.raises(DataError, match="没有定义的词类或宏"):
        _ = pattern("{nothing_of_the_sort}").regex

"""Small articles for the tests of observations: ``[全市]`` marks a thing named, ``[三一|Company]`` its class."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.facts.found import Context, Found
from kg.facts.observe import observe
from kg.records import Article, Mention

_MARK = re.compile(r"\[(?P<name>[^\]|]+)(?:\|(?P<type>\w+))?\]")


def marked(text: str) -> tuple[str, list[Mention]]:
    """The text without its marks, and the mentions they stand for (their key is class and name)."""
    plain, mentions, position = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[position : match.start()]
        name = match["name"]
        end = len(plain) + len(name)
        kind = match["type"] or "District"
        mentions.append(Mention(1, len(plain), end, kind, name, "test", 0.9, (("key", f"{kind}:{name}"),)))
        plain += name
        position = match.end()
    return plain + text[position:], mentions


def observations(
    text: str, date: str = "2024-12-26", home: str = "家乡", serving: Mapping[str, str] | None = None
) -> tuple[str, list[Found]]:
    """What ``observe`` finds in a marked text that is one body paragraph, and the text without marks."""
    plain, mentions = marked(text)
    article = Article(1, "", (0, 0), (), "", date, plain, tuple(range(len(plain))), ())
    context = Context(home=f"District:{home}", city="", date=date, newspaper="")
    return plain, observe(article, mentions, context, serving)


def shown(found: Found) -> str:
    """``thing indicator statistic value+unit``, as rule examples write it."""
    values = dict(found.values)
    about = dict(found.roles)["about"].partition(":")[2]
    return f"{about} {values['indicator']} {values['statistic']} {values['value']}{values['unit']}"

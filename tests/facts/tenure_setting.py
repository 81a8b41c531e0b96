"""Run people and tenures over articles of a made-up page, as the pipeline does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.facts.found import Context, Found
from kg.facts.tenures import tenures
from kg.mentions import organizations
from kg.mentions.people import PeopleResult, people
from kg.records import Mention
from tests.mentions.people_setting import article_of, mentions_of


def page(
    texts: Sequence[str], districts: Iterable[str], home: str = "", city: str = "", date: str = ""
) -> tuple[PeopleResult, list[Found]]:
    """The people and tenures of a page whose articles have these texts; ``home`` and ``city`` are names."""
    names = list(districts)
    articles = [article_of(text, i, date) for i, text in enumerate(texts, 1)]
    context = Context(_key(home), _key(city), date, "")
    found = {a.position: mentions_of(a.text, names, a.position) for a in articles}
    result = people(articles, found)
    facts: list[Found] = []
    for article in articles:
        keyed = [_with_key(m, context) for m in result.mentions[article.position]]
        facts += tenures(article, keyed, context)
    return result, facts


def _key(name: str) -> str:
    return f"District:{name}" if name else ""


def _with_key(mention: Mention, context: Context) -> Mention:
    if mention.type == "Organization":
        key, _forms = organizations.key_and_forms(mention, context.home, context.city)
    elif mention.type in ("Company", "Park"):
        key = f"{mention.type}:{mention.name}"
    else:
        return mention
    return replace(mention, attrs=tuple(sorted({**dict(mention.attrs), "key": key}.items())))


def shown(fact: Found) -> str:
    """A tenure as the case files write it: 姓名 | 职务 | 所属 | 状态."""
    roles, values = dict(fact.roles), dict(fact.values)
    parts = (_name(roles["official"]), values["post"], _name(roles["of"]), values["status"])
    return " | ".join(parts)


def dated(fact: Found) -> str:
    """The same with the day as of which the text says so, and the first and last day where stated."""
    values = dict(fact.values)
    return f"{shown(fact)} | {values['asOf']} | {values['start']} | {values['end']}".rstrip(" |")


def _name(key: str) -> str:
    return key.partition(":")[2]

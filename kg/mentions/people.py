"""Who is who on one page: which mentions are one person, under which key.

(1) Names found at anchors in any article are looked for everywhere else on the page (``known_names``); (2) the
mentions of one name are one person unless the page itself tells two apart (``homonyms``); (3) a name that differs
by one look-alike character is a misreading of another when post or article agree (``misreads``); (4) whoever holds
a public post is an Official, anyone else a Person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.mentions import homonyms, known_names, misreads, posts
from kg.mentions.personal_names import squeeze
from kg.mentions.persons import only_people
from kg.records import Article, Byline, Mention, Pairs

#: Rules that find a person before the post they get or lose.
_POST_AFTER = frozenset(
    ("person.appointed", "person.dismissed", "person.object_of_decision", "person.takes_office", "person.resume")
)
#: Rules whose anchor by itself says that the person holds a public post.
_SURELY_PUBLIC = frozenset(
    ("person.comrade", "person.leaders", "person.among_leaders", "person.leader", "person.before_title",
     "person.candidate")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """One person as the page knows them: what a LocalEntity needs besides its evidence."""

    key: str
    type: str  # Official · Person
    name: str
    forms: tuple[str, ...]  # every other form, as printed, sorted
    attrs: Pairs = ()


@dataclass(frozen=True, slots=True)
class PeopleResult:
    """``mentions``: by article position, all given mentions, those of people keyed, new ones added, in order of
    place. ``bylines``: by article position and the byline's source offset, the key of its person.
    """

    persons: tuple[LocalPerson, ...]
    mentions: Mapping[int, tuple[Mention, ...]]
    bylines: Mapping[tuple[int, int], str]


def people(articles: Sequence[Article], mentions: Mapping[int, Sequence[Mention]]) -> PeopleResult:
    """The people of one page and their keys. The result does not depend on the order of the mentions given."""
    found: dict[int, list[Mention]] = {a.position: list(mentions.get(a.position, ())) for a in articles}
    texts = {a.position: a.text for a in articles}
    named = {m.name for ms in found.values() for m in only_people(ms)} | {b.name for a in articles for b in a.bylines}
    for article in articles:
        found[article.position] += known_names.find(article, found[article.position], named)
    groups = homonyms.split(texts, found)
    around = {position: posts.Surroundings(ms) for position, ms in found.items()}
    groups = misreads.join(texts, around, groups)
    return _result(articles, texts, found, around, groups)


def _result(
    articles: Sequence[Article],
    texts: Mapping[int, str],
    found: Mapping[int, list[Mention]],
    around: Mapping[int, posts.Surroundings],
    groups: Sequence[homonyms.Group],
) -> PeopleResult:
    persons: dict[str, LocalPerson] = {}
    key_of: dict[Mention, str] = {}
    for group in groups:
        person = _person(group, texts, around)
        persons[person.key] = person
        key_of.update(dict.fromkeys(group.mentions, person.key))
    by_name = {name: key for key, person in sorted(persons.items(), reverse=True) for name in _names(person)}
    bylines: dict[tuple[int, int], str] = {}
    for article in articles:
        for byline in article.bylines:
            key = by_name.get(squeeze(byline.name))
            if key is None:
                person = _author(byline)
                key = by_name[person.name] = person.key
                persons[key] = person
            bylines[article.position, byline.start] = key
    keyed = {position: tuple(_keyed(ms, key_of, persons)) for position, ms in found.items()}
    return PeopleResult(tuple(persons[k] for k in sorted(persons)), keyed, bylines)


def _names(person: LocalPerson) -> set[str]:
    return {person.name, *(squeeze(f) for f in person.forms)}


def _author(byline: Byline) -> LocalPerson:
    name = squeeze(byline.name)
    forms = (byline.name,) if byline.name != name else ()
    return LocalPerson(f"Person:{name}", "Person", name, forms)


def _person(group: homonyms.Group, texts: Mapping[int, str], around: Mapping[int, posts.Surroundings]) -> LocalPerson:
    """The person a group of mentions names; a sex mark is part of the name where the page needs it."""
    public = any(_public(m, texts[m.article], around[m.article]) for m in group.mentions)
    kind = "Official" if public else "Person"
    name = f"{group.name}({group.mark})" if group.mark else group.name
    printed = {texts[m.article][m.start : m.end] for m in group.mentions} | {m.name for m in group.mentions}
    sexes = sorted({m.attr("sex") for m in group.mentions} - {""})
    attrs = (("sex", sexes[0]),) if len(sexes) == 1 else ()
    return LocalPerson(f"{kind}:{name}", kind, name, tuple(sorted(printed - {name})), attrs)


def _public(mention: Mention, text: str, around: posts.Surroundings) -> bool:
    """Whether the words around this mention give the person a post of party, state or public institution."""
    if mention.rule in _SURELY_PUBLIC:
        return True
    held = posts.chain_before(text, around, mention.start)
    if mention.rule == "person.after_post" and not held:
        held = _shared(text, around, mention)
    if mention.rule in _POST_AFTER:
        line_end = text.find("\n", mention.end)
        line_end = len(text) if line_end < 0 else line_end
        held += around.posts(mention.end, line_end)
    return any(posts.read(text, post, around).public for post in held)


def _shared(text: str, around: posts.Surroundings, mention: Mention) -> list[Mention]:
    """The title before the first name of a list (副主任章志群、黎素云: for 黎素云)."""
    last = next(around.earlier(mention.start), None)
    return [last] if last and not set(text[last.end : mention.start]) & set("。;;\n") else []


def _keyed(
    mentions: Iterable[Mention], key_of: Mapping[Mention, str], persons: Mapping[str, LocalPerson]
) -> list[Mention]:
    keyed = []
    for m in mentions:
        if key := key_of.get(m):
            attrs = tuple(sorted({**dict(m.attrs), "key": key}.items()))
            m = replace(m, type=persons[key].type, attrs=attrs)
        keyed.append(m)
    return sorted(keyed, key=lambda m: (m.start, -m.end, m.type))


def by_key(result: PeopleResult) -> dict[str, list[Mention]]:
    """The mentions of every person of a page."""
    grouped: defaultdict[str, list[Mention]] = defaultdict(list)
    for mentions in result.mentions.values():
        for m in only_people(mentions):
            grouped[m.attr("key")].append(m)
    return dict(grouped)

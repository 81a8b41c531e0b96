"""From the slots of a question to the parameters of a query: terms of the graph, never query text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.graph import terms
from kg.graph.vocab import FZ, XSD
from kg.mentions import posts as postbook
from kg.use.ask import words
from kg.use.ask.match import Match
from kg.use.ask.names import Names
from kg.use.ask.phrasings import Step
from kg.use.ask.records import Slot
from kg.use.parameters import Param
from kg.use.queries import bind

#: How a slot's mention gives a part: ``when.first`` is the first day of a time. ``stage.text`` is the very words.
_PARTS = ("first", "last", "value")
#: Lines of a query's header that no longer hold once its parameters have values.
_DECLARED = ("#+ params", "#+ question")
_OPEN = re.compile(r"(?m)^ *VALUES \?\w+ \{ UNDEF \}\n")


def sparql(step: Step, match: Match, names: Names) -> str:
    """The query of one step with the values of a match in its data blocks, as a file of its own could have it."""
    params = {param.name: param for param in step.query.params}
    bound: dict[str, tuple[str, ...]] = {}
    for name, source in step.bind:
        slot = match.slots.get(source.partition(".")[0])
        if slot:
            bound[name] = tuple(_terms(params[name], slot, source.partition(".")[2], match.slots, names))
            assert bound[name], f"{step.query.name}: {slot.name} gives {name} no value"  # unbound it would mean all
    for name, values in step.fixed:
        bound[name] = tuple(_fixed(params[name], value) for value in values)
    text = without_open(bind(step.query, bound))
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_DECLARED))


def without_open(text: str) -> str:
    """A query without the data blocks that have no value: they restrict nothing, and the engine answers sooner."""
    return _OPEN.sub("", text)


def _terms(param: Param, slot: Slot, part: str, slots: Mapping[str, Slot], names: Names) -> Iterator[str]:
    if part == "text":
        yield _literal(param, slot.said)
    elif part in _PARTS:
        for mention in slot.mentions[:1]:
            yield _literal(param, mention.attr(part))
    elif param.type == "iri":
        yield from map(terms.iri, slot.iris)
    elif words.stands_for_values(slot.name):
        yield from (_fixed(param, value) for value in words.values(slot.name, slot.said))
    elif any(mention.type == "Post" for mention in slot.mentions):
        areas = [mention.name for other in slots.values() for mention in other.mentions if mention.type == "District"]
        meant = {post for said in slot.labels for post in post_labels(said, "".join(areas[-1:]), names)}
        yield from (terms.text(label, "zh") for label in sorted(meant))
    else:
        yield from (_literal(param, label) for label in slot.labels)


def post_labels(said: str, area: str, names: Names) -> set[str]:
    """The posts of the graph that are meant by the words for one, and the words themselves in their proper form.

    区委书记 is also meant by 书记; 代区长 is 区长; 长 after 东江区 is 区长.
    """
    proper = words.same_posts().get(said, said)
    proper = postbook.normal(proper.removeprefix("代理").removeprefix("代"), area) if area else proper
    fuller = (
        name.label
        for name in names.of_kind("Post")
        if name.label.endswith(proper) and words.post_prefix().fullmatch(name.label[: -len(proper)])
    )
    return {proper, said, *fuller}


def _literal(param: Param, value: str) -> str:
    if param.type == "date":
        return terms.typed(value, XSD.date)
    if param.type == "decimal":
        return terms.decimal(value)
    return terms.text(value, "zh") if param.type == "name" else terms.text(value)


def _fixed(param: Param, value: str) -> str:
    if param.type == "term":
        return terms.iri(FZ[value])
    return _literal(param, value)

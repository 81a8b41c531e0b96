"""Pages from templates: the environment, the two languages of the interface, and where an IRI leads.

Every text of the graph reaches a page through the templates' escaping; an IRI becomes a link only when it is one of
the graph's own, which leads to a page here, or begins with http:// or https://.

The interface is written in Chinese; ``english.json`` has the English for each of its texts, and is read by the
scripts as well. What the graph says is never translated.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.use.links import TYPE_LABELS

#: Languages of the interface; the first is the one it is written in.
LANGUAGES = ("zh", "en")
#: What an IRI may hold beyond letters and digits when it becomes a path; the percent sign is its own escape already.
_SAFE = "/#()!$&'*+,;=:@~%-._"


def render(name: str, language: str, here: str, **values: Any) -> str:
    """The page of that template in one of ``LANGUAGES``, with its own address on this site.

    Raises UndefinedError for a value that the template needs and was not given.
    """
    names = {local: local for local in TYPE_LABELS} if language == "en" else TYPE_LABELS
    template = _environment().get_template(f"{name}.html")
    speaking = {"_": partial(say, language), "lang": language, "type_labels": names}
    return template.render(**speaking, here=here, built=bundle_is_built(), **values)


def say(language: str, text: str, **values: object) -> str:
    """A text of the interface in a language, with ``{name}`` replaced; Chinese where there is no English yet."""
    said = english().get(text, text) if language == "en" else text
    return said.format(**values) if values else said


@cache
def english() -> dict[str, str]:
    """The English of the interface by its Chinese."""
    found: dict[str, str] = json.loads((files("kg") / "assets" / "serve" / "english.json").read_text(encoding="utf-8"))
    return found


def bundle_is_built() -> bool:
    """Whether the parts of the workbench that are made of libraries are there (``make web``)."""
    return (files("kg") / "assets" / "web" / "network.js").is_file()


def local(iri: str, base: str) -> str:
    """Where an IRI leads: one of the graph's own to its page here, another one there when it is a web address."""
    if iri.startswith(base):
        return f"/id/{quote(iri.removeprefix(base), safe=_SAFE)}"
    return quote(iri, safe=f"{_SAFE}?[]") if iri.startswith(("http://", "https://")) else ""


def quoted(iri: str, start: int, end: int, link: Callable[[str], str]) -> str:
    """Where the words ``start:end`` of an article's source are shown, marked: the article's page, at the mark."""
    path, _, position = link(iri).partition("#")
    return f"{path}?mark={position}.{start}-{end}#quote" if position else link(iri)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg", "assets/serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    looks = json.loads((files("kg") / "assets" / "types.json").read_text(encoding="utf-8"))
    environment.globals.update(types=tuple(looks), quoted=quoted)
    return environment

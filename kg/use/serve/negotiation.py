"""Which of several media types a client takes: ``Accept`` after RFC 9110, with q-values and wildcards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Media types of answers, by the name of the format; where a format has several, the first is its own.
TABLES = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRIPLES = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "ntriples": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
}
HTML = {"html": ("text/html", "application/xhtml+xml")}
JSON = {"json": ("application/json",)}
#: Text types say in which encoding; XML says so itself, JSON has but one.
_WITH_CHARSET = ("text/html", "text/csv", "text/tab-separated-values", "text/turtle", "text/plain")


@dataclass(frozen=True, slots=True)
class Choice:
    """A format and the media type to send it as."""

    format: str
    media: str

    @property
    def content_type(self) -> str:
        """The value of Content-Type."""
        return f"{self.media}; charset=utf-8" if self.media in _WITH_CHARSET else self.media


@dataclass(frozen=True, slots=True)
class _Range:
    """One element of Accept: ``*`` where a wildcard stands."""

    type: str
    subtype: str
    quality: float

    def fits(self, media: str) -> int:
        """How exactly it names the media type: 0 not at all, 3 by name."""
        type_, _, subtype = media.partition("/")
        if self.type == "*":
            return 1
        if self.type != type_:
            return 0
        return 2 if self.subtype == "*" else 3 if self.subtype == subtype else 0


def choose(accept: str, offers: Mapping[str, Sequence[str]]) -> Choice | None:
    """The format the client likes best, of equals the first offered; None when it takes none of them.

    No header, or an empty one, takes anything. Further media types of a format are found only when asked for by name.
    """
    ranges = _ranges(accept) or [_Range("*", "*", 1.0)]
    best: tuple[float, int, Choice] | None = None
    order = 0
    for format_, names in offers.items():
        for media in names:
            exact, quality = max(((r.fits(media), r.quality) for r in ranges), key=lambda pair: pair[0])
            order += 1
            if not exact or not quality or (media != names[0] and exact < 3):
                continue
            if best is None or (quality, -order) > best[:2]:
                best = (quality, -order, Choice(format_, media))
    return best[2] if best else None


def _ranges(accept: str) -> list[_Range]:
    found = []
    for element in accept.split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        type_, slash, subtype = name.lower().partition("/")
        if not slash:
            continue
        found.append(_Range(type_, subtype, _quality(parameters)))
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0

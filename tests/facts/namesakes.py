"""Pages that each name one person or thing: what resolution has to tell apart or join, in any number."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Claim, Evidence, Extraction, LocalEntity


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody as one page knows them: ``posts`` are (post, body)."""

    home: str = ""
    sex: str = ""
    public: bool = True
    posts: tuple[tuple[str, str], ...] = ()


def page(number: int, name: str, one: Namesake) -> Extraction:
    """The page that names them."""
    kind = "Official" if one.public else "Person"
    said = Evidence(1, 0, len(name), name, "test", 0.9)
    attrs = tuple((k, v) for k, v in (("home", one.home), ("sex", one.sex)) if v)
    person = LocalEntity(f"{kind}:{name}", kind, name, (), (said,), attrs)
    names = dict.fromkeys(body for _post, body in one.posts if body)
    bodies = tuple(LocalEntity(f"Organization:{body}", "Organization", body, (), (said,)) for body in names)
    claims = tuple(_tenure(person.key, post, body, said) for post, body in one.posts)
    return Extraction(f"{number:05}.txt", "0" * 64, "test", "", "", (), (person, *bodies), claims)


def _tenure(person: str, post: str, body: str, said: Evidence) -> Claim:
    of = (("of", f"Organization:{body}"),) if body else ()
    return Claim("tenure", (*of, ("official", person)), (("asOf", "2024"), ("post", post)), said)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as one page knows it; ``county`` is the district the page places it in."""

    type: str
    name: str
    forms: tuple[str, ...] = ()
    home: str = ""
    county: str = ""


def page_of(number: int, one: Named) -> Extraction:
    """The page that names it."""
    said = Evidence(1, 0, len(one.name), one.name, "test", 0.9)
    attrs = (("home", one.home),) if one.home else ()
    thing = LocalEntity(f"{one.type}:{one.name}", one.type, one.name, one.forms, (said,), attrs)
    area = LocalEntity(f"District:{one.county}", "District", one.county, (), (said,))
    roles = (("object", area.key), ("subject", thing.key))
    placed = Claim("link", roles, (("predicate", "locatedIn"),), said)
    entities, claims = ((thing, area), (placed,)) if one.county else ((thing,), ())
    return Extraction(f"{number:05}.txt", "0" * 64, "test", "", "", (), entities, claims)

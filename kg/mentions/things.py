"""The things of one page while they are being gathered, before evidence is cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Thing:
    """One thing of the page while it is being gathered."""

    key: str
    type: str
    name: str
    forms: set[str] = field(default_factory=set)
    attrs: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)  # name -> the rule that made it one of this thing's

    def take(self, names: Iterable[str], rule: str) -> None:
        """Go by further names, which a rule of coreference gives."""
        for name in names:
            self.forms.add(name)
            self.joined.setdefault(name, rule)

    def absorb(self, other: Thing, rule: str) -> None:
        """Be the other thing too."""
        self.joined = {**other.joined, **self.joined}
        self.take({other.name, *other.forms}, rule)

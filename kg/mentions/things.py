"""The things of one page while they are being gathered, before evidence is cut."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Thing:
    """One thing of the page while it is being gathered."""

    key: str
    type: str
    name: str
    forms: set[str] = field(default_factory=set)
    attrs: dict[str, str] = field(default_factory=dict)

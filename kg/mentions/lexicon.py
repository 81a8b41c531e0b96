"""Word classes: named lists of words in ``data/lexicons``, and the patterns they compile to."""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.errors import DataError
from kg.language.alternation import one_of


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """Every word class by name. A class is a YAML string of words parted by white space, or a list.

    Raises DataError when a name is used in two files.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in resources.names("lexicons", ".yaml"):
        content = resources.yaml_file(name)
        for key, value in content.get("classes", {}).items():
            if key in found:
                raise DataError(f"kg/data/{name} 中的词类“{key}”在别的文件里已经有了,请换一个名字。")
            found[key] = tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))
    return found


def words(name: str) -> tuple[str, ...]:
    """The words of one class. Raises DataError when there is none of that name."""
    try:
        return classes()[name]
    except KeyError:
        raise DataError(f"没有名为“{name}”的词类,请在 kg/data/lexicons 中定义。") from None


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of one class as a set."""
    return frozenset(words(name))


@cache
def pattern_of(name: str) -> str:
    """The pattern of one word class."""
    return one_of(words(name))


def expand(pattern: str, macros: dict[str, str], where: str) -> str:
    """A pattern with ``{name}`` replaced by a macro or word class; repetition counts such as ``{2,8}`` stay.

    Macros may use macros. Raises DataError, naming ``where``, for an unknown name.
    """

    def swap(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in macros:
            return f"(?:{expand(macros[name], macros, where)})"
        if name in classes():
            return pattern_of(name)
        raise DataError(f"{where} 用了没有定义的词类或宏“{{{name}}}”。")

    return re.sub(r"\{([a-z_][a-z_0-9]*)\}", swap, pattern)

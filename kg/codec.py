"""Records to JSON and back, strictly: what comes out is equal to what went in, or a GraphError.

Every dataclass becomes an object with its fields in their declared order, every tuple an array. Reading checks
each field against the declared type; a missing, unknown or ill-typed field is an error and never a guess, because
the JSON is a cache that another version of the program may have written.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from functools import cache
from sys import intern
from typing import Any, get_args, get_origin, get_type_hints

from kg.errors import GraphError
from kg.records import Extraction, Outline, Summary

Decoder = Callable[[Any], Any]
_SCALARS = frozenset((str, int, float))
#: Texts shorter than so many characters, names and keys, are held once however many pages have them.
_SHORT = 64


def dumps(record: Extraction | Outline | Summary) -> str:
    """A record as one line of JSON; equal records give equal text."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(text: str | bytes) -> Extraction:
    """The extraction that ``dumps`` wrote. Raises GraphError when the text is anything else."""
    result = _loads(text, Extraction)
    assert isinstance(result, Extraction)
    return result


def loads_outline(text: str | bytes) -> Outline:
    """The outline that ``dumps`` wrote. Raises GraphError when the text is anything else."""
    result = _loads(text, Outline)
    assert isinstance(result, Outline)
    return result


def loads_summary(text: str | bytes) -> Summary:
    """The summary that ``dumps`` wrote. Raises GraphError when the text is anything else."""
    result = _loads(text, Summary)
    assert isinstance(result, Summary)
    return result


def _loads(text: str | bytes, kind: type) -> Any:
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise GraphError(f"缓存的抽取结果不是合法的 JSON:{error}。") from error
    return _decoder(kind, kind.__name__)(plain)


def _plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, the rest as is (``dataclasses.asdict`` copies four times slower)."""
    if isinstance(value, tuple):
        return [item if type(item) in _SCALARS else _plain(item) for item in value]
    return {
        name: item if type(item := getattr(value, name)) in _SCALARS else _plain(item)
        for name in _fields(value.__class__)
    }


@cache
def _fields(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


@cache
def _decoder(hint: Any, where: str) -> Decoder:
    """The function that checks and rebuilds a value of the hinted type; ``where`` is its place, for errors."""
    if dataclasses.is_dataclass(hint):
        return _record_decoder(hint, where)
    if get_origin(hint) is tuple:
        return _tuple_decoder(get_args(hint), where)
    if hint in _SCALARS:
        return _scalar_decoder(hint, where)
    raise TypeError(f"records use a type the codec does not know: {hint!r}")


def _scalar_decoder(hint: type, where: str) -> Decoder:
    def decode(value: Any) -> Any:
        if type(value) is not hint:
            raise _broken(where, f"应为 {hint.__name__}")
        return value

    def decode_text(value: Any) -> Any:
        return intern(value) if len(decode(value)) < _SHORT else value

    return decode_text if hint is str else decode


def _tuple_decoder(items: tuple[Any, ...], where: str) -> Decoder:
    repeated = len(items) == 2 and items[1] is Ellipsis
    decoders = tuple(_decoder(item, where) for item in items if item is not Ellipsis)
    first = decoders[0]

    def decode(value: Any) -> Any:
        if not isinstance(value, list):
            raise _broken(where, "应为数组")
        if repeated:
            return tuple([first(item) for item in value])
        if len(value) != len(decoders):
            raise _broken(where, f"应有 {len(decoders)} 项")
        return tuple([read(item) for read, item in zip(decoders, value, strict=True)])

    return decode


def _record_decoder(cls: Any, where: str) -> Decoder:
    hints = get_type_hints(cls)
    decoders = {name: _decoder(hints[name], f"{where}.{name}") for name in _fields(cls)}
    fields = tuple(decoders.items())

    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _broken(where, "应为对象")
        if value.keys() != decoders.keys():
            odd = "、".join(sorted(value.keys() ^ decoders.keys()))
            raise _broken(where, f"字段不符({odd})")
        return cls(**{name: read(value[name]) for name, read in fields})

    return decode


def _broken(where: str, what: str) -> GraphError:
    return GraphError(f"缓存的抽取结果与本版本不符:{where} {what};请重新构建。")

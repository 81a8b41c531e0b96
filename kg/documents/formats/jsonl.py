"""JSON lines: one article a line, each a source of its own, ``news.jsonl/12`` by line or ``news.jsonl/<id>``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kg.documents.encodings import UnreadableError, decode
from kg.documents.formats.compose import Head, compose, day
from kg.documents.listing import visible
from kg.errors import InputError

#: What a line can say, each under the name of its field; ``text`` must be there.
ROLES = ("text", "title", "date", "newspaper", "author", "id")
#: Bytes of the longest line that is looked at.
MOST_OF_LINE = 10_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: the name of the source (below the file's), its bytes, its text or why it has none."""

    name: str
    content: bytes
    text: str = ""
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Role -> name of the field that plays it; a role that is not named is played by the field of its own name."""

    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Mapping[str, str]) -> Fields:
        """The fields by role. Raises InputError for a role that does not exist."""
        for role in names:
            if role not in ROLES:
                raise InputError(f"没有“{role}”这种字段角色,可以是 {'、'.join(ROLES)}。")
        return cls(dict(names))

    @classmethod
    def parse(cls, given: str) -> Fields:
        """The fields as ``--fields`` has them: ``text=content,title=headline``. Raises InputError."""
        names: dict[str, str] = {}
        for pair in filter(None, (piece.strip() for piece in given.split(","))):
            role, sign, name = (part.strip() for part in pair.partition("="))
            if not sign or not name:
                raise InputError(f"字段“{pair}”应写成 角色=字段名,如 text=content。")
            if role in names:
                raise InputError(f"字段角色 {role} 给了两次。")
            names[role] = name
        return cls.of(names)

    def name(self, role: str) -> str:
        """The name of the field that plays a role."""
        return self.names.get(role, role)


class Lines(Protocol):
    """What lines are read from: a file, or a part of one."""

    def readline(self, size: int, /) -> bytes:
        """The next line, at most so many bytes of it; nothing at the end."""


def read(file: Lines, fields: Fields, encoding: str | None = None, before: int = 0) -> Iterator[Line]:
    """The lines of a file in order, without blank ones; a line that is no article says why.

    ``before``: lines of the file that stand before these.
    """
    number = before
    while content := file.readline(MOST_OF_LINE + 1):
        number += 1
        name = str(number)
        if len(content) > MOST_OF_LINE:
            yield Line(name, b"", reason=f"这一行超过上限 {MOST_OF_LINE} 字节,没有读。")
            while content and not content.endswith(b"\n"):
                content = file.readline(MOST_OF_LINE)
            continue
        if not content.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            name, text, note = _article(_record(content, encoding), fields, name)
            yield Line(name, content, text, note)
        except UnreadableError as error:
            yield Line(name, content, reason=str(error))


def _record(content: bytes, encoding: str | None) -> dict[str, Any]:
    try:
        text = content.decode(encoding or "utf-8-sig")
    except (ValueError, LookupError):
        text = decode(content, encoding).text
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"不是合法的 JSON({error}),请检查这一行。") from error
    if not isinstance(record, dict):
        raise UnreadableError('不是 JSON 对象,一行应是一篇文章,如 {"title": …, "text": …}。')
    return record


def _article(record: dict[str, Any], fields: Fields, number: str) -> tuple[str, str, str]:
    """Name, text and what was left out of one article."""
    if fields.name("text") not in record:
        known = "、".join(list(record)[:8])
        raise UnreadableError(f"没有字段 {fields.name('text')}(有 {known}),请用 --fields text=字段名 指明正文。")
    found = {role: _value(record, fields, role) for role in ROLES}
    if not found["text"].strip():
        raise UnreadableError("正文是空的。")
    head = Head(found["title"], found["date"], found["newspaper"], found["author"])
    note = f"日期“{head.date[:40]}”不认识,没有采用。" if head.date.strip() and not day(head.date) else ""
    return _name(found["id"], number), compose(head, [found["text"]]), note


def _value(record: dict[str, Any], fields: Fields, role: str) -> str:
    """The text of a field, empty when it is not there; a list of texts as paragraphs."""
    value = record.get(fields.name(role))
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "\n\n".join(value) if role == "text" else "、".join(value)
    if isinstance(value, int) and not isinstance(value, bool) and role in ("date", "id"):
        value = str(value)
    if not isinstance(value, str):
        raise UnreadableError(f"字段 {fields.name(role)} 不是文字,请检查或用 --fields 另指。")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise UnreadableError(f"字段 {fields.name(role)} 含有不成对的代理码位,不是完整的文字。")
    return value


def _name(id_: str, number: str) -> str:
    """An article is known by its id where it has one, else by its line; an id is one step of a path."""
    shown = visible(id_.strip()).replace("/", "_")
    return number if shown in ("", ".", "..") else shown

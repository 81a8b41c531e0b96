"""A corpus of any size, made of the shared pages and reports with other names and figures, so that nothing repeats.

    python -m benchmarks.corpus SHARED FOLDER [--megabytes 10] [--seed N] [--jsonl]

1. texts are cut into pages of a few thousand characters, whole paragraphs each, under the head of their report
2. each page is taken again and again; every time the divisions it names become others of the same level, people,
   firms and works get other names, and figures other digits (years stay)

The same size and seed give the same bytes on every machine. What a page names is found by the program itself, so the
changed names are of the kinds that its rules look at, and a cache of names does not help.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.facts.extract import extract
from kg.mentions.gazetteer import Gazetteer
from kg.records import LocalEntity, Page

SEED = 20240603
#: Characters of a page.
PAGE = 3000
MEGABYTE = 1 << 20
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
_GIVEN = "明国建文志伟永军华平东海强辉林峰俊勇斌超波宏亮刚成康星光天达安岩中茂进坚和彪博诚敏静丽娟芳兰凤洁梅琳素云莲"
_BRANDS = "云台瑞丰宏远天泽恒信金鼎华盛东方嘉禾永昌新源鸿图博雅凯达正茂隆兴安泰海川长青立德腾辉圣元合众同创启明"
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Template:
    """A page to be changed: its text, and what it names, longest first."""

    text: str
    names: tuple[tuple[str, str, str], ...]  # form, class, code of a division


def pages(shared: Path, size: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Names and texts of pages, together about ``size`` bytes of UTF-8."""
    chance = random.Random(f"{seed} order")
    templates = list(_templates(shared, size))
    number = written = 0
    while written < size:
        for template in chance.sample(templates, len(templates)):
            text = changed(template, random.Random(f"{seed} {number}"))
            yield f"{number // 1000:03}/{number:06}.txt", text
            written += len(text.encode())
            number += 1
            if written >= size:
                return


def changed(template: Template, chance: random.Random) -> str:
    """The page with other names and figures."""
    others = {form: _other(form, type_, code, chance) for form, type_, code in template.names}
    if others:
        known = re.compile("|".join(map(re.escape, sorted(others, key=lambda form: (-len(form), form)))))
        text = known.sub(lambda found: others[found[0]], template.text)
    else:
        text = template.text
    return _FIGURE.sub(lambda found: _figure(found[0], chance), text)


def _templates(shared: Path, size: int) -> Iterator[Template]:
    """The pieces of the shared texts, as many as there can be use for."""
    taken = 0
    for path in (*sorted((shared / "pages").glob("*.txt")), *sorted((shared / "reports").glob("*.txt"))):
        for text in _pieces(path.read_text(encoding="utf-8")):
            if taken >= size:
                return
            taken += len(text.encode())
            found = extract(Page(path.name, text, "", "utf-8"))
            yield Template(text, tuple(_forms(found.entities)))


def _pieces(text: str) -> Iterator[str]:
    lines = text.split("\n")
    head = lines[:3]
    piece: list[str] = []
    for line in lines[3:]:
        piece.append(line)
        if sum(map(len, piece)) > PAGE:
            yield "\n".join([*head, *piece])
            piece = []
    if piece:
        yield "\n".join([*head, *piece])


def _forms(entities: Sequence[LocalEntity]) -> Iterator[tuple[str, str, str]]:
    for entity in entities:
        if entity.type in ("Official", "Person", "District", "Company", "Project", "Park", "Honour", "Product"):
            for form in (entity.name, *entity.forms):
                if len(form) > 1:
                    yield form, entity.type, entity.attr("code")


def _other(form: str, type_: str, code: str, chance: random.Random) -> str:
    """Another name of the same kind and length."""
    if type_ in ("Official", "Person"):
        return chance.choice(_SURNAMES) + "".join(chance.choice(_GIVEN) for _ in form[1:3]) + form[3:]
    if type_ == "District":
        return chance.choice(_divisions()[form[-1]]) if code and form[-1] in _divisions() else form
    return "".join(c if c.isascii() else chance.choice(_BRANDS) for c in form[:2]) + form[2:]


@cache
def _divisions() -> dict[str, list[str]]:
    """The names of divisions by their last character."""
    found: dict[str, set[str]] = defaultdict(set)
    for division in Gazetteer.load():
        found[division.name[-1]].add(division.name)
    return {end: sorted(names) for end, names in found.items() if len(names) > 20}


def _figure(figure: str, chance: random.Random) -> str:
    if _YEAR.fullmatch(figure) or len(figure) < 2:
        return figure
    return "".join(str(chance.randrange(1, 10)) if c.isdigit() else c for c in figure)


def write(shared: Path, folder: Path, size: int, seed: int = SEED) -> int:
    """Write the pages as files below a folder; returns how many."""
    number = 0
    for name, text in pages(shared, size, seed):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        number += 1
    return number


def write_lines(shared: Path, path: Path, size: int, seed: int = SEED) -> int:
    """Write the pages as one file of JSON lines; returns how many."""
    number = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for name, text in pages(shared, size, seed):
            file.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
            number += 1
    return number


def main() -> None:
    """Write a corpus and say how many pages it has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="folder with pages/ and reports/")
    parser.add_argument("folder", type=Path, help="folder to write; with --jsonl the file")
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jsonl", action="store_true", help="one file of JSON lines")
    given = parser.parse_args()
    way = write_lines if given.jsonl else write
    sys.stdout.write(f"{way(given.shared, given.folder, int(given.megabytes * MEGABYTE), given.seed)} pages\n")


if __name__ == "__main__":
    main()

"""The only reader of ``kg/data``: texts, YAML and the digest of all knowledge.

Names are paths relative to ``kg/data`` (``rules/company.yaml``). Nothing else in the package opens a data
file, so the digest covers everything a result can depend on.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from kg.errors import DataError


def _root() -> Traversable:
    return files("kg") / "data"


def _locate(name: str) -> Traversable:
    node = _root()
    for part in name.split("/"):
        node = node / part
    return node


def text(name: str) -> str:
    """The text of one data file. Raises DataError when it is missing."""
    return raw(name).decode("utf-8")


def raw(name: str) -> bytes:
    """The bytes of one data file. Raises DataError when it is missing."""
    node = _locate(name)
    if not node.is_file():
        raise DataError(f"缺少数据文件 kg/data/{name},请重新安装 fangzhi。")
    return node.read_bytes()


def names(folder: str, suffix: str = "") -> tuple[str, ...]:
    """Names of the files in one data folder with that suffix, sorted."""
    return tuple(f"{folder}/{n}" for n in sorted(f.name for f in _locate(folder).iterdir() if f.name.endswith(suffix)))


def yaml_file(name: str) -> Any:
    """One YAML file as plain Python. Raises DataError with file and line when it is not well formed."""
    import yaml  # here, for a build without a new page needs neither rules nor lexicons

    try:  # libyaml reads the lexicons about ten times faster; the result is the same
        from yaml import CSafeLoader as Loader
    except ImportError:  # pragma: no cover
        from yaml import SafeLoader as Loader  # type: ignore[assignment]
    try:
        return yaml.load(text(name), Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行" if mark else "某处"
        raise DataError(f"kg/data/{name} {line}不是合法的 YAML:{getattr(error, 'problem', error)}。") from error


@cache
def digest(part: str = "") -> str:
    """SHA-256 over names and bytes of every data file and every module: changes when a result could change.

    ``part`` restricts it to files whose path in the package begins so (``documents/``).
    """
    found: list[tuple[str, bytes]] = []
    _collect(files("kg"), "", found, part)
    sha = hashlib.sha256()
    for name, content in sorted(found):
        sha.update(f"{name}\0{len(content)}\0".encode())
        sha.update(content)
    return sha.hexdigest()


def _collect(folder: Traversable, prefix: str, found: list[tuple[str, bytes]], part: str) -> None:
    for node in folder.iterdir():
        name = f"{prefix}{node.name}"
        if node.is_dir():
            inner = f"{name}/"
            if node.name != "__pycache__" and (inner.startswith(part) or part.startswith(inner)):
                _collect(node, inner, found, part)
        elif name.startswith(part) and not node.name.endswith((".pyc", ".pyo")):
            found.append((name, node.read_bytes()))

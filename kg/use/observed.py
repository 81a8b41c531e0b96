"""Observations against gold: area, indicator, value and, on the matches, modality, period and statistic."""

from __future__ import annotations

from collections.abc import Iterator

from kg.use.gold import Gold, Line, contested, listed
from kg.use.parameters import plain
from kg.use.predicted import Predicted, Row
from kg.use.tally import Tallies

_PATTERN = """?o a fz:Observation ; fz:about ?about ; fz:indicator ?indicator ; fz:value ?value ;
    prov:wasDerivedFrom/fz:article ?article OPTIONAL { ?o fz:statistic ?statistic } OPTIONAL { ?o fz:unit ?unit }
    OPTIONAL { ?o fz:periodStart ?start } OPTIONAL { ?o fz:periodEnd ?end } OPTIONAL { ?o fz:modality ?modality }"""
_COLUMNS = ("about", "indicator", "value", "unit", "start", "end", "modality", "statistic", "o")
ABOUT, INDICATOR, VALUE, UNIT, START, END, MODALITY, STATISTIC = range(8)


def judge_observations(golds: tuple[Gold, ...], predicted: Predicted, tallies: Tallies) -> None:
    """Count core and other observations; whatever matches no line of gold is a false alarm of the core."""
    observed = predicted.by_document(_PATTERN, *_COLUMNS)
    for gold in golds:
        found = observed[gold.name]
        for line in gold.observations:
            _judge(line, [row for row in found if _same(line, row, gold, predicted)], gold, predicted, tallies)
        for row in found:
            if not any(_same(line, row, gold, predicted) for line in gold.observations):
                what = f"{predicted.show(row[ABOUT])} {predicted.show(row[INDICATOR])} {row[VALUE]}{row[UNIT]}"
                tallies["observation core"].false.append((gold.name, what))


def _judge(line: Line, hits: list[Row], gold: Gold, predicted: Predicted, tallies: Tallies) -> None:
    if contested(line):
        return
    kind = "observation core" if line.get("core") else "observation other"
    if not hits:
        what = f"{line['area']} {line['indicator']} {line['value']}{line['unit']}"
        tallies[kind].missed.append((gold.name, what))
        return
    tallies[kind].hits += 1
    if not line.get("core"):
        return
    # where several rows match, the one whose indicator has the very name of the gold's is meant
    row = min(hits, key=lambda row: plain(line["indicator"]) not in predicted.names(row[INDICATOR]))
    for name, right in _details(line, row):
        if right:
            tallies[f"observation core {name}"].hits += 1
        else:
            what = f"{line['area']} {line['indicator']} {line['value']}: {name} {line.get(name)}"
            tallies[f"observation core {name}"].missed.append((gold.name, what))


def _details(line: Line, row: Row) -> Iterator[tuple[str, bool]]:
    yield "modality", row[MODALITY].endswith(f"#{line['modality'].capitalize()}")
    yield "period", not line.get("period") or f"{row[START][:10]}/{row[END][:10]}" == line["period"]
    yield "statistic", row[STATISTIC].endswith(f"#{line['statistic'].capitalize()}")


def _same(line: Line, row: Row, gold: Gold, predicted: Predicted) -> bool:
    if float(line["value"]) != float(row[VALUE]):
        return False
    areas = (line["area"], *listed(line.get("area_alt")))
    if not any(gold.names(area) & predicted.names(row[ABOUT]) for area in areas):
        return False
    wanted = plain(line["indicator"])
    return any(name and (name in wanted or wanted in name) for name in predicted.names(row[INDICATOR]))

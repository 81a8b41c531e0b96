from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.errors import DataError
from kg.mentions import placedata
from kg.mentions.gazetteer import MUNICIPALITIES, Gazetteer
from kg.mentions.placedata import Division, Lexicon
from kg.mentions.placenames import short_form

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("test_gazetteer_cases.yaml").read_text("utf-8"))
YEARS = (1985, 1995, 2005, 2015, 2018, 2021, 2024, 2026)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(("name", "short"), CASES["short_forms"].items())
def test_short_form(name: str, short: str) -> None:
    assert short_form(name) == short


@pytest.mark.parametrize(("form", "year", "codes"), CASES["named"])
def test_named_at_its_time(gazetteer: Gazetteer, form: str, year: int | None, codes: list[int]) -> None:
    assert [int(d.code) for d in gazetteer.named(form, year)] == codes


@pytest.mark.parametrize(("form", "year", "near", "code"), CASES["resolve"])
def test_resolve(gazetteer: Gazetteer, form: str, year: int | None, near: list[str], code: int | None) -> None:
    found = gazetteer.resolve(form, year, [str(n) for n in near])
    assert (int(found.code) if found else None) == code


@pytest.mark.parametrize(("code", "year", "heirs"), CASES["successors"])
def test_successor(gazetteer: Gazetteer, code: str, year: int | None, heirs: list[int]) -> None:
    assert [int(d.code) for d in gazetteer.successor(code, year)] == heirs


@pytest.mark.parametrize(("form", "reason"), CASES["needs_context"].items())
def test_needs_context(gazetteer: Gazetteer, form: str, reason: str) -> None:
    assert gazetteer.needs_context(form) == reason


@pytest.mark.parametrize(("code", "names"), CASES["chains"].items())
def test_chain(gazetteer: Gazetteer, code: str, names: list[str]) -> None:
    assert [d.name for d in gazetteer.chain(code)] == names


def test_order_of_context_does_not_matter(gazetteer: Gazetteer) -> None:
    near = ["430200", "350100"]
    assert gazetteer.resolve("鼓楼区", 2024, near) == gazetteer.resolve("鼓楼区", 2024, near[::-1]) is not None


def test_there_are_31_provinces_two_regions_and_taiwan(gazetteer: Gazetteer) -> None:
    provinces = gazetteer.children("")
    assert len(provinces) == 34
    assert {d.level for d in provinces} == {"province"}
    assert {d.name for d in provinces} >= {"香港特别行政区", "澳门特别行政区", "台湾省"}


@pytest.mark.parametrize("year", YEARS)
def test_everything_lies_in_something_of_its_time(gazetteer: Gazetteer, year: int) -> None:
    for division in gazetteer:
        if division.level != "province" and division.in_force(year):
            chain = gazetteer.chain(division.code, year)
            assert chain[-1].level == "province", division
            assert all(d.in_force(year) for d in chain), (division, chain)


def test_prefectures_of_today_hold_the_counties_of_today(gazetteer: Gazetteer) -> None:
    today = [d for d in gazetteer if d.level == "county" and d.valid_until is None]
    lost = [d.name for d in today if (p := gazetteer.by_code(d.parent)) is None or p.valid_until is not None]
    assert not lost
    direct = {d.code[2:4] for d in today if d.parent.endswith("0000") and d.code[:2] not in MUNICIPALITIES}
    assert direct == {"90"}


@pytest.mark.parametrize("year", [2005, 2015, 2024])
def test_one_division_a_code_and_year(gazetteer: Gazetteer, year: int) -> None:
    """Years in which no code was given to another division."""
    codes = [d.code for d in gazetteer if d.in_force(year) and d.valid_until != year]
    assert len(codes) == len(set(codes))


def test_years_run_forward_and_successors_are_known(gazetteer: Gazetteer) -> None:
    for division in gazetteer:
        assert (division.valid_from or 0) <= (division.valid_until or 9999), division
        assert not division.successors or division.valid_until, division
        assert all(gazetteer.by_code(code) for code in division.successors), division


def test_sizes_are_those_of_the_country(gazetteer: Gazetteer) -> None:
    today = [d for d in gazetteer if d.in_force(2024) and d.valid_until in (None, 2025)]
    assert sum(d.level == "prefecture" for d in today) == 333
    assert 2840 <= sum(d.level == "county" for d in today) <= 2850


def test_towns_of_a_county_and_a_prefecture(gazetteer: Gazetteer) -> None:
    assert set(gazetteer.towns("430203")) >= {"龙泉街道", "白关镇", "建设街道"}
    town = gazetteer.towns("430203")["白关镇"]
    assert (town.code, town.level, town.parent, town.short) == ("430203100", "town", "430203", "白关")
    assert gazetteer.by_code(town.code) == town
    prefecture = gazetteer.towns("430200")
    assert prefecture["白关镇"] == town
    assert {t.code[:4] for t in prefecture.values()} == {"4302"}
    assert not gazetteer.towns("999900")


def test_a_town_name_of_two_counties_says_nothing_in_their_prefecture(gazetteer: Gazetteer) -> None:
    holders = [c for c in gazetteer.children("620100") if "城关镇" in gazetteer.towns(c.code)]
    assert len(holders) > 1
    assert "城关镇" not in gazetteer.towns("620100")


def test_zones_stand_in_their_prefecture(gazetteer: Gazetteer) -> None:
    zones = {z.name: z for z in gazetteer.zones("320500")}
    assert zones["苏州工业园区"].parent == "320500"
    assert zones["苏州工业园区"].level == "zone"
    assert not gazetteer.named("苏州工业园区")


def test_every_province_has_an_abbreviation(gazetteer: Gazetteer) -> None:
    named = {gazetteer.province_abbreviation(c) for c in placedata.abbreviations()}
    assert named == set(gazetteer.children(""))
    assert gazetteer.province_abbreviation("湘") == gazetteer.by_code("430000")
    assert gazetteer.province_abbreviation("株") is None


def test_sure_are_full_names_and_safe_forms_only(gazetteer: Gazetteer) -> None:
    text = "株洲市芦淞区和通道、醴陵的创新平台,原株洲县"
    assert [hit[2] for hit in gazetteer.sure_forms(text)] == ["株洲市", "芦淞区", "醴陵", "株洲县"]
    doubtful = {hit[2]: hit[3] for hit in gazetteer.all_forms(text)}
    assert doubtful["新平"].needs_context == "seam"
    assert gazetteer.by_code("431230") in doubtful["通道"].divisions


def test_two_character_names_carry_a_warning(gazetteer: Gazetteer) -> None:
    [(start, end, word, form)] = gazetteer.sure_forms("提高县城品质")
    assert (start, end, word, form.full, form.needs_context) == (1, 3, "高县", True, "one_character")


def test_lexicon_speaks_of_existing_forms_only(gazetteer: Gazetteer) -> None:
    assert [form for form in placedata.lexicon().reasons if gazetteer.form(form) is None] == []


def test_unknown_alias_is_refused() -> None:
    with pytest.raises(DataError, match="999999"):
        Gazetteer([Division("430000", "湖南省", "province", "")], Lexicon({}, {"某": "999999"}))

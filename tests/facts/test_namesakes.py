"""One name on thousands of pages: the same clusters as if all were compared with all, and soon."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.facts import pairs
from kg.facts.resolve import resolve
from kg.graph.iris import Minter
from kg.records import Extraction, Resolution
from tests.facts.namesakes import Named, Namesake, page, page_of

POSTS = st.tuples(st.sampled_from(("局长", "主任")), st.sampled_from(("东江市", "西江市", "东江市财政局")))
NAMESAKES = st.builds(
    Namesake,
    home=st.sampled_from(("", "东江市", "西江市")),
    public=st.booleans(),
    posts=st.lists(POSTS, max_size=2, unique=True).map(tuple),
)

HOMES = st.sampled_from(("", "东江市", "西江市"))
FIRMS = st.builds(
    Named,
    type=st.just("Company"),
    name=st.sampled_from(("湖南春江精工装备股份有限公司", "春江精工装备公司", "春江精工", "春江公司", "春江银行")),
    home=HOMES,
    county=st.sampled_from(("", "东河区", "西河区")),
)
SITES = st.builds(
    Named,
    type=st.sampled_from(("Place", "Park", "Project", "Organization")),
    name=st.sampled_from(("春江公园", "春江新城公园")),
    forms=st.sampled_from(((), ("春江",))),
    home=HOMES,
)


def people(resolution: Resolution) -> set[tuple[tuple[str, str], ...]]:
    return {e.members for e in resolution.entities if e.type in ("Official", "Person")}


def crowd(size: int, seed: int, name: str = "李伟") -> list[Extraction]:
    """Namesakes of two hundred cities, each with up to two posts of a few hundred bodies."""
    chance = random.Random(seed)
    found = []
    for number in range(size):
        city = f"第{chance.randrange(200)}市"
        bodies = [f"{city}第{chance.randrange(300)}局" for _ in range(chance.randrange(3))]
        posts = tuple((chance.choice(("局长", "科长")), body) for body in dict.fromkeys(bodies))
        sex = chance.choice(("", "", "", "男", "女"))
        found.append(page(number, name, Namesake(city, sex, chance.random() < 0.8, posts)))
    return found


@settings(deadline=None, max_examples=60)
@given(st.lists(NAMESAKES, min_size=2, max_size=9), st.sampled_from(("李伟", "李大伟")))
def test_grouped_comparison_joins_what_all_pairs_join(everyone: list[Namesake], name: str) -> None:
    """Without printed sexes, for with them links may be cut, and which ones are there to cut differs."""
    pages = [page(number, name, one) for number, one in enumerate(everyone)]
    whole = resolve(pages, Minter().entity)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_ALL_WITH_ALL", 0)
        grouped = resolve(pages, Minter().entity)
    assert people(grouped) == people(whole)


@settings(deadline=None, max_examples=40)
@given(st.lists(NAMESAKES, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_grouped_comparison_is_independent_of_order(everyone: list[Namesake], chance: random.Random) -> None:
    pages = [page(number, "李伟", one) for number, one in enumerate(everyone)]
    shuffled = chance.sample(pages, len(pages))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_ALL_WITH_ALL", 0)
        assert resolve(pages, Minter().entity) == resolve(shuffled, Minter().entity)


@settings(deadline=None, max_examples=150)
@given(st.lists(FIRMS, min_size=2, max_size=6, unique=True) | st.lists(SITES, min_size=2, max_size=6, unique=True))
def test_fewer_comparisons_of_things_join_what_all_join(everything: list[Named]) -> None:
    pages = [page_of(number, one) for number, one in enumerate(everything)]
    whole = resolve(pages, Minter().entity)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_ALL_WITH_ALL", 0)
        fewer = resolve(pages, Minter().entity)
    assert [e.members for e in fewer.entities] == [e.members for e in whole.entities]


def test_one_name_in_hundreds_of_cities() -> None:
    """As with people a deadline is the promise: every city with every other took minutes."""
    pages = [page_of(n, Named("Place", "人民公园", (), f"第{n % 300}市")) for n in range(3000)]
    pages += [
        page_of(3000 + n, Named("Company", f"春江{('精工', '电力')[n % 2]}公司", (), f"第{n % 300}市"))
        for n in range(900)
    ]
    began = time.monotonic()
    resolution = resolve(pages, Minter().entity)
    assert time.monotonic() - began < 60
    assert sum(e.type == "Place" for e in resolution.entities) == 300


def test_five_thousand_of_one_name() -> None:
    """A deadline as the promise: with every pair compared it would take many minutes."""
    pages = crowd(5000, seed=1)
    began = time.monotonic()
    resolution = resolve(pages, Minter().entity)
    assert time.monotonic() - began < 60
    assert len(people(resolution)) > 1000, "different people stay different"
    assert max(map(len, people(resolution))) > 1, "and some are the same"
    assert resolve(random.Random(2).sample(pages, len(pages)), Minter().entity) == resolution


def test_a_refusal_stays_on_record() -> None:
    pages = crowd(100, seed=3)
    told = {one for j in resolve(pages, Minter().entity).ledger for one in (j.left, j.right)}
    assert {f"{p.source}#{p.entities[0].key}" for p in pages} <= told


def test_a_man_and_a_woman_stay_two_though_a_page_between_prints_no_sex() -> None:
    where = ("局长", "东江市财政局")
    pages = [page(n, "周玉兰", Namesake("东江市", sex, True, (where,))) for n, sex in enumerate(("女", "男", ""))]
    assert sorted(map(len, people(resolve(pages, Minter().entity)))) == [1, 2]
    cut = [j for j in resolve(pages, Minter().entity).ledger if "男女两人" in j.reasons[-1]]
    assert [(j.left, j.verdict) for j in cut] == [("00001.txt#Official:周玉兰", "DIFFERENT")]
    only_one = [page(n, "周玉兰", Namesake("东江市", sex, True, (where,))) for n, sex in enumerate(("女", "", "女"))]
    assert len(people(resolve(only_one, Minter().entity))) == 1


def test_the_user_may_know_of_a_misprinted_sex() -> None:
    pages = [page(n, "周玉兰", Namesake("东江市", sex)) for n, sex in enumerate(("女", "男"))]
    own = {frozenset(("00000.txt#Official:周玉兰", "00001.txt#Official:周玉兰")): "SAME"}
    assert len(people(resolve(pages, Minter().entity, own))) == 1


def test_posts_without_a_body_prove_nothing() -> None:
    """主任 here and 局长 there, of bodies that neither page names, are no office in one place."""
    pages = [page(n, "李伟", Namesake("东江市", "", True, ((post, ""),))) for n, post in enumerate(("主任", "局长"))]
    assert len(people(resolve(pages, Minter().entity))) == 2

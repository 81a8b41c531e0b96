"""Queries that mean harm, by the hundred: each family attacks something else, each member a little differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

Family = Callable[[Random], str]
FAMILIES: dict[str, Family] = {}


def family(make: Family) -> Family:
    """Put a family on the list."""
    FAMILIES[make.__name__] = make
    return make


def queries(number: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """So many queries with the names of their families, the families by turns."""
    random = Random(seed)
    names = sorted(FAMILIES)
    for index in range(number):
        name = names[index % len(names)]
        yield name, FAMILIES[name](random)


def _cross(size: int) -> str:
    return " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(size))


@family
def brackets(random: Random) -> str:
    depth = random.choice((50, 99, 150, 2000, 20000))
    opening, closing = random.choice((("{", "}"), ("(", ")"), ("[ ?p ", "]"), ("{ SELECT * {", "}}")))
    body = opening * depth + closing * depth
    return f"SELECT * {{ {body} }}" if opening[0] == "{" else f"SELECT * {{ ?s ?p {body} }}"


@family
def operators(random: Random) -> str:
    size = random.choice((500, 3000, 30000))
    sign = random.choice(("+1", "*1", "||1", "&&1", "=1", "-1"))
    return f"SELECT (1{sign * size} AS ?x) {{}}"


@family
def negations(random: Random) -> str:
    return f"SELECT * {{ FILTER({random.choice('!-+') * random.choice((1000, 50000))}1) }}"


@family
def cartesian(random: Random) -> str:
    return f"SELECT * {{ {_cross(random.randint(2, 9))} }}"


@family
def counting(random: Random) -> str:
    what = random.choice(("COUNT(*)", "COUNT(DISTINCT *)", "COUNT(DISTINCT ?o0)", "SUM(?o1)", "SAMPLE(?o0)"))
    return f"SELECT ({what} AS ?n) {{ {_cross(random.randint(3, 6))} }}"


@family
def sorting(random: Random) -> str:
    key = random.choice(("?o0", "STR(?o1)", "RAND()", "CONCAT(STR(?s0), STR(?o1))", "DESC(?p0)"))
    return f"SELECT * {{ {_cross(random.randint(3, 5))} }} ORDER BY {key} LIMIT 5"


@family
def grouping(random: Random) -> str:
    return f"SELECT ?s0 ?o1 (GROUP_CONCAT(STR(?o2)) AS ?g) {{ {_cross(4)} }} GROUP BY ?s0 ?o1 ?p{random.randint(0, 3)}"


@family
def concat_bomb(random: Random) -> str:
    times, rounds = random.randint(3, 9), random.randint(12, 40)
    steps = " ".join(f"BIND(CONCAT({', '.join([f'?x{i}'] * times)}) AS ?x{i + 1})" for i in range(rounds))
    return f'SELECT (STRLEN(?x{rounds}) AS ?n) {{ BIND("0123456789" AS ?x0) {steps} }}'


@family
def replace_bomb(random: Random) -> str:
    steps = " ".join(f'BIND(REPLACE(?x{i}, "a", "{"a" * 40}") AS ?x{i + 1})' for i in range(random.randint(4, 12)))
    return f'SELECT * {{ BIND("a" AS ?x0) {steps} }}'


@family
def joined_texts(random: Random) -> str:
    return f"SELECT (GROUP_CONCAT(CONCAT(STR(?o0), STR(?o1), STR(?o2))) AS ?all) {{ {_cross(random.randint(3, 4))} }}"


@family
def regex(random: Random) -> str:
    pattern = random.choice(
        ("(a|a)*b", "(.*)*x", "((a{1,99}){1,99}){1,99}", "(x+x+)+y", "[", "(?:.{0,999}){999}", "\\\\")
    )
    text = random.choice(('"' + "a" * 5000 + '"', "STR(?o0)"))
    return f'SELECT * {{ {_cross(3)} FILTER(REGEX({text}, "{pattern}")) }}'


@family
def paths(random: Random) -> str:
    size = random.choice((50, 400, 4000))
    step = "!<a:b>"
    path = random.choice((
        "/".join([step] * size), "|".join([step] * size), f"({step})*", f"(({step})*)*", f"({step}|^{step})*",
        f"({step})*/({step})*/({step})*", "(" * 90 + step + ")*" * 90,
    ))  # fmt: skip
    return f"SELECT * {{ ?s {path} ?o . ?o {path} ?z }}"


@family
def optionals(random: Random) -> str:
    return f"SELECT * {{ {'OPTIONAL { ?a ?b ?c } ' * random.choice((5, 60, 3000))} }}"


@family
def optionals_apart(random: Random) -> str:
    return "SELECT * { " + " ".join(f"OPTIONAL {{ ?a{i} ?b{i} ?c{i} }}" for i in range(random.randint(4, 40))) + " }"


@family
def unions(random: Random) -> str:
    return f"SELECT * {{ {{ ?a ?b ?c }} {'UNION { ?a ?b ?c } ' * random.choice((200, 2000, 12000))} }}"


@family
def patterns(random: Random) -> str:
    size = random.choice((40, 200, 1500))
    triples = (f"?v{random.randrange(size)} ?p{i} ?v{random.randrange(size)} ." for i in range(size))
    return f"SELECT * {{ {' '.join(triples)} }}"


@family
def exists(random: Random) -> str:
    test = random.choice(("EXISTS", "NOT EXISTS"))
    inner = f"FILTER {test} {{ ?o3 ?x ?y . ?y ?z ?w }}"
    return f"SELECT * {{ {_cross(2)} FILTER {test} {{ {_cross(4)} FILTER(?s3 != ?o3) {inner} }} }}"


@family
def minus(random: Random) -> str:
    return f"SELECT * {{ {_cross(3)} MINUS {{ ?s0 ?p1 ?o{random.randint(0, 2)} . {_cross(3)} }} }}"


@family
def values(random: Random) -> str:
    rows = " ".join(f"({i} {i + 1})" for i in range(random.choice((100, 2000, 9000))))
    return f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} VALUES (?c ?d) {{ {rows} }} FILTER(?a + ?c = -1) }}"


@family
def distinct(random: Random) -> str:
    return f"SELECT {random.choice(('DISTINCT', 'REDUCED'))} * {{ {_cross(3)} }} OFFSET {random.randrange(10**9)}"


@family
def construct(random: Random) -> str:
    made = " ".join(f"_:b{i} <a:{i}> ?o{i % 3} ." for i in range(random.choice((1, 50, 2000))))
    return f"CONSTRUCT {{ {made} }} WHERE {{ {_cross(3)} }}"


@family
def describe(random: Random) -> str:
    return f"DESCRIBE * {{ {_cross(random.randint(2, 4))} }}"


@family
def subqueries(random: Random) -> str:
    depth = random.randint(3, 30)
    return "SELECT * { { SELECT DISTINCT * " * depth + f"{{ {_cross(3)} }}" + " ORDER BY ?o0 } ?x ?y ?z }" * depth


@family
def binds(random: Random) -> str:
    size = random.choice((100, 2500, 8000))
    return "SELECT * { ?s ?p ?o " + " ".join(f"BIND(STR(?o) AS ?x{i})" for i in range(size)) + " }"


@family
def updates(random: Random) -> str:
    return random.choice((
        "INSERT DATA { <a:b> <a:c> 1 }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR DEFAULT", "CREATE GRAPH <a:b>",
        "LOAD <file:///etc/passwd>", "LOAD <http://127.0.0.1:1/> INTO GRAPH <a:b>", "MOVE <a:b> TO DEFAULT",
        "PREFIX a: <a:> WITH <a:b> INSERT { ?s a:b ?o } WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
    ))  # fmt: skip


@family
def federation(random: Random) -> str:
    name = random.choice(("SERVICE", "service", "SERVICE SILENT", "SERVICESILENT", "Service  \n"))
    address = random.choice(("<http://127.0.0.1:1/>", "<http://169.254.169.254/latest/>", "?o", "<file:///etc/passwd>"))
    return f"SELECT * {{ ?s ?p ?o . {name} {address} {{ ?a ?b ?c }} }}"


@family
def foreign_graphs(random: Random) -> str:
    address = random.choice(("http://127.0.0.1:1/", "file:///etc/passwd", "urn:none", "https://w3id.org/none"))
    return f"SELECT * FROM {random.choice(('', 'NAMED '))}<{address}> {{ ?s ?p ?o }}"


@family
def noise(random: Random) -> str:
    letters = "{}()[]<>?$:;.,|^*+-/\\'\"#@ \n\t\x00\x1b\u202e\ud7ff中éSELECTWHEREaz09_%&=!"
    return "".join(random.choice(letters) for _ in range(random.choice((10, 500, 60000))))


@family
def mutants(random: Random) -> str:
    text = list("SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s a fz:Company ; skos:prefLabel ?o FILTER(LANG(?o) = 'zh') } "
                "GROUP BY ?s HAVING(COUNT(?o) > 0) ORDER BY DESC(?n) LIMIT 10")  # fmt: skip
    for _ in range(random.randint(1, 6)):
        place = random.randrange(len(text))
        text[place] = random.choice(("", text[random.randrange(len(text))], "{", "}", "'", "#", "\\", "<"))
    return "".join(text)


@family
def many_rows(random: Random) -> str:
    return f"SELECT * {{ {_cross(2)} }} LIMIT {random.choice((10**6, 10**9, 10**12))}"


@family
def long_texts(random: Random) -> str:
    return f'SELECT ("{random.choice("甲ab") * random.choice((1000, 80000, 250000))}" AS ?x) {{ {_cross(2)} }}'


@family
def variables(random: Random) -> str:
    return "SELECT " + " ".join(f"?v{i}" for i in range(random.choice((1000, 20000)))) + f" {{ {_cross(2)} }}"


@family
def prefixes(random: Random) -> str:
    size = random.choice((500, 6000))
    return "".join(f"PREFIX p{i}: <http://a/{i}> " for i in range(size)) + f"SELECT * {{ ?s p{size - 1}:x* ?o }}"

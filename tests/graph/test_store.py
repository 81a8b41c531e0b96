"""Graph folders and queries: what is published, who may read and write, and how errors read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import GraphError, QueryError
from kg.facts.outline import outline, summary
from kg.graph.answers import Term
from kg.graph.builder import GraphBuilder
from kg.graph.engine import Contents
from kg.graph.folder import Lock
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri, text
from tests.graph import sample

ROOT = Path(__file__).parents[2]
EXTRA = Quad(*(iri(f"https://example.org/{x}") for x in "spog"))


def stores(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("store-"))


def test_a_folder_gives_back_what_was_built(build, graph):
    with Graph.open(build()) as opened:
        assert opened.dump("nquads") == graph.dump("nquads")
        assert len(opened) == len(graph) == len(opened.lines())
        assert opened.extraction("2025/03 02.txt") == sample.first()
        assert opened.manifest.counts == {"pages": 2}
        assert opened.mint.base == sample.BASE


def test_equal_builds_have_equal_manifests(build):
    quads = sample.quads()
    first, second = build(quads, "a.kg"), build(quads[::-1], "b.kg", sample.extractions()[::-1])
    assert (first / "manifest.json").read_bytes() == (second / "manifest.json").read_bytes()


def test_the_digest_is_that_of_what_the_store_holds(build):
    """Also of text that needs escapes, of graphs that come in pieces and of quads that come twice."""
    odd = [EXTRA._replace(object=text(value)) for value in ('\t"\\', "一\r\n", "\x00\x7f\x85", "𠮷 ")]
    quads = [*sample.quads(), *odd, *sample.quads()[::3], EXTRA]
    with Graph.open(build(quads)) as graph:
        contents = Contents()
        for name in graph.graphs():
            contents.put(f"<{name}>", [quad.triple_line().encode() for quad in graph.quads(name)])
        assert (contents.quads, contents.digest) == (len(graph), graph.manifest.digest)
        assert len(graph) == len(graph.lines()) == len({quad.line() for quad in quads})
    with Graph.open(build(sorted(quads, key=lambda quad: quad.object))) as mixed:
        assert mixed.manifest.digest == graph.manifest.digest


def test_a_build_replaces_the_graph_and_leaves_readers_theirs(build):
    folder = build()
    with Graph.open(folder) as old:
        before = old.dump("nquads")
        build([*sample.quads(), EXTRA])
        assert len(stores(folder)) == 2, "the old store stays while it is read"
        with Graph.open(folder) as new:
            assert len(new) == len(old) + 1
        assert old.dump("nquads") == before
    build()
    assert len(stores(folder)) == 1
    with Graph.open(folder) as again:
        assert again.dump("nquads") == before


def test_pages_are_kept_and_dropped_with_their_sources(build):
    folder = build()
    one, two = sample.extractions()
    with GraphBuilder(folder, "engine-1", sample.BASE) as builder:
        assert builder.kept(one.source, one.digest) == summary(one)
        assert builder.outline(one.source) == outline(one)
        assert builder.read(one.source) == one
        assert builder.kept(one.source, two.digest) is None, "other bytes"
        assert builder.kept("other.txt", one.digest) is None, "another source"
        builder.load(sample.quads())
        builder.publish({})
    with Graph.open(folder) as graph:
        assert list(graph.manifest.pages) == [one.source]
        assert len(list(folder.rglob("pages/*/*.json"))) == 1
        with pytest.raises(GraphError, match=r"没有来源 2025/04 05\.txt"):
            graph.extraction(two.source)
    with GraphBuilder(folder, "engine-2", sample.BASE) as builder:
        assert builder.kept(one.source, one.digest) is None, "another engine"


def test_a_page_that_cannot_be_read_is_made_again(build):
    folder = build()
    for file in folder.rglob("pages/*/*.json"):
        file.write_text("{", encoding="utf-8")
    with GraphBuilder(folder, "engine-1", sample.BASE) as builder:
        assert builder.kept(sample.first().source, sample.first().digest) is None


def test_a_build_that_fails_leaves_no_trace(build, tmp_path):
    def fail(folder: Path) -> None:
        with GraphBuilder(folder, "engine-1") as builder:
            builder.load([EXTRA])
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        fail(tmp_path / "new.kg")
    assert not (tmp_path / "new.kg").exists()
    folder = build()
    before = sorted(folder.rglob("*")), (folder / "manifest.json").read_bytes()
    with pytest.raises(RuntimeError):
        fail(folder)
    assert (sorted(folder.rglob("*")), (folder / "manifest.json").read_bytes()) == before


def test_what_a_killed_build_left_is_cleared_away(build):
    folder = build()
    (folder / "store-new.unfinished").mkdir()
    build([*sample.quads(), EXTRA])
    assert len(stores(folder)) == 1


def test_an_equal_build_mends_a_damaged_store(build):
    folder = build()
    for file in folder.glob("store-*/*.sst"):
        file.unlink()
    with pytest.raises(GraphError, match=r"已损坏.*请重新构建"):
        Graph.open(folder)
    build()
    Graph.open(folder).close()


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": "x"}', '{"format": 1}'])
def test_a_graph_with_a_broken_manifest_can_be_built_again(build, text):
    folder = build()
    (folder / "manifest.json").write_text(text)
    with GraphBuilder(folder, "engine-1", sample.BASE) as builder:
        assert builder.before == frozenset()
    with Graph.open(build()) as graph:
        assert len(graph.lines()) == len(graph)


def test_a_graph_of_the_future_is_left_alone(build):
    folder = build()
    manifest(folder, format=2)
    with pytest.raises(GraphError, match=r"更新的版本.*请升级程序"):
        build()


def test_a_first_build_that_was_killed_can_be_begun_again(build, tmp_path):
    (tmp_path / "test.kg" / "store-new.unfinished").mkdir(parents=True)
    (tmp_path / "test.kg" / "pages").mkdir()
    with pytest.raises(GraphError, match=r"缺少 manifest\.json"):
        Graph.open(tmp_path / "test.kg")
    Graph.open(build()).close()


def test_the_builder_knows_the_sources_before(build):
    with GraphBuilder(build(), "engine-1", sample.BASE) as builder:
        assert builder.before == {extraction.source for extraction in sample.extractions()}


def test_a_closed_graph_says_so(build):
    with Graph.open(build()) as graph:
        pass
    with pytest.raises(GraphError, match="图已关闭"):
        graph.lines()


def test_opening_a_damaged_graph_holds_no_lock(build):
    folder = build()
    store = next(folder.glob("store-*"))
    (store / "CURRENT").unlink()
    with pytest.raises(GraphError, match="已损坏"):
        Graph.open(folder)
    Lock(store, shared=False).release()


def test_two_builds_of_one_folder(build, tmp_path):
    with GraphBuilder(tmp_path / "test.kg", "engine-1"), pytest.raises(GraphError, match="另一个构建正在写"):
        build()
    build()


def test_another_process_reads_while_this_one_builds(build):
    folder = build()
    code = f"from kg.graph.store import Graph; g = Graph.open({str(folder)!r}); print(len(g.lines()))"
    with GraphBuilder(folder, "engine-1") as builder:
        builder.load(sample.quads())
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(Graph.open(folder))


def test_a_folder_that_cannot_be_written(bound):
    bound.chmod(0o500)
    with pytest.raises(GraphError, match="不能写入"):
        GraphBuilder(bound / "x.kg", "engine-1")
    bound.chmod(0o700)


def test_a_read_only_graph_can_be_read(build):
    folder = build()
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    with Graph.open(folder) as graph:
        assert len(graph.lines()) == len(graph)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def manifest(folder: Path, **changes: object) -> None:
    plain = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | changes
    (folder / "manifest.json").write_text(json.dumps(plain), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (shutil.rmtree, "没有图 .*请先用 kg build"),
        (lambda f: (f / "manifest.json").unlink(), "不是方志的图文件夹"),
        (lambda f: (shutil.rmtree(f), f.write_text("文件")), "不是方志的图文件夹"),
        (lambda f: (f / "manifest.json").write_text("{"), "已损坏:manifest.json"),
        (lambda f: (f / "manifest.json").write_text("[]"), "已损坏:manifest.json"),
        (lambda f: (f / "manifest.json").write_bytes(b"\xff"), "已损坏:manifest.json"),
        (lambda f: manifest(f, quads=1), "已损坏:manifest.json"),
        (lambda f: manifest(f, format=99), "更新的版本.*格式 99"),
        (lambda f: manifest(f, extra=1), "字段不符"),
        (lambda f: shutil.rmtree(next(f.glob("store-*"))), "已损坏"),
        (lambda f: (next(f.glob("store-*")) / "CURRENT").unlink(), "已损坏"),
    ],
)
def test_bad_folders_are_one_sentence(build, spoil, sentence):
    folder = build()
    spoil(folder)
    with pytest.raises(GraphError, match=sentence) as caught:
        Graph.open(folder)
    assert str(caught.value).endswith("。")
    assert "\n" not in str(caught.value)


def test_a_folder_of_others_is_not_overwritten(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"")
    with pytest.raises(GraphError, match="别的文件"):
        GraphBuilder(tmp_path, "engine-1")
    with pytest.raises(GraphError, match="是文件而不是文件夹"):
        GraphBuilder(tmp_path / "photo.jpg", "engine-1")
    with pytest.raises(GraphError, match="前缀"):
        GraphBuilder(tmp_path / "x.kg", "engine-1", base="not an IRI")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_select_ask_and_construct(graph):
    rows = graph.query("SELECT ?o ?post WHERE { ?t fz:official ?o ; fz:post/skos:prefLabel ?post } ORDER BY ?post")
    assert rows.variables == ("o", "post")
    assert rows.rows[0] == (Term.iri(f"{sample.BASE}official/葛长青"), Term.text("副市长", "zh"))
    assert list(rows.dicts())[1] == {"o": f"{sample.BASE}official/葛长青", "post": "市长"}
    assert graph.query("ASK { ?x a fz:Tenure }") is True
    assert len(graph.query("CONSTRUCT { ?x a fz:Thing } WHERE { ?x a fz:Tenure }")) == 2
    unbound = graph.query("SELECT ?x ?y WHERE { ?x a fz:Event OPTIONAL { ?x fz:nothing ?y } }")
    assert unbound.rows == ((Term.iri(f"{sample.BASE}event/云溪玻璃节"), None),)


def test_texts_are_what_query_gives_without_kinds():
    odd = ["a,b", 'a"b', "a\r\nb\t", "", "\\", "东江区"]
    graph = Graph.memory(
        Quad(iri(f"urn:s:{n},x"), iri("urn:p"), text(value, "zh"), iri("urn:g")) for n, value in enumerate(odd)
    )
    found = list(graph.texts("SELECT ?s ?none ?o { ?s ?p ?o } ORDER BY ?s"))
    assert found == [[f"urn:s:{n},x", "", value] for n, value in enumerate(odd)]


def test_the_default_graph_is_the_union_and_graph_tells_them_apart(graph):
    query = "SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{b}district/999901> skos:prefLabel ?l }} }}"
    assert len(graph.query(query.format(b=sample.BASE))) == 3
    assert [
        row["l"] for row in graph.query(f"SELECT ?l {{ <{sample.BASE}district/999901> skos:prefLabel ?l }}").dicts()
    ] == ["云溪区"]


def test_values_are_bound_and_not_spliced(graph):
    query = "SELECT ?x ?label WHERE { ?x skos:prefLabel ?label }"
    assert len(graph.query(query, {"label": Term.text("云溪区", "zh")})) == 1
    assert len(graph.query(query, {"label": Term.text('"} UNION { ?x ?y ?label } #', "zh")})) == 0
    with pytest.raises(QueryError, match="IRI"):
        graph.query(query, {"x": Term.iri("not an iri")})


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELECT *\nWHERE { ?s ?p", "第 2 行第 14 列"),
        ("SELECT * WHERE { ?s nope:p ?o }", "第 1 行"),
        ("DROP ALL", "第 1 行"),
        ("", "不是合法的 SPARQL"),
        ("SELECT * {\nSERVICE <http://example.org/> { ?s ?p ?o } }", "第 2 行用了 SERVICE"),
        ("SELECT * { service\n?x { ?s ?p ?o } }", "SERVICE"),
        ('SELECT * { ?s ?p "\\"" . SERVICE SILENT ?x { } }', "SERVICE"),
        ("SELECT * { # }\nSERVICE?x{} }", "SERVICE"),
    ],
)
def test_bad_queries_are_one_sentence(graph, query, sentence):
    with pytest.raises(QueryError, match=sentence):
        graph.query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a fz:Event }", "SELECT * { ?s ?p 'SERVICE <x>' }",
        "SELECT * { # SERVICE\n ?s ?p ?o }",
        'SELECT * { ?s ?p """a "SERVICE" b""" }', "SELECT * { <http://example.org/SERVICE> ?p ?o }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:SERVICE ?o }",
    ],
)  # fmt: skip
def test_the_word_service_alone_is_no_offence(graph, query):
    graph.query(query)

"""One worker: its answers, its limits, its end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import GraphError, QueryError
from kg.graph.builder import GraphBuilder
from kg.graph.results import FormatError
from kg.graph.sparql import RefusedError
from kg.graph.store import Graph
from kg.use.workers import frames
from kg.use.workers.worker import DeadlineError, ExhaustedError, JobError, Reply, Spec, Worker
from tests.processes import ended, running
from tests.use.networks import case_quads

#: More combinations than any machine will ever see, one by one and all at once.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(8)) + " }"
GREEDY = "SELECT * WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(8)) + " } ORDER BY ?o1"
SOON = 5.0  # seconds a killed worker's end may take on a busy machine


@pytest.fixture(scope="module")
def spec(collection: Path) -> Spec:
    with Graph.open(collection) as graph:
        return Spec(collection, graph.state, 256)


@pytest.fixture
def worker(spec: Spec) -> Iterator[Worker]:
    started = Worker(spec)
    started.wait()
    yield started
    started.kill()


def ask(worker: Worker, sparql: str, seconds: float = 20, **more: object) -> Reply:
    arguments = {"sparql": sparql, "rows_as": "json", "triples_as": "turtle", **more}
    return worker.ask("query", arguments, seconds)


def test_answers_one_after_another(worker: Worker) -> None:
    for _ in range(3):
        reply = ask(worker, "SELECT ?n { ?c a fz:Company ; skos:prefLabel ?n }")
        assert json.loads(reply.read())["results"]["bindings"][0]["n"]["value"] == "云溪星河科技有限公司"
    reply = ask(worker, "DESCRIBE <https://w3id.org/fangzhi/id/o1>")
    assert (reply.format, reply.cut) == ("turtle", False)
    assert reply.read().startswith(b"@prefix")


def test_a_large_answer_is_whole(worker: Worker) -> None:
    reply = ask(worker, "SELECT * { ?a ?b ?c . ?d a fz:Article ; ?e ?f }", 60)
    data = reply.read()
    assert reply.size == len(data) > 1 << 20
    assert json.loads(data)["head"]["vars"]


@pytest.mark.parametrize(
    ("sparql", "kind"),
    [
        ("SELECT ?s WHERE", QueryError),
        ("LOAD <http://a/>", RefusedError),
        ("SELECT * { SERVICE <http://a/> {} }", RefusedError),
        ("SELECT * FROM <urn:none> {}", QueryError),
        ("SELECT (<urn:f>(1) AS ?x) {}", QueryError),
    ],
)
def test_errors_of_guests_leave_it_alive(worker: Worker, sparql: str, kind: type[QueryError]) -> None:
    with pytest.raises(kind):
        ask(worker, sparql)
    assert ask(worker, "ASK {}").read() == b'{"head":{},"boolean":true}'


def test_a_format_that_does_not_fit(worker: Worker) -> None:
    with pytest.raises(FormatError):
        ask(worker, "ASK {}", rows_as="")


def test_our_own_mistakes_come_with_their_traceback(worker: Worker) -> None:
    with pytest.raises(JobError, match="KeyError: 'rows_as'"):
        worker.ask("query", {}, 20)
    with pytest.raises(JobError, match="KeyError: 'nonsense'"):
        worker.ask("nonsense", {}, 20)
    assert worker.alive


def test_the_deadline(worker: Worker) -> None:
    began = time.monotonic()
    with pytest.raises(DeadlineError, match=r"超过 0\.3 秒"):
        ask(worker, ENDLESS, 0.3)
    assert time.monotonic() - began < SOON
    assert not worker.alive


def test_too_much_memory(worker: Worker) -> None:
    with pytest.raises(ExhaustedError, match="内存"):
        ask(worker, GREEDY, 60)
    assert not worker.alive


def test_nested_beyond_the_engine(worker: Worker) -> None:
    """The engine's stack overflows; the server refuses such a query earlier, here it may only cost the worker."""
    with pytest.raises(QueryError):
        ask(worker, "SELECT * {" + "{" * 20000 + "}" * 20001)


def test_interrupted_from_elsewhere(worker: Worker) -> None:
    threading.Timer(0.3, worker.interrupt).start()
    began = time.monotonic()
    with pytest.raises(ExhaustedError):
        ask(worker, ENDLESS, 60)
    assert time.monotonic() - began < SOON


def test_an_orphan_ends_with_its_owner(spec: Spec) -> None:
    """When the owner is killed in mid-query, with no limit of time, nobody is left to kill the worker."""
    code = f"""
import sys
from pathlib import Path
from kg.use.workers.worker import Spec, Worker
worker = Worker(Spec(Path({str(spec.path)!r}), sys.stdin.read(), 0))
worker.wait()
print(worker._process.pid, flush=True)
worker.ask("query", {{"sparql": {ENDLESS!r}, "rows_as": "json", "triples_as": ""}}, 0)
"""
    owner = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdin is not None
    assert owner.stdout is not None
    owner.stdin.write(spec.state)
    owner.stdin.close()
    orphan = int(owner.stdout.readline())
    time.sleep(0.3)
    assert running(orphan)
    owner.kill()
    owner.wait()
    assert ended([orphan])


def test_a_worker_that_nobody_kills_ends_by_its_alarm(worker: Worker) -> None:
    arguments = {"sparql": ENDLESS, "rows_as": "json", "triples_as": ""}
    frames.send(worker._connection, {"job": "query", "arguments": arguments, "seconds": 0.1})
    assert worker._process.wait(10) == -signal.SIGALRM


def test_an_idle_worker_ends_with_its_owner(spec: Spec) -> None:
    worker = Worker(spec)
    worker.wait()
    worker._connection.close()
    assert worker._process.wait(10) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process has")
def test_a_worker_that_took_much_memory_makes_room(worker: Worker) -> None:
    """Its memory would stay with the process; a fresh one takes its place."""
    assert ask(worker, "ASK {}").read()
    assert worker.alive
    assert ask(worker, "SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } LIMIT 120000", 60).read()
    assert not worker.alive


def test_the_state_asked_for_is_the_one_opened(tmp_path: Path) -> None:
    """A worker started after a new build still reads what its owner has open; when that is gone, it says so."""

    def build(quads) -> None:
        with GraphBuilder(tmp_path / "a.kg", "test") as builder:
            builder.load(quads)
            builder.publish({})

    quads = case_quads()
    build(quads)
    with Graph.open(tmp_path / "a.kg") as old:
        build(quads[: len(quads) // 2])
        worker = Worker(Spec(tmp_path / "a.kg", old.state))
        worker.wait()
        reply = ask(worker, "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }")
        assert len(json.loads(reply.read())["results"]["bindings"]) == len(set(quads))
        worker.kill()
        state = old.state
    build(quads[:3])
    with pytest.raises(GraphError, match="已被替换或损坏"):
        Worker(Spec(tmp_path / "a.kg", state)).wait()


def test_a_worker_that_does_not_start(monkeypatch: pytest.MonkeyPatch, spec: Spec) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(GraphError, match="没有启动"):
        Worker(spec).wait()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_no_way_out() -> None:
    """Even a query that got past the look at its text reaches no server: the kernel refuses."""
    code = """
import socket
from kg.use.workers import jail
import pyoxigraph
listener = socket.create_server(("127.0.0.1", 0))
address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
assert jail.no_reach()
try:
    list(pyoxigraph.Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
except OSError as error:
    print("refused", error.errno or error)
assert len(list(pyoxigraph.Store().query(f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}"))) == 1
listener.settimeout(0.2)
try:
    listener.accept()
except TimeoutError:
    print("nobody came")
import subprocess
try:
    subprocess.run(["true"])
except PermissionError:
    print("no programs")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "refused" in done.stdout
    assert done.stdout.splitlines()[1:] == ["nobody came", "no programs"]


#: A job that runs the code it is given and answers with the names of the errors, put among those of a worker.
SPY = """
import json
from kg.use.workers.jobs import Outcome
def spy(graph, arguments):
    said = []
    for code in arguments["codes"]:
        try:
            exec(code, {})
            said.append("")
        except OSError as error:
            said.append(type(error).__name__)
    return Outcome(json.dumps(said).encode(), "json")
"""


@pytest.fixture
def spy(spec: Spec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[str]]]:
    """A function: what a worker says to pieces of code."""
    (tmp_path / "spy.py").write_text(SPY)
    (tmp_path / "sitecustomize.py").write_text("import kg.use.workers.jobs as it; it._MODULES['spy'] = 'spy'")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker = Worker(spec)
    worker.wait()
    yield lambda codes: json.loads(worker.ask("spy", {"codes": codes}, 20).read())
    assert ask(worker, "SELECT ?n { ?c a fz:Company ; skos:prefLabel ?n }").size, "it works all the same"
    worker.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_worker_gave_its_reach_up(spy: Callable[..., list[str]]) -> None:
    codes = [
        "import socket; socket.create_connection(('127.0.0.1', 9), 5)",
        "import subprocess; subprocess.run('true')",
    ]
    assert spy(codes) == ["PermissionError"] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_no_file_but_the_graphs(
    spy: Callable[..., list[str]], spec: Spec, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A worker reads the graph and the program; it reads nothing else and writes nowhere: the kernel refuses."""
    sealed = "from kg.use.workers import jail; print(jail.no_files_but([]))"
    if subprocess.run([sys.executable, "-c", sealed], capture_output=True, text=True, check=True).stdout == "False\n":
        pytest.skip("this kernel has no Landlock")
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("x")
    manifest = spec.path / "manifest.json"
    allowed = [f"open({str(file)!r})" for file in (manifest, tmp_path / "spy.py", json.__file__)]
    outside = [file for file in (secret, Path("/etc/hostname"), Path("/etc/passwd")) if file.exists()]
    refused = [
        *(f"open({str(file)!r})" for file in outside),
        f"import os; os.listdir({str(secret.parent)!r})",
        *(f"open({str(folder / 'new')!r}, 'w')" for folder in (spec.path, tmp_path, secret.parent)),
        *(f"open({str(file)!r}, 'a')" for file in (manifest, secret)),
        f"import os; os.unlink({str(manifest)!r})",
        f"import os; os.rename({str(manifest)!r}, {str(manifest)!r} + '2')",
        f"import os; os.mkdir({str(spec.path / 'new')!r})",
    ]
    assert spy([*allowed, *refused]) == [*[""] * len(allowed), *["PermissionError"] * len(refused)]


def test_starting_loads_the_store_alone() -> None:
    code = """import sys, kg.use.workers.child
heavy = set("rich rdflib networkx jieba pyshacl pyvis jinja2 starlette uvicorn asyncio click yaml".split())
sys.exit(" ".join(sorted(heavy & set(sys.modules))) or 0)"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_ctrl_c_is_the_owners_to_answer(worker: Worker) -> None:
    worker._process.send_signal(signal.SIGINT)
    assert ask(worker, "ASK {}").read()

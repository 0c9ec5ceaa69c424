"""What may import what, how long things may be, and that everything public says what it is."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    # What everything needs.
    ("messages",),
    ("errors", "locks"),
    ("translation",),
    ("storage",),
    ("json_log", "checksums", "csv_tables"),
    ("records", "leftovers"),
    ("workspace", "settings_schema"),
    ("processes",),
    ("hardware",),
    # From bytes to a clean corpus.
    ("corpus.text",),
    ("corpus.encodings",),
    ("corpus.readers",),
    ("corpus.pii",),
    ("corpus.card",),
    ("corpus.cleaning",),
    ("corpus.writer",),
    ("corpus.store",),
    ("corpus.split", "corpus.browse", "corpus.samples", "corpus.review", "corpus.subject"),
    ("corpus.uncleaned",),
    ("corpus.ingest",),
    # From text to tokens to a network that predicts them.
    ("tokenizers",),
    ("models",),
    ("metrics",),
    ("profiling",),
    ("generation",),
    ("training",),
    # A run: its folder, what precedes it, what starts it, what trains it.
    ("runs",),
    ("runs.planning",),
    ("runs.fine_tuning",),
    ("runs.launching",),
    ("runs.trainer",),
    ("runs.preflight",),
    # What is made of runs that have ended.
    ("evaluation",),
    ("tuning",),
    ("reporting",),
    # What others use.
    ("serving",),
    ("cli.output",),
    ("cli.options",),
    ("cli.arguments", "cli.commands"),
    ("cli", "__main__"),
)
"""The architecture, in the order one reads it: a part imports its own layer and those above."""

PAGE_PACKAGES = sorted(path.parent.name for path in (ROOT / "pages").glob("*/page.py"))
"""A page imports itself and what all share, which imports no page."""
SHARED_BY_PAGES = ("ui", "charts")

LONGEST_FILE = 350
LONGEST_FUNCTION = 50
LONGER_FUNCTIONS = {"sample_corpora/credit_memos.py": 80}
"""A list of phrases reads best in one piece."""

LIBRARY = sorted((ROOT / "slm_core").rglob("*.py"))
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
OURS = [
    *LIBRARY,
    *PAGES,
    *sorted((ROOT / "benchmarks").rglob("*.py")),
    *sorted((ROOT / "sample_corpora").glob("*.py")),
]

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relative to itself"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str) -> str | None:
    """corpus.split for slm_core.corpus.split.Split; None for what is not ours."""
    package, _, rest = module.partition(".")
    names = rest.split(".")
    if package != "slm_core" or not rest:
        return None
    known = {part for layer in LAYERS for part in layer}
    inner = ".".join(names[:2])
    return inner if inner in known else names[0]


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_the_library_imports_only_what_stands_earlier(path: Path) -> None:
    order = {part: place for place, layer in enumerate(LAYERS) for part in layer}
    if path.stem == "__init__":
        return
    part = part_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert part in order, f"{part} has no place in LAYERS of this test yet"
    for module in imported(path):
        other = part_of(module)
        if other == "corpus":
            continue  # `from slm_core.corpus import samples`, which is seen as corpus.samples, too
        if other is not None:
            assert other in order, f"{module} has no place in LAYERS of this test yet"
            assert order[other] <= order[part], f"{part} imports {module}, which stands later"


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_no_two_files_of_the_library_import_each_other(path: Path) -> None:
    me = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for module in set(imported(path)):
        other = ROOT / Path(*module.split(".")).with_suffix(".py")
        if module.startswith("slm_core.") and other.is_file() and other != path:
            assert me not in imported(other), f"{me} and {module} import each other"


def test_the_picture_in_the_design_shows_every_room_in_the_order_of_imports() -> None:
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    picture = text.split("## The rooms")[1].split("```")[1]
    shown: list[str] = []
    above: list[str] = []
    for line in picture.splitlines():
        first = line.split()[0] if line.split() else ""
        if first.endswith("/"):
            depth = (len(line) - len(line.lstrip())) // 2
            above[depth:] = [first.rstrip("/")]
            shown.append(".".join(above))
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for root in ("slm_core", "pages")
        for path in (ROOT / root).rglob("__init__.py")
    }
    assert set(shown) == there
    rooms = [room.removeprefix("slm_core.") for room in shown if room.startswith("slm_core.")]
    places = [place for place, room in enumerate(rooms) if "." not in room]
    order = [part.partition(".")[0] for layer in LAYERS for part in layer]
    assert [rooms[place] for place in places] == [
        part for part in dict.fromkeys(order) if (ROOT / "slm_core" / part).is_dir()
    ]


@pytest.mark.parametrize("path", PAGES[1:], ids=name_of)
def test_a_page_imports_no_other_page(path: Path) -> None:
    own = path.relative_to(ROOT / "pages").parts[0]
    if own in ("__init__.py", "router.py"):
        return
    assert own in (*PAGE_PACKAGES, *SHARED_BY_PAGES), f"{own} has no place in this test yet"
    for module in imported(path):
        names = module.split(".")
        if names[0] == "pages" and len(names) > 1:
            assert names[1] in (own, *SHARED_BY_PAGES), f"pages/{own} imports {module}"


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_the_library_knows_no_streamlit_and_no_pages(path: Path) -> None:
    outside = {module.split(".")[0] for module in imported(path)}
    assert not outside & {"streamlit", "pages", "app", "tests", "benchmarks"}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_pages_import_neither_torch_nor_numpy(path: Path) -> None:
    assert not {module.split(".")[0] for module in imported(path)} & {"torch", "numpy"}


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_packages_do_nothing_when_imported(path: Path) -> None:
    if path.name == "__init__.py":
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert all(isinstance(node, ast.Expr) for node in body)


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_files_and_functions_can_be_read_at_a_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= LONGEST_FILE, f"{lines} lines; {LONGEST_FILE} is the most"
    most = LONGER_FUNCTIONS.get(name_of(path), LONGEST_FUNCTION)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = body_lines(node)
            assert length <= most, f"{node.name} has {length} lines; {most} is the most"


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body:
        assert ast.get_docstring(tree), "the file has no first line that says what it is"
    if path not in LIBRARY:
        return
    for node in public(tree):
        assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for path in (*LIBRARY, *PAGES):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name_of(path))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


OUR_ERRORS = {
    node.name
    for node in ast.parse((ROOT / "slm_core" / "errors.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.ClassDef)
}
"""What is raised to tell people something."""


@pytest.mark.parametrize("path", [*LIBRARY, *PAGES], ids=name_of)
def test_what_people_are_told_is_a_message_and_no_finished_sentence(path: Path) -> None:
    """Errors, and what status, jobs and events say: only templates can be translated."""
    if path.name == "messages.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = [word.value for word in node.keywords if word.arg in ("doing", "error", "reason")]
        said += node.args[:1] if name in OUR_ERRORS else []
        for text in said:
            assert not isinstance(text, ast.JoinedStr | ast.BinOp), (
                f"line {text.lineno}: an f-string"
            )
            finished = isinstance(text, ast.Constant) and isinstance(text.value, str)
            assert not finished, f"line {text.lineno}: write msg(...)"
        if name in ("msg", "plural") and node.args:
            assert isinstance(node.args[0], ast.Constant), f"line {node.lineno}: no template"


@pytest.mark.parametrize(
    "module",
    [
        "slm_core.cli.main",
        "slm_core.runs.launching.create",
        "slm_core.runs.planning.presets",
        "slm_core.runs.preflight.preflight",
        "slm_core.training.settings",
        "slm_core.models.settings",
        "slm_core.tokenizers.settings",
        "slm_core.generation.settings",
        "slm_core.serving.client",
    ],
)
def test_what_only_asks_for_work_loads_no_heavy_library(module: str) -> None:
    loaded = modules_after(module)
    assert not loaded & {"torch", "fastapi", "streamlit", "pandas"}


def test_the_pages_load_neither_torch_nor_scipy() -> None:
    parts = [path for path in PAGES[1:] if path.stem not in ("__init__", "router", "page")]
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in parts)
    assert not {"torch", "scipy"} & modules_after(*names)


def test_the_first_page_waits_for_no_altair() -> None:
    parts = [path for path in (ROOT / "pages").rglob("*.py") if path.parent.name in ("ui", "home")]
    names = (f"pages.{path.parent.name}.{path.stem}" for path in parts if path.stem != "page")
    assert "altair" not in modules_after(*names)


def modules_after(*names: str) -> set[str]:
    """Top-level modules a fresh process has after importing these."""
    program = "; ".join(
        ["import sys", *(f"import {name}" for name in names), "print(*sys.modules, sep='\\n')"]
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in done.stdout.split()}


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, counting a signature as one and no docstring.

    A command's signature is its list of options.
    """
    first = node.body[0]
    begins = first.lineno
    if ast.get_docstring(node) is not None:
        begins = (first.end_lineno or first.lineno) + 1
    return (node.end_lineno or begins) - begins + 2


def public(tree: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    """Public classes and functions of a module, and the public methods of those classes."""
    for node in tree.body:
        if not isinstance(node, Definition) or node.name.startswith("_"):
            continue
        if overrides(node) and isinstance(tree, ast.ClassDef):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from public(node)


def overrides(node: Definition) -> bool:
    """Whether a method is said to be one of a base class, which explains it."""
    names = [ast.unparse(decorator) for decorator in node.decorator_list]
    return "override" in names or any(name.endswith(".setter") for name in names)

"""What may import what, how long things may be, and that everything public says what it is."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
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
    ("inspection",),
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


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Full names of the modules a file imports, wherever in it."""
    names: list[str] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relative to itself"
            names.append(str(node.module))
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def part_of(module: str) -> str | None:
    """corpus.split for slm_core.corpus.split.Split; None for what is not ours."""
    package, _, rest = module.partition(".")
    names = rest.split(".")
    if package != "slm_core" or not rest:
        return None
    known = {part for layer in LAYERS for part in layer}
    inner = ".".join(names[:2])
    return inner if inner in known else names[0]


def test_the_library_imports_only_what_stands_earlier() -> None:
    order = {part: place for place, layer in enumerate(LAYERS) for part in layer}
    faults: list[str] = []
    for path in LIBRARY:
        part = part_of(module_of(path))
        if path.stem == "__init__":
            continue
        assert part in order, f"{part} has no place in LAYERS of this test yet"
        for module in imported(path):
            other = part_of(module)
            if other is None or other == "corpus":
                continue  # `from slm_core.corpus import samples` is seen as corpus.samples, too
            assert other in order, f"{module} has no place in LAYERS of this test yet"
            if order[other] > order[part]:
                faults.append(f"{name_of(path)} imports {module}, which stands later")
    assert faults == []


def test_no_two_files_of_the_library_import_each_other() -> None:
    ours = {module_of(path): path for path in LIBRARY}
    pairs = [
        (me, other)
        for me, path in ours.items()
        for other in set(imported(path))
        if other in ours and other != me and me in imported(ours[other])
    ]
    assert pairs == []


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


def test_a_page_imports_no_other_page() -> None:
    faults: list[str] = []
    for path in PAGES[1:]:
        own = path.relative_to(ROOT / "pages").parts[0]
        if own in ("__init__.py", "router.py"):
            continue
        assert own in (*PAGE_PACKAGES, *SHARED_BY_PAGES), f"{own} has no place in this test yet"
        others = [module.split(".")[1] for module in imported(path) if module.startswith("pages.")]
        faults += [
            f"{name_of(path)} imports pages.{other}"
            for other in others
            if other not in (own, *SHARED_BY_PAGES)
        ]
    assert faults == []


def test_the_library_knows_no_streamlit_and_no_pages_and_pages_neither_torch_nor_numpy() -> None:
    forbidden = {path: {"streamlit", "pages", "app", "tests", "benchmarks"} for path in LIBRARY}
    forbidden |= {path: {"torch", "numpy"} for path in PAGES}
    outside = {
        name_of(path): names & {module.split(".")[0] for module in imported(path)}
        for path, names in forbidden.items()
    }
    assert {path: names for path, names in outside.items() if names} == {}


def test_packages_do_nothing_when_imported() -> None:
    packages = [path for path in LIBRARY if path.name == "__init__.py"]
    assert packages
    for path in packages:
        assert all(isinstance(node, ast.Expr) for node in tree_of(path).body), name_of(path)


def test_files_and_functions_can_be_read_at_a_sitting() -> None:
    faults: list[str] = []
    for path in OURS:
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST_FILE:
            faults.append(f"{name_of(path)} has {lines} lines; {LONGEST_FILE} is the most")
        most = LONGER_FUNCTIONS.get(name_of(path), LONGEST_FUNCTION)
        faults += [
            f"{name_of(path)}: {node.name} has {body_lines(node)} lines; {most} is the most"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > most
        ]
    assert faults == []


def test_everything_public_says_what_it_is() -> None:
    faults: list[str] = []
    for path in OURS:
        tree = tree_of(path)
        if tree.body and not ast.get_docstring(tree):
            faults.append(f"{name_of(path)} has no first line that says what it is")
        if path in LIBRARY:
            unsaid = [node.name for node in public(tree) if not ast.get_docstring(node)]
            faults += [f"{name_of(path)}: {name} has no docstring" for name in unsaid]
    assert faults == []


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for path in (*LIBRARY, *PAGES):
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name_of(path))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


OUR_ERRORS = {
    node.name
    for node in ast.parse((ROOT / "slm_core" / "errors.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.ClassDef)
}
"""What is raised to tell people something."""


def test_what_people_are_told_is_a_message_and_no_finished_sentence() -> None:
    """Errors, and what status, jobs and events say: only templates can be translated."""
    faults = [
        f"{name_of(path)}, line {line}"
        for path in (*LIBRARY, *PAGES)
        if path.name != "messages.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        for line in untranslatable(node)
    ]
    assert faults == [], "write msg(...) with a template"


def untranslatable(call: ast.Call) -> Iterator[int]:
    """Lines of a call's texts that are finished already, or that msg cannot look up."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    said = [word.value for word in call.keywords if word.arg in ("doing", "error", "reason")]
    said += call.args[:1] if name in OUR_ERRORS else []
    for text in said:
        finished = isinstance(text, ast.Constant) and isinstance(text.value, str)
        if finished or isinstance(text, ast.JoinedStr | ast.BinOp):
            yield text.lineno
    if name in ("msg", "plural") and call.args and not isinstance(call.args[0], ast.Constant):
        yield call.lineno


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

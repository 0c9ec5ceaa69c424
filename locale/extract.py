"""Collects every text that pages show into argot.pot: `python locale/extract.py [--check]`.

--check writes nothing; it exits with status 1 where argot.pot is out of date, and names what the
translations lack.
"""

import ast
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "locale")]

from library_texts import library_texts  # noqa: E402 - these need the line above

from pages.ui.catalogue import read_catalogue  # noqa: E402
from slm_core.corpus.cleaning.recipe import TITLES  # noqa: E402
from slm_core.corpus.cleaning.registry import STEPS  # noqa: E402
from slm_core.corpus.split import SplitSettings  # noqa: E402
from slm_core.generation.settings import GenerationSettings  # noqa: E402
from slm_core.models.settings import MODEL_SETTINGS  # noqa: E402
from slm_core.runs.planning.presets import PRESETS  # noqa: E402
from slm_core.settings_schema import fields_of  # noqa: E402
from slm_core.tokenizers.settings import TokenizerSettings  # noqa: E402
from slm_core.training.settings import (  # noqa: E402
    BudgetSettings,
    MachineSettings,
    SampleSettings,
    TrainingSettings,
)

TEMPLATE = ROOT / "locale" / "argot.pot"
SOURCES = ("pages/**/*.py",)

SETTINGS = (
    SplitSettings,
    TokenizerSettings,
    *MODEL_SETTINGS.values(),
    TrainingSettings,
    BudgetSettings,
    SampleSettings,
    MachineSettings,
    GenerationSettings,
)
"""Classes whose fields' names and docstrings forms show."""

DOING = (
    "loading torch",
    "reading the corpus",
    "training the tokenizer",
    "taking over what the earlier run learned",
    "cutting the train part into tokens",
    "cutting the validation part into tokens",
    "cutting the test part into tokens",
    "the final evaluation",
)
"""What a trainer says it is at; pages show it as `_(status.doing)`."""

MAKING_A_REPORT = (
    "comparing the documents",
    "reading the text",
    "counting words",
    "looking for tokens",
    "counting tokens",
    "looking for topics",
    "looking for personal data",
)
"""What the making of a corpus report says it is at, before a colon."""

VERDICT = ("slm_core/profiling/sufficiency.py", "slm_core/profiling/assessment.py")
"""Their sentences have names in braces for the numbers, so that pages can translate them."""

Texts = dict[tuple[str, str], list[str]]
"""(text, its plural or "") and the files where it stands."""


def collect() -> Texts:
    """Every text that is shown through `_` or `ngettext`. Raises ValueError on one built there."""
    found: Texts = defaultdict(list)
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        name = path.relative_to(ROOT).as_posix()
        for text, plural in _calls(ast.parse(path.read_text(encoding="utf-8")), name):
            found[text, plural].append(name)
    for text, name in _of_library():
        found[text, ""].append(name)
    return found


def _of_library() -> Iterator[tuple[str, str]]:
    """Texts of slm_core, which knows no languages, that pages translate."""
    for cls in SETTINGS:
        for info in fields_of(cls).values():
            yield info.name.replace("_", " ").capitalize(), "settings"
            yield info.help, "settings"
            yield from ((choice, "settings") for choice in info.choices)
    yield from ((text, "cleaning steps") for text in (*_of_steps(), *TITLES.values()))
    for settings in MODEL_SETTINGS.values():
        yield from ((note, "settings") for note in settings(initialisation="zero").notes())
    for preset in PRESETS.values():
        yield from ((text, "presets") for text in (preset.description, *preset.differences))
    yield from library_texts(ROOT)
    yield from ((text, "trainer") for text in DOING)
    yield from ((text, "report") for text in MAKING_A_REPORT)
    for path in VERDICT:
        yield from ((text, path) for text in _sentences(ROOT / path))


def _of_steps() -> Iterator[str]:
    """What is said of cleaning steps and their settings."""
    for step in STEPS.values():
        yield from filter(None, (step.about(), step.warning))
        for info in fields_of(step).values():
            yield from (info.name.replace("_", " ").capitalize(), info.help)


def _sentences(path: Path) -> Iterator[str]:
    """Every text in a file that ends as a sentence does, but for what documents the code."""
    if not path.is_file():
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in told:
            continue
        if isinstance(node.value, str) and " " in node.value and node.value.endswith("."):
            yield node.value


def template(texts: Texts) -> str:
    """The texts as a .pot file."""
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return "\n".join([header, *(_entry(key, places) for key, places in sorted(texts.items()))])


def _calls(tree: ast.AST, name: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        wanted = {"_": 1, "ngettext": 2}.get(node.func.id)
        if wanted is None:
            continue
        texts = [arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant)]
        if len(texts) == wanted:
            yield str(texts[0]), str(texts[1]) if wanted == 2 else ""
        elif any(isinstance(arg, (ast.JoinedStr, ast.BinOp)) for arg in node.args[:wanted]):
            raise ValueError(
                f"{name}:{node.lineno}: a text built on the spot cannot be translated. Write it "
                "whole and fill it with .format()."
            )


def _entry(key: tuple[str, str], places: list[str]) -> str:
    text, plural = key
    lines = [f"#: {' '.join(sorted(set(places)))}", f"msgid {_quoted(text)}"]
    if plural:
        lines += [f"msgid_plural {_quoted(plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
    else:
        lines += ['msgstr ""']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _lacking(texts: Texts) -> Iterator[str]:
    for path in sorted(TEMPLATE.parent.glob("*.po")):
        catalogue = read_catalogue(path)
        lacking = [text for text, _plural in texts if text not in catalogue]
        yield f"{path.name}: {len(texts) - len(lacking)} of {len(texts)} texts are translated."
        yield from (f"  lacks {_quoted(text)}" for text in lacking)


def main(arguments: list[str]) -> int:
    """Write argot.pot, or with --check compare it. The process's exit status."""
    texts = collect()
    wanted = template(texts)
    if "--check" not in arguments:
        TEMPLATE.write_text(wanted, encoding="utf-8")
        print(f"{TEMPLATE}: {len(texts)} texts")
        return 0
    print(*_lacking(texts), sep="\n")
    current = TEMPLATE.read_text(encoding="utf-8") if TEMPLATE.exists() else ""
    if current != wanted:
        print(f"{TEMPLATE} is out of date: run `python locale/extract.py`.")
    return int(current != wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

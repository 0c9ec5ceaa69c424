"""README and docs say what is so: commands run, links lead somewhere, settings are current."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from slm_core.cli.commands.settings import as_markdown, as_text
from slm_core.cli.main import app
from slm_core.settings_schema import fields_of
from slm_core.training.settings import TrainingSettings

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = [*READMES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
RUN_HERE = re.compile(r"<!-- run by tests/test_docs\.py -->\n```bash\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"python -m slm_core ([a-z-]+)")


@pytest.mark.exhaustive
def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    blocks = RUN_HERE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks
    here = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for block in blocks:
        done = subprocess.run(
            ["bash", "-euc", block],
            cwd=tmp_path,
            env={
                **os.environ,
                "PATH": here,
                "PYTHONPATH": str(ROOT),
                "ARGOT_HOME": str(tmp_path / "home"),
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "The breakthrough in cancer treatment" in done.stdout


def test_the_chinese_readme_has_the_commands_and_sections_of_the_english_one() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in READMES)
    commands = [
        [line.partition("#")[0].split() for line in block.splitlines()]
        for block in re.findall(r"```bash\n(.*?)```", english, re.DOTALL)
    ]
    assert commands == [
        [line.partition("#")[0].split() for line in block.splitlines()]
        for block in re.findall(r"```bash\n(.*?)```", chinese, re.DOTALL)
    ]
    assert english.count("\n## ") == chinese.count("\n## ")
    assert set(re.findall(r"\]\(([^)]+)\)", english)) - {"README.zh-CN.md"} == set(
        re.findall(r"\]\(([^)]+)\)", chinese)
    ) - {"README.md"}
    assert set(re.findall(r"ARGOT_\w+", english)) <= set(re.findall(r"ARGOT_\w+", chinese))


def test_every_command_that_is_named_exists() -> None:
    known = {known.name for known in (*app.registered_groups, *app.registered_commands)}
    for page in PAGES:
        for name in COMMAND.findall(page.read_text(encoding="utf-8")):
            assert name in known, f"{page.name} names a command {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_settings_page_is_current() -> None:
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == as_markdown(), "settings have changed: `make docs` writes the page anew"


def test_the_reference_has_every_setting_once() -> None:
    for info in fields_of(TrainingSettings).values():
        assert as_text().count(f"  {info.path} = ") == 1
        assert info.help

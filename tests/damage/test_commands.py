"""Whatever is damaged in a workspace, every command says a sentence, and lists list the rest."""

import json
import os
import random
import sys

import pytest

from slm_core.cli.main import main
from tests.damage.conftest import Everything
from tests.damage.damages import Damage, damages_of, files_of, without_checksums

_TRACES = ("Traceback", "mistake in Argot", "was not made for")
_FILES, _SAMPLED = 10, 120
"""Of damages to whole files and to values one in so many is tried where not all are."""


def ask(everything: Everything, *command: str, capsys) -> str:
    """What a command printed; fails where it met something that it was not made for."""
    code = main([*command, "--workspace", str(everything.workspace.root)])
    said = capsys.readouterr()
    assert code in (0, 1, 2), command
    assert not any(trace in said.out + said.err for trace in _TRACES), (command, said.err)
    if code:
        assert said.err.strip(), command
    return said.out


def commands(everything: Everything, kind: str) -> list[tuple[str, ...]]:
    """Those that read what a file of this kind belongs to."""
    corpus, run = everything.corpus, everything.run
    return {
        "corpora": [
            ("corpus", "list"),
            ("corpus", "list", "--json"),
            ("corpus", "report", corpus, "--json"),
            ("corpus", "delete", corpus),
        ],
        "cache": [("corpus", "report", corpus, "--json"), ("corpus", "delete", corpus)],
        "races": [("races",), ("races", "--json"), ("races", everything.race)],
        "sweeps": [("sweeps",), ("sweeps", "--json"), ("sweeps", everything.sweep)],
        "runs": [
            ("runs",),
            ("runs", "--json"),
            ("races",),
            ("coach", run),
            ("stop", run),
            ("set", run, "learning_rate", "0.1"),
        ],
        "tokens": [("corpus", "delete", corpus)],
        "jobs": [("corpus", "delete", corpus)],
    }.get(kind, [])


def all_damages(everything: Everything) -> list[Damage]:
    found = [damage for path in files_of(everything.workspace.root) for damage in damages_of(path)]
    assert len(found) > 1500
    return found


class Opened:
    """Which files this process opens while it is asked to remember."""

    def __init__(self) -> None:
        self._seen: set[str] | None = None
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple) -> None:
        named = event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike))
        if named and self._seen is not None:
            self._seen.add(os.fsdecode(arguments[0]))

    def by(self, everything: Everything, command: tuple[str, ...], capsys) -> set[str]:
        """Those that a command opens, with nothing known from before."""
        for path in files_of(everything.workspace.root):
            path.touch()  # what is remembered of a file is of its time
        self._seen = set()
        try:
            ask(everything, *command, capsys=capsys)
        finally:
            seen, self._seen = self._seen, None
        return seen


def check(everything: Everything, damage: Damage, asked: list[tuple[str, ...]], capsys) -> None:
    with damage.done():
        for command in asked:
            try:
                said = ask(everything, *command, capsys=capsys)
            except BaseException:
                path = damage.path.relative_to(everything.workspace.root)
                print(f"{path}: {damage.place} {damage.name}")
                raise
            if command == ("runs", "--json"):
                listed = json.loads(said)["runs"]
                assert len(listed) == 4, (damage, listed)
                assert all(row.get("error") for row in listed if row["state"] == "damaged")


def check_all(everything: Everything, chosen: list[Damage], capsys) -> None:
    """Ask the commands of each damage; where a value alone is damaged, those that open its file:
    what is in it makes no difference to the others."""
    home, remembers = everything.workspace.root, Opened()
    of_kind = {
        kind: commands(everything, kind)
        for kind in {damage.path.relative_to(home).parts[0] for damage in chosen}
    }
    asked = {command for found in of_kind.values() for command in found}
    opened = {command: remembers.by(everything, command, capsys) for command in asked}
    for damage in chosen:
        found = of_kind[damage.path.relative_to(home).parts[0]]
        if damage.place:
            found = [command for command in found if str(damage.path) in opened[command]]
        check(everything, damage, found, capsys)


def test_a_sentence_for_a_sample_of_files_and_values(everything, capsys):
    without_checksums(everything.workspace.root)
    chance = random.Random(7)
    found = all_damages(everything)
    chosen = [one for one in found if not chance.randrange(_SAMPLED if one.place else _FILES)]
    assert {one.place for one in chosen} > {""}
    check_all(everything, chosen, capsys)


@pytest.mark.exhaustive
@pytest.mark.timeout(1200)
def test_a_sentence_for_every_file_and_value(everything, capsys):
    without_checksums(everything.workspace.root)
    check_all(everything, all_damages(everything), capsys)


def test_what_is_sealed_is_read_only_as_it_was_written(everything, capsys):
    """A digit that became another one is no error of form: only its checksum tells."""
    home = everything.workspace.root
    for folder, name in (("runs", "config.json"), ("runs", "facts.json"), ("corpora", "card.json")):
        [path, *_] = sorted((home / folder).glob(f"*/{name}"))
        before = path.read_bytes()
        path.write_bytes(before.replace(b"1", b"2", 1))
        said = ask(
            everything,
            "corpus" if folder == "corpora" else "runs",
            *(("list",) if folder == "corpora" else ()),
            capsys=capsys,
        )
        assert f"{path.parent.name}/{name} is damaged" in said
        assert "its content was changed, as its checksum says" in said
        path.write_bytes(before)
        said = ask(everything, "runs", capsys=capsys)
        assert "damaged" not in said

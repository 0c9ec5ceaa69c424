"""Whatever is damaged in a workspace, every command says a sentence, and lists list the rest."""

import json
import random

import pytest

from slm_core.cli.main import main
from tests.damage.conftest import Everything
from tests.damage.damages import Damage, damages_of, files_of, without_checksums

_TRACES = ("Traceback", "mistake in Argot", "was not made for")
_SAMPLED = 32
"""Of all damages to values one in so many is tried where not all are."""


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


def check(everything: Everything, damage: Damage, capsys) -> None:
    home = everything.workspace.root
    kind = damage.path.relative_to(home).parts[0]
    with damage.done():
        for command in commands(everything, kind):
            try:
                ask(everything, *command, capsys=capsys)
            except BaseException:
                print(f"{damage.path.relative_to(home)}: {damage.name}")
                raise
        if damage.path.is_relative_to(home / "runs"):
            listed = json.loads(ask(everything, "runs", "--json", capsys=capsys))["runs"]
            assert len(listed) == 4, (damage, listed)
            assert all(row.get("error") for row in listed if row["state"] == "damaged")


def test_a_sentence_for_every_file_and_a_sample_of_values(everything, capsys):
    without_checksums(everything.workspace.root)
    found = all_damages(everything)
    chance = random.Random(7)
    chosen = [one for one in found if " " not in one.name or not chance.randrange(_SAMPLED)]
    for damage in chosen:
        check(everything, damage, capsys)


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
def test_a_sentence_for_every_value(everything, capsys):
    without_checksums(everything.workspace.root)
    for damage in all_damages(everything):
        check(everything, damage, capsys)


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

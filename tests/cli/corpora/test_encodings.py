"""How sure an encoding is, as the command line tells it."""

import json
from pathlib import Path

from tests.cli.shell import Shell

FRENCH = "L’été dernier, la pompe a été démontée près de l’entrée; rien à signaler. " * 40


def test_a_doubtful_encoding_is_said_and_can_be_chosen(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "one letter.txt"
    path.write_bytes(b"A caf\xe9. " + b"The pump was oiled and nothing was found. " * 40)
    said = shell("corpus", "add", path, "--json")
    [source] = said.json()["sources"]
    assert source["encoding"] == "Windows-1252"
    assert source["confidence"] < 0.6
    assert source["doubtful"]
    assert f"Windows-1252 ({source['confidence']:.0%} sure)" in said.err
    assert "choose another --encoding" in said.err
    offered = {other["encoding"]: other["preview"] for other in source["alternatives"]}
    assert 2 <= len(offered) <= 3
    assert len({*offered.values(), "A café."}) == len(offered) + 1
    for encoding, preview in offered.items():
        assert encoding in said.err
        assert preview in said.err
    card = json.loads((shell.home / "corpora" / said.json()["corpus"] / "card.json").read_text())
    assert card["sources"][0]["confidence"] == source["confidence"]
    chosen = shell("corpus", "read", path, f"--encoding={min(offered)}", "--json").json()
    assert chosen["documents"][0].startswith(offered[min(offered)][:6])
    assert chosen["confidence"] == 1


def test_one_that_is_sure_is_not_doubted(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "french.txt"
    path.write_text(FRENCH, encoding="cp1252")
    said = shell("corpus", "add", path, "--json")
    assert 0.6 <= said.json()["sources"][0]["confidence"] < 1
    assert "--encoding" not in said.err
    chosen = shell("corpus", "add", path, "--encoding=CP1252", "--name=Chosen", "--json")
    assert chosen.json()["sources"][0] == {
        "file": "french.txt", "encoding": "Windows-1252", "confidence": 1.0, "doubtful": False,
        "read_as": "text", "bytes": len(FRENCH), "left_out": [], "alternatives": [],
        "suggestions": [],
    }  # fmt: skip
    assert "sure)" not in chosen.err

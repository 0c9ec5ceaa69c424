"""Options as dataclasses: one place for each, offered by every command that takes the class."""

from dataclasses import fields

import typer

from slm_core.cli.commands.training.run_config import TrainRequest
from slm_core.cli.main import app
from slm_core.cli.options import FileOptions, RunOptions

OPTIONS = (FileOptions, RunOptions, TrainRequest)


def offered(name: str) -> set[str]:
    command = typer.main.get_command(app)
    for part in name.split():
        command = command.commands[part]  # ty: ignore[unresolved-attribute]
    return {parameter.name or "" for parameter in command.params}


def test_a_command_offers_every_field_of_what_it_takes() -> None:
    files, run, train = ({field.name for field in fields(cls)} for cls in OPTIONS)
    assert offered("train") == train | {"texts"}
    assert offered("preflight") == train | {"texts", "measure"}
    assert offered("race") == run | {"texts", "models", "same"}
    assert offered("corpus add") == files | {"files", "recipe"}
    assert offered("corpus extend") == files | {"corpus", "files", "recipe"}


def test_a_password_is_asked_for_once(monkeypatch) -> None:
    typed = iter(["secret"])
    monkeypatch.setattr("slm_core.cli.options.getpass", lambda _prompt: next(typed))
    options = FileOptions(password="-")
    assert options.reading.password == options.reading.password == "secret"

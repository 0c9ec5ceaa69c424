"""Previews of recipes in a process of their own, so that whoever asks stays small and answers.

The libraries behind some steps take 100 MB; here they are loaded once, by whoever asks first, and
go again when nobody has asked for a while. Knows no pages.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.excerpts import Change
from slm_core.corpus.recipe import Recipe, StepPreview
from slm_core.corpus.steps.step import Tally
from slm_core.errors import CorpusError

_ROOT = Path(__file__).resolve().parents[2]
_COUNTS = (
    "documents_in",
    "documents_out",
    "documents_changed",
    "changes",
    "characters_in",
    "characters_out",
)


@dataclass(frozen=True)
class Previewed:
    """What a recipe did to a sample."""

    steps: tuple[StepPreview, ...]
    after: tuple[str, ...]
    """The sample when all steps are done."""


@dataclass(frozen=True)
class Looked:
    """What was noticed about a sample."""

    misread: int
    """Lines that look as if they had been read in a wrong encoding."""
    is_simplified: bool
    """Whether it is Chinese in simplified characters, nearly all of it."""


class Previewer:
    """One process, started when it is first needed; any thread may ask."""

    def __init__(self, *, patience: float = 20.0, idle: float = 300.0) -> None:
        self._patience, self._idle = patience, idle
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._timer: threading.Timer | None = None

    def preview(self, recipe: Recipe, texts: Sequence[str]) -> Previewed:
        """What each step does to the texts. Raises CorpusError where it takes too long."""
        if not recipe.steps:
            return Previewed((), tuple(texts))
        answer = self._ask({"recipe": recipe.steps_json(), "texts": list(texts)})
        settled = Recipe.from_json(answer["recipe"])
        steps = tuple(
            StepPreview(step, _tally(step.section, told), _changes(told))
            for step, told in zip(settled.steps, _objects(answer["steps"]), strict=True)
        )
        return Previewed(steps, tuple(map(str, _list(answer["after"]))))

    def look(self, texts: Sequence[str]) -> Looked:
        """What is to be noticed about these texts. Raises CorpusError where it takes too long."""
        answer = self._ask({"look": list(texts)})
        return Looked(int(str(answer["misread"])), bool(answer["is_simplified"]))

    def load(self, language: str, *, seldom: bool = False) -> None:
        """Load, without waiting for it, what steps need for texts in this language.

        With `seldom`, also what few steps need.
        """
        request = {"load": language, "seldom": seldom}
        threading.Thread(target=self._load, args=(request,), daemon=True).start()

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._end()

    def _load(self, request: Mapping[str, object]) -> None:
        with suppress(CorpusError):  # whoever needs it will hear of it then
            self._ask(request)

    def _ask(self, request: Mapping[str, object]) -> Mapping[str, object]:
        line = json.dumps(request).encode() + b"\n"  # escapes what no encoding can hold
        with self._lock:
            answer = self._answer(line) or self._answer(line)  # it may have been killed meanwhile
            self._wait_for_idleness()
        if not answer:
            raise CorpusError(
                "The preview ended twice without an answer: a step needs more memory than there "
                "is, or is broken. Take out the step that was changed last."
            )
        told = json.loads(answer)
        if "error" in told:
            raise CorpusError(f"The preview failed: {told['error']}. Take out the last step.")
        return told

    def _answer(self, line: bytes) -> bytes:
        """The answer to a request, "" where the process ended. Raises CorpusError."""
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer = self._answers.get(timeout=self._patience)
        except OSError:
            answer = b""
        except queue.Empty:
            self._end()
            raise CorpusError(
                f"The preview took longer than {self._patience:g} seconds and was given up. Take "
                "out the step that was changed last, or make its settings narrower."
            ) from None
        if not answer:
            self._end()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-m", "slm_core.corpus.preview_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
            self._answers = queue.SimpleQueue()
            reading = (self._process, self._answers)
            threading.Thread(target=_read, args=reading, daemon=True).start()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait_for_idleness(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()


def _read(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        answers.put(line)
    answers.put(b"")


def _tally(section: str, told: Mapping[str, object]) -> Tally:
    counts = dict(zip(_COUNTS, _list(told["tally"]), strict=True))
    return Tally(section, **counts)  # ty: ignore[invalid-argument-type]


def _changes(told: Mapping[str, object]) -> tuple[Change, ...]:
    return tuple(Change(*pair) for pair in _list(told["changes"]))  # ty: ignore[not-iterable]


def told_of(preview: StepPreview) -> dict[str, object]:
    """A step's preview as the process tells it."""
    return {
        "tally": [getattr(preview.tally, name) for name in _COUNTS],
        "changes": [[change.before, change.after] for change in preview.changes],
    }


def _objects(value: object) -> list[Mapping[str, object]]:
    return [item for item in _list(value) if isinstance(item, dict)]


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value

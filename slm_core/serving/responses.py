"""What the API answers, in OpenAI's shape. Knows no HTTP and no models."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from slm_core.generation.generate import TokenProbability
from slm_core.runs.run import Run
from slm_core.serving.completion import CompletionSummary

Json = dict[str, object]


@dataclass(frozen=True)
class CompletionResponse:
    """One answer to POST /v1/completions, whole or in chunks that share its id."""

    model: str
    id: str = field(default_factory=lambda: f"cmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def chunk(self, text: str) -> Json:
        """Text on the way."""
        return self._body(text, None)

    def end(self, summary: CompletionSummary, *, text: str = "") -> Json:
        """The last chunk, or with the whole `text` an answer that is not streamed.

        `argot` holds what OpenAI's shape has no place for.
        """
        extras = asdict(summary)
        del extras["finish"], extras["prompt_tokens"]
        return self._body(text, summary.finish) | {
            "system_fingerprint": f"step-{summary.step}",
            "usage": {
                "prompt_tokens": summary.prompt_tokens,
                "completion_tokens": summary.tokens,
                "total_tokens": summary.prompt_tokens + summary.tokens,
            },
            "argot": extras,
        }

    def _body(self, text: str, finish: str | None) -> Json:
        return {
            "id": self.id,
            "object": "text_completion",
            "created": self.created,
            "model": self.model,
            "choices": [{"index": 0, "text": text, "logprobs": None, "finish_reason": finish}],
        }


def models_answer(runs: Sequence[tuple[Run, int]]) -> Json:
    """Runs that can write, each with the step of its newest checkpoint."""
    return {
        "object": "list",
        "data": [
            {
                "id": run.id,
                "object": "model",
                "created": int(run.status().asked),
                "owned_by": "argot",
                "name": run.config().name,
                "step": step,
            }
            for run, step in runs
        ],
    }


def next_answer(
    model: str, step: int, unknown: Sequence[str], candidates: Sequence[TokenProbability]
) -> Json:
    """What may come next, likeliest first."""
    return {
        "object": "next",
        "model": model,
        "step": step,
        "unknown": list(unknown),
        "candidates": [asdict(candidate) for candidate in candidates],
    }


def error_answer(message: str, kind: str) -> Json:
    """An error as OpenAI's clients read it; `message` is a sentence for people."""
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}

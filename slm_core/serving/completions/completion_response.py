"""What POST /v1/completions answers, in OpenAI's shape: whole, or in chunks that share an id."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from slm_core.serving.schema import CompletionSummary, Json, TextParcel, TokenScore


@dataclass
class FinishedText:
    """One text of an answer that is not streamed, while it is put together."""

    text: str = ""
    tokens: list[TokenScore] = field(default_factory=list)
    summary: CompletionSummary | None = None
    """There once it is written."""

    def add(self, parcel: TextParcel | CompletionSummary) -> None:
        """The next part of it, or its end."""
        if isinstance(parcel, CompletionSummary):
            self.summary = parcel
        else:
            self.text += parcel.text
            self.tokens += parcel.tokens


@dataclass(frozen=True)
class CompletionResponse:
    """One answer. `argot` in it holds what OpenAI's shape has no place for, of the first text."""

    model: str
    each: int = 1
    """Texts for each prompt."""
    has_tokens: bool = False
    """Whether the probabilities of tokens were asked for."""
    with_usage: bool = False
    """Whether a stream ends with the numbers of tokens."""
    id: str = field(default_factory=lambda: f"cmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def chunk(self, parcel: TextParcel, *, index: int = 0) -> Json:
        """Text on the way."""
        return self._chunk(self._choice(index, parcel.text, parcel.tokens, None))

    def end(self, summary: CompletionSummary, *, index: int = 0) -> Json:
        """The last chunk of one text."""
        return self._chunk(self._choice(index, "", (), summary.finish)) | _extras(summary)

    def usage_chunk(self, summaries: Mapping[int, CompletionSummary]) -> Json:
        """The last chunk of a stream that was to end with the numbers of tokens."""
        return self._body([]) | {"usage": self._usage(summaries)}

    def whole(self, texts: Mapping[int, FinishedText]) -> Json:
        """All of it at once. Every text is finished."""
        summaries = {index: text.summary for index, text in texts.items() if text.summary}
        finishes = {index: summary.finish for index, summary in summaries.items()}
        choices = [
            self._choice(index, text.text, text.tokens, finishes[index])
            for index, text in sorted(texts.items())
        ]
        return self._body(choices) | {"usage": self._usage(summaries)} | _extras(summaries[0])

    def _chunk(self, choice: Json) -> Json:
        return self._body([choice]) | ({"usage": None} if self.with_usage else {})

    def _body(self, choices: list[Json]) -> Json:
        return {
            "id": self.id,
            "object": "text_completion",
            "created": self.created,
            "model": self.model,
            "choices": choices,
        }

    def _choice(
        self, index: int, text: str, tokens: Sequence[TokenScore], finish: str | None
    ) -> Json:
        scores = _scores(tokens) if self.has_tokens else None
        return {"index": index, "text": text, "logprobs": scores, "finish_reason": finish}

    def _usage(self, summaries: Mapping[int, CompletionSummary]) -> Json:
        """A prompt counts once, however many texts go on from it."""
        prompt = sum(s.prompt_tokens for i, s in summaries.items() if i % self.each == 0)
        written = sum(summary.tokens for summary in summaries.values())
        return {
            "prompt_tokens": prompt,
            "completion_tokens": written,
            "total_tokens": prompt + written,
        }


def _extras(summary: CompletionSummary) -> Json:
    extras = asdict(summary)
    extras["notice"] = summary.notice.to_json() if summary.notice else None
    del extras["finish"]
    return {"system_fingerprint": f"step-{summary.step}", "argot": extras}


def _scores(tokens: Sequence[TokenScore]) -> Json:
    """OpenAI's `logprobs`: four lists of equal length."""
    return {
        "tokens": [token.text for token in tokens],
        "token_logprobs": [token.log_probability for token in tokens],
        "top_logprobs": [
            None if token.log_probability is None else dict(token.alternatives) for token in tokens
        ],
        "text_offset": [token.offset for token in tokens],
    }

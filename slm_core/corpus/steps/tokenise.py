"""Text as tokens with single blanks between them. Knows no vocabulary."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from slm_core.corpus.steps.segment import spaced, token_pattern
from slm_core.corpus.steps.step import TextStep
from slm_core.corpus.steps.words import pieces


@dataclass(frozen=True)
class Tokenise(TextStep):
    """Put one blank between words and marks, also between Chinese words, in their order."""

    section: ClassVar[str] = "tokenise"
    warning: ClassVar[str] = (
        "A model trained on tokens writes blanks around its punctuation and between Chinese "
        "words. It is good for word models and for repeating published recipes."
    )

    marks: Literal["apart", "out"] = "apart"
    """Punctuation becomes tokens of its own, or goes."""

    def change(self, text: str) -> tuple[str, int]:  # noqa: D102
        pattern = token_pattern(marks=self.marks == "apart")
        lines: list[str] = []
        changes = 0
        for piece in pieces(text):
            parts = piece.split("\n")
            after = [
                " ".join(match.group() for match in pattern.finditer(line))
                for line in spaced(piece).split("\n")
            ]
            changes += sum(one != other for one, other in zip(parts, after, strict=True))
            lines.append("\n".join(after))
        return ("".join(lines), changes) if changes else (text, 0)

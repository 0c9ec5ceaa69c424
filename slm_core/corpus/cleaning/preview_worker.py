"""The process that previews recipes: `python -m slm_core.corpus.cleaning.preview_worker`.

A request is a line of JSON on standard input, its answer a line on standard output. It ends with
its input, so it never outlives whoever started it.
"""

import sys
from collections.abc import Mapping, Sequence

from slm_core.corpus.cleaning.previewer import parse_answer
from slm_core.corpus.cleaning.recipe import Recipe, preview
from slm_core.corpus.cleaning.step import CleaningStep
from slm_core.corpus.cleaning.steps.chinese_script import ChineseScript
from slm_core.corpus.cleaning.steps.duplicates import NearDuplicates
from slm_core.corpus.cleaning.steps.filters import LanguageFilter
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.cleaning.steps.mojibake import Mojibake
from slm_core.corpus.cleaning.steps.stemming import Lemmatise, Stem
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.tokenise import Tokenise
from slm_core.processes.side_process import answer_all

_LOOKED_AT = 20_000  # characters that are asked whether they are simplified
_FEW = 0.01  # share of them that the other script would spell otherwise, where they are
_TEXTS = {
    "en": "The old pump was running hot again; nobody in the café had heard of it. cafÃ©\n",
    "zh": "病人主訴頭痛三天，伴發熱，无咳嗽。ÖÐÎÄÖÐÎÄ\n",
}


def answer_to(request: Mapping[str, object]) -> dict[str, object]:
    """What is asked for: a preview, a look at texts, or that libraries be loaded."""
    if "load" in request:
        _load(str(request["load"]), seldom=bool(request.get("seldom")))
        return {}
    if "look" in request:
        return _look(_texts(request["look"]))
    recipe, texts = Recipe.from_json(request["recipe"]), _texts(request["texts"])
    shown = preview(recipe, texts)
    settled = Recipe(tuple(one.step for one in shown))
    return {
        "recipe": settled.steps_json(),
        "steps": [parse_answer(one) for one in shown],
        "after": list(shown[-1].texts) if shown else texts,
    }


def _look(texts: Sequence[str]) -> dict[str, object]:
    mend = Mojibake()
    head = "".join(text[:_LOOKED_AT] for text in texts[:20])[:_LOOKED_AT]
    otherwise = ChineseScript().apply(head)[1]
    return {
        "misread": sum(mend.apply(text)[1] for text in texts),
        "is_simplified": otherwise < _FEW * max(1, len(head)),
    }


def _load(language: str, *, seldom: bool) -> None:
    steps: tuple[CleaningStep, ...] = (Mojibake(), NearDuplicates(), Tokenise(), StopWords())
    if seldom:
        steps = (Privacy(), Stem("en"), Lemmatise("en"), LanguageFilter("de"))
    preview(Recipe(steps), [_TEXTS["zh" if language == "zh" else "en"] * 3])


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(text) for text in value]


if __name__ == "__main__":
    sys.exit(answer_all(answer_to))

"""Why a model predicts a token after a text: three attributions, and whether they are true."""

import math

from slm_core.errors import SettingsError
from slm_core.generation.generate import likeliest
from slm_core.inspection.attribution.deletion import deletion_curve
from slm_core.inspection.attribution.methods import (
    IntegratedGradients,
    gradient_x_input,
    integrated_gradients,
    leave_one_out,
)
from slm_core.inspection.attribution.prediction import prediction_of
from slm_core.inspection.frequent_tokens import frequent_tokens
from slm_core.inspection.read_text import read_text, read_through
from slm_core.inspection.records import Attribution, DeletionCurve, Explanation
from slm_core.inspection.requests import AskWhy
from slm_core.messages import Message, msg, sentences
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.tokenizer import UNK, Tokenizer

MOST_TOKENS = 200
"""Tokens that get shares; those before them are read."""
_CANDIDATES = 10
_COMPLETE = 0.01


def explain(source: RunModel, asked: AskWhy) -> Explanation:
    """The prediction after the text explained.

    Raises CorpusError where there is no text, SettingsError where the token to explain is none.
    """
    model, tokenizer = source.model, source.tokenizer
    text = read_text(tokenizer, asked.text)
    logits = model.head(read_through(model, text.tensor())[0]).detach()
    candidates = likeliest(tokenizer, logits, _CANDIDATES)
    target = token_id(tokenizer, asked.token) if asked.token else candidates[0].id
    baseline = frequent_tokens(source, most=1)[0]
    prediction = prediction_of(model, text.ids, target, baseline=baseline, most=MOST_TOKENS)
    gradients = integrated_gradients(prediction)
    deletion = deletion_curve(prediction, gradients.values)
    before = len(text.ids) - len(prediction.ids)
    return Explanation(
        tokens=text.tokens(first=before),
        before=before,
        prediction=tokenizer.shown(target),
        prediction_text=tokenizer.token_text(target).decode("utf-8", errors="replace"),
        probability=float(logits.softmax(-1)[target]),
        candidates=tuple((one.shown, one.probability) for one in candidates),
        attributions=(
            Attribution("integrated_gradients", tuple(gradients.values.tolist())),
            Attribution("gradient_x_input", tuple(gradient_x_input(prediction).tolist())),
            Attribution("leave_one_out", tuple(leave_one_out(prediction).tolist())),
        ),
        baseline=tokenizer.shown(baseline),
        baseline_probability=math.exp(gradients.baseline),
        completeness_error=gradients.completeness_error,
        steps=gradients.points,
        deletion=deletion,
        verdict=_verdict(gradients, deletion),
    )


def token_id(tokenizer: Tokenizer, text: str) -> int:
    """The one token that spells this, or is shown so with blanks made visible. Raises SettingsError
    where it is several, or unknown."""
    ids = tokenizer.encode(text).tolist()
    if len(ids) != 1 or ids[0] == UNK:
        spaced = tokenizer.encode(f" {text}").tolist()
        ids = spaced if len(spaced) == 1 else ids
    if len(ids) != 1 or ids[0] == UNK:
        every = range(tokenizer.vocabulary_size)
        ids = [index for index in every if tokenizer.shown(index) == text and index != UNK] or ids
    if len(ids) != 1 or ids[0] == UNK:
        raise SettingsError(
            msg(
                "{text!r} is not one token of this model. Choose one of those that it finds "
                "likely, or a part of it.",
                text=text,
            )
        )
    return ids[0]


def _verdict(gradients: IntegratedGradients, deletion: DeletionCurve) -> Message:
    error = 100 * gradients.completeness_error
    complete = (
        msg("The shares add up to the prediction within {error:.1f} %.", error=error)
        if gradients.completeness_error <= _COMPLETE
        else msg(
            "The shares miss the prediction by {error:.1f} %: the text changes it so little that "
            "they cannot be told apart. Do not rely on them.",
            error=error,
        )
    )
    if deletion.is_true is None:
        return complete
    true = (
        msg(
            "Without the tokens it names the prediction suffers more than without random or the "
            "most recent ones."
        )
        if deletion.is_true
        else msg(
            "Without the tokens it names the prediction does not suffer more than without random "
            "or the most recent ones: the attribution does not tell the truth here."
        )
    )
    return sentences([complete, true])

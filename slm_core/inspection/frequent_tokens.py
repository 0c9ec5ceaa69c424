"""The most frequent tokens of the text that a model learned from."""

from slm_core.errors import CorpusError
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.tokenizer import EOS, UNK


def frequent_tokens(source: RunModel, *, most: int) -> list[int]:
    """Ids of the `most` frequent tokens, the most frequent first, without the marks.

    Where the training text is gone, the first ones of the vocabulary.
    """
    try:
        order = TrainingText(source).counts.argsort()[::-1].tolist()
    except CorpusError:
        order = range(source.tokenizer.vocabulary_size)
    return [index for index in order if index not in (UNK, EOS)][:most]

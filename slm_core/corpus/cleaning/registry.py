"""Every cleaning step by the name it has in a recipe. A new step is a file and a line here."""

from slm_core.corpus.cleaning.step import CleaningStep
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase, Punctuation
from slm_core.corpus.cleaning.steps.chinese_script import ChineseScript
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates, NearDuplicates
from slm_core.corpus.cleaning.steps.filters import LanguageFilter, LengthFilter
from slm_core.corpus.cleaning.steps.join_lines import JoinLines
from slm_core.corpus.cleaning.steps.mask_numbers_urls import MaskNumbers, MaskUrls
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.cleaning.steps.mojibake import Mojibake
from slm_core.corpus.cleaning.steps.regex_replace import Replace
from slm_core.corpus.cleaning.steps.sentences import Sentences
from slm_core.corpus.cleaning.steps.stemming import Lemmatise, Stem
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.tokenise import Tokenise
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace

STEPS: dict[str, type[CleaningStep]] = {
    step.section: step
    for step in (
        Mojibake,
        Unicode,
        ChineseScript,
        Boilerplate,
        JoinLines,
        Whitespace,
        Replace,
        Privacy,
        MaskUrls,
        MaskNumbers,
        LanguageFilter,
        LengthFilter,
        ExactDuplicates,
        NearDuplicates,
        Sentences,
        Tokenise,
        Lowercase,
        Punctuation,
        StopWords,
        Stem,
        Lemmatise,
    )
}
"""In the order in which people usually want them done."""

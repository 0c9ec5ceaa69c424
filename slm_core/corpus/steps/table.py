"""Every cleaning step by the name it has in a recipe. A new step is a file and a line here."""

from slm_core.corpus.steps.boilerplate import Boilerplate
from slm_core.corpus.steps.chinese_script import ChineseScript
from slm_core.corpus.steps.duplicates import ExactDuplicates, NearDuplicates
from slm_core.corpus.steps.filters import LanguageFilter, LengthFilter
from slm_core.corpus.steps.join_lines import JoinLines
from slm_core.corpus.steps.letters import Lowercase, Punctuation
from slm_core.corpus.steps.masks import MaskNumbers, MaskUrls
from slm_core.corpus.steps.mojibake import Mojibake
from slm_core.corpus.steps.privacy import Privacy
from slm_core.corpus.steps.replace import Replace
from slm_core.corpus.steps.roots import Lemmatise, Stem
from slm_core.corpus.steps.sentences import Sentences
from slm_core.corpus.steps.step import Step
from slm_core.corpus.steps.stop_words import StopWords
from slm_core.corpus.steps.tokenise import Tokenise
from slm_core.corpus.steps.unicode import Unicode
from slm_core.corpus.steps.whitespace import Whitespace

STEPS: dict[str, type[Step]] = {
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

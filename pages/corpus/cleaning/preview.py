"""What a recipe does to a sample of a draft, computed once for each change of either."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.preview import CorpusPreview, inspect_sample, preview_recipe
from slm_core.corpus.cleaning.recipe import SAMPLE, SAMPLE_DOCUMENTS, Recipe, StepPreview
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.processes.pool import WorkerPool

_FEWEST = 2_000
"""Bytes of a file that are looked at, whatever the number of files."""


@dataclass(frozen=True)
class Preview:
    """What the steps do to the sample."""

    sample: tuple[str, ...]
    is_whole: bool
    """Whether the sample is all of the text."""
    steps: tuple[StepPreview, ...] = ()
    after: tuple[str, ...] = ()
    """The sample when all steps are done."""
    problem: Message | str = ""
    """Why the steps could not be tried; there are none of them then."""

    @property
    def kept(self) -> float:
        """Share of the characters that the steps leave, 1 for all."""
        before = self.steps[0].tally.characters_in if self.steps else 0
        return self.steps[-1].tally.characters_out / before if before else 1.0

    @property
    def left_out(self) -> float:
        """Share of the documents that the steps leave out; below 0 where they cut some in two."""
        before = self.steps[0].tally.documents_in if self.steps else 0
        return 1 - self.steps[-1].tally.documents_out / before if before else 0.0


@dataclass
class Previews:
    """Remembers what was found out last."""

    _key: object = None
    _last: Preview | None = None
    _sample: tuple[object, tuple[Document, ...]] = (None, ())
    _looked: tuple[object, CorpusPreview] | None = None

    def ready(self, key: object, recipe: Recipe) -> Preview | None:
        """The preview of this recipe on the texts that `key` stands for, if it is known."""
        return self._last if self._key == (key, recipe.steps) else None

    def make(
        self,
        key: object,
        recipe: Recipe,
        texts: Sequence[Sequence[Document]],
        pool: WorkerPool,
        *,
        names: tuple[str, ...] = (),
    ) -> Preview:
        """The preview of this recipe; `texts` are the beginnings of each thing that came in, and
        `names` the values of columns headed as names of people."""
        done = self.ready(key, recipe)
        if done is not None:
            return done
        documents = self.documents(key, texts)
        sample = tuple(document.text for document in documents)
        whole = sum(map(len, sample)) >= sum(len(each.text) for one in texts for each in one)
        try:
            found = preview_recipe(pool, recipe, documents, names=names)
        except ArgotError as error:
            return Preview(sample, whole, after=sample, problem=error.message)
        self._key = (key, recipe.steps)
        self._last = Preview(sample, whole, found.steps, found.after)
        return self._last

    def has_looked(self, key: object) -> bool:
        """Whether `looked` is known already."""
        return self._looked is not None and self._looked[0] == key

    def looked(
        self, key: object, texts: Sequence[Sequence[Document]], pool: WorkerPool
    ) -> CorpusPreview:
        """What is to be noticed about the texts."""
        if self._looked is None or self._looked[0] != key:
            try:
                found = inspect_sample(pool, self.documents(key, texts))
            except ArgotError:
                found = CorpusPreview(misread=0, script=None)
            self._looked = (key, found)
        return self._looked[1]

    def sample(self, key: object, texts: Sequence[Sequence[Document]]) -> tuple[str, ...]:
        """A fair share of each thing that came in."""
        return tuple(document.text for document in self.documents(key, texts))

    def documents(self, key: object, texts: Sequence[Sequence[Document]]) -> tuple[Document, ...]:
        """The same, with the files they came from."""
        if self._sample[0] != key:
            self._sample = (key, tuple(_fair(texts))[:SAMPLE_DOCUMENTS])
        return self._sample[1]


def _fair(texts: Sequence[Sequence[Document]]) -> Iterable[Document]:
    filled = [one for one in texts if one][: SAMPLE // _FEWEST]
    share = SAMPLE // max(1, len(filled))
    for one in filled:
        room = share
        for document in one:
            if room <= 0:
                break
            part = document.text[:room].encode("utf-8", errors="surrogatepass")[:room]
            yield document._replace(text=part.decode("utf-8", errors="ignore"))
            room -= len(part)

"""What is asked of an ingest, and which texts on its way are kept or taken from before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.step import StreamStep
from slm_core.corpus.ingest.read_files import InputStream, digest_of
from slm_core.corpus.ingest.text_cache import CachedTexts, find_cached, has_room, known_sizes
from slm_core.corpus.store import Corpus
from slm_core.corpus.uncleaned import find_same, steps_before
from slm_core.workspace import Workspace, content_hash

_FORMAT = "4"  # of kept texts; raised when reading gives something else than before
_WORTH_KEEPING = 1_000_000  # bytes; less is done again in no time


@dataclass(frozen=True)
class CachePlan:
    """What was asked for."""

    workspace: Workspace
    incoming: tuple[InputStream, ...]
    recipe: Recipe
    parent: Corpus | None

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(item.size for item in self.incoming)

    def key(self, digests: Sequence[str], steps: int) -> str:
        """Names the texts after so many steps."""
        files = [
            f"{digest} {item.source.name} {item.options.key}"
            for digest, item in zip(digests, self.incoming, strict=True)
        ]
        parent = self.parent.id if self.parent else ""
        return content_hash(_FORMAT, parent, self.recipe.hash(steps), *files)

    @cached_property
    def uncleaned(self) -> int | None:
        """After how many steps the text is kept with the corpus; None where it is not."""
        if self.parent is not None or not has_room(self.workspace, self.size):
            return None
        return steps_before(self.recipe)

    def kept(self) -> tuple[int, CachedTexts | None, list[str]]:
        """After how many steps texts are kept, those texts, and the files' SHA-256.

        Texts after a step are of no use where the text before it is to be kept with the corpus and
        nobody has that any more: then the files are read again.
        """
        sizes = known_sizes(self.workspace)
        if not sizes or any(item.size not in sizes for item in self.incoming):
            return 0, None, []
        digests = [digest_of(item) for item in self.incoming]
        most, first = len(self.recipe.steps), self.uncleaned
        if first is not None and find_same(self.workspace, self.key(digests, first)) is None:
            most = first
        for steps in range(most, -1, -1):
            cached = find_cached(self.workspace, self.key(digests, steps))
            if cached is not None:
                return steps, cached, digests
        return 0, None, []

    def keep_after(self) -> set[int]:
        """After how many steps texts are worth keeping: before the last step, since that is the
        one that people try other settings of, and after those that look at all documents."""
        slow = any(item.is_slow for item in self.incoming)
        count = len(self.recipe.steps)
        if not count or (self.size < _WORTH_KEEPING and not slow):
            return set()
        if not has_room(self.workspace, 2 * self.size):
            return set()
        points = {
            number + 1
            for number, step in enumerate(self.recipe.steps[:-1])
            if isinstance(step, StreamStep)
        }
        points |= {count - 1} if count > 1 else set()
        return points | ({0} if slow else set())

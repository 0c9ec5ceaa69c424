"""Tokenizers of every kind: text to token ids and back."""

import codecs
import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import orjson
import tokenizers
from numpy.typing import NDArray

from slm_core import checksums
from slm_core.errors import RunError
from slm_core.messages import msg
from slm_core.storage import write_bytes
from slm_core.tokenizers.chunking import cut
from slm_core.tokenizers.masks import split_masks
from slm_core.tokenizers.pretokenize import CHARACTERS, CUT
from slm_core.tokenizers.segmenter import Segmenter, remove_boundaries
from slm_core.tokenizers.utf8 import Utf8Automaton, utf8_steps

UNK = 0
"""Id of what the tokenizer has no token for."""
EOS = 1
"""Id that stands before the first document and after each; what a model is started with."""
SPECIAL_TOKENS = ("<|unknown|>", "<|end|>")
"""Names of the two marks. They are no added tokens: text that spells them is cut like any other."""

Ids = NDArray[np.uint32]

_SURROGATE = re.compile("[\ud800-\udfff]")


class Tokenizer:
    """One tokenizer.json. Encoding is exact: decoding gives the text back, but for unknowns."""

    def __init__(self, definition: str) -> None:
        self._definition = definition
        layout = orjson.loads(definition)
        cutting = layout.pop("segmenter", None)
        self.segmenter = None if cutting is None else Segmenter.from_json(cutting)
        """What cuts text into words beforehand, if anything does."""
        self._inner = tokenizers.Tokenizer.from_str(orjson.dumps(layout).decode())
        self._tokens = [""] * self._inner.get_vocab_size()
        for token, index in self._inner.get_vocab().items():
            self._tokens[index] = token
        self.vocabulary_size = len(self._tokens)
        self.lowercase = (layout.get("normalizer") or {}).get("type") == "Lowercase"
        self._masks = {added["content"]: added["id"] for added in layout.get("added_tokens", ())}
        byte_level = layout["model"]["type"] == "BPE"
        self._bytes = _byte_table(self._tokens, self._masks) if byte_level else None
        pattern = (layout.get("pre_tokenizer") or {}).get("pattern") or {}
        self._codes = _code_table(self._tokens) if pattern.get("Regex") == CHARACTERS else None

    @classmethod
    def load(cls, path: Path) -> "Tokenizer":
        """Read a tokenizer.json. Raises RunError where it is missing or damaged."""
        try:
            checksums.check(path)
            return cls(path.read_text(encoding="utf-8"))
        except Exception as error:  # the library raises bare Exception
            raise RunError(
                msg(
                    "The tokenizer in {path} cannot be read ({error}). Without it the run's "
                    "model cannot be used; train it again.",
                    path=path,
                    error=error,
                )
            ) from error

    @property
    def definition(self) -> str:
        """All of it, as tokenizer.json has it."""
        return self._definition

    def save(self, path: Path) -> None:
        """Write tokenizer.json whole. Raises WorkspaceError."""
        write_bytes(path, self._definition.encode("utf-8"))

    def smaller(self, size: int) -> "Tokenizer":
        """This tokenizer with only its first `size` tokens: what training for that size gives."""
        layout = orjson.loads(self._definition)
        model = layout["model"]
        model["vocab"] = {token: index for token, index in model["vocab"].items() if index < size}
        added = layout.get("added_tokens", [])
        layout["added_tokens"] = [token for token in added if token["id"] < size]
        if "merges" in model:
            base = self.vocabulary_size - len(model["merges"])
            model["merges"] = model["merges"][: max(0, size - base)]
        return Tokenizer(orjson.dumps(layout).decode())

    def encode(self, text: str) -> Ids:
        """Ids of the text, without END marks."""
        return self.encode_many([text])[0]

    def encode_many(self, texts: Sequence[str]) -> list[Ids]:
        """Ids of each text, all of them cut side by side on as many cores as there are."""
        texts = [self._cleaned(text) for text in texts]
        if self._codes is not None:
            return [self._characters(text, self._codes) for text in texts]
        pieces = [list(self._cut(text)) for text in texts]
        flat = [piece for of_text in pieces for piece in of_text]
        encoded = iter(self._inner.encode_batch_fast(flat, add_special_tokens=False))
        return [
            np.concatenate([_NONE, *(np.asarray(next(encoded).ids, np.uint32) for _ in of_text)])
            for of_text in pieces
        ]

    def normalize_prompt(self, text: str) -> str:
        """`text` as a beginning to go on from: with a blank before its first word if only with
        one it is known, since in the training part that word never began a document."""
        if self._bytes is not None or self._codes is not None or text[:1].isspace():
            return text
        spaced = f" {text}"
        plain_ids, spaced_ids = self.encode(text), self.encode(spaced)
        unknown = plain_ids[:1].tolist() == [UNK] and spaced_ids[0] != UNK
        spelled = len(spaced_ids) < len(plain_ids)  # one token with the blank, several without
        return spaced if unknown or spelled else text

    def decode(self, ids: Iterable[int]) -> str:
        """The text of the ids; an END is nothing, an unknown one its sign, broken bytes U+FFFD."""
        stream = self.stream()
        return "".join([*(stream.add(index) for index in ids), stream.finish()])

    def stream(self) -> "TokenStream":
        """A decoder for ids that arrive one by one."""
        return TokenStream(self)

    def token_text(self, index: int) -> bytes:
        """UTF-8 bytes of one token; a byte-pair token may hold part of a character only."""
        if index == EOS:
            return b""
        if index == UNK:
            return "⟨?⟩".encode()
        if self._bytes is not None:
            return self._bytes[index]
        return self._plain(self._tokens[index]).encode("utf-8", errors="surrogatepass")

    @functools.cached_property
    def alphabet(self) -> frozenset[str] | None:
        """All that texts can be spelled with where tokens are characters, and masks; else None."""
        if self._codes is None:
            return None
        return frozenset(self._tokens[len(SPECIAL_TOKENS) :])

    @functools.cached_property
    def utf8_steps(self) -> Utf8Automaton | None:
        """Which tokens may follow which, None where each is text by itself."""
        return None if self._bytes is None else utf8_steps(self._bytes)

    def shown(self, index: int) -> str:
        """One token as people may read it, with blanks made visible."""
        if index in (UNK, EOS):
            return ("⟨unknown⟩", "⟨end⟩")[index]
        text = self.token_text(index).decode("utf-8", errors="backslashreplace")
        return text.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")

    def unknown_in_prompt(self, text: str) -> list[str]:
        """Words or characters of a seed text that have no token, in order, each once."""
        unknown = self.unknown_words(self.normalize_prompt(text))
        return list(dict.fromkeys(word.strip() or word for word in unknown))

    def unknown_words(self, text: str) -> list[str]:
        """Words or characters of the text that have no token, in order, each time they occur.

        With the blank before it where that belongs to the word: known tokens and these join to the
        text again.
        """
        if self._bytes is not None:
            return []
        text = self._cleaned(text)
        if self._codes is not None:
            return [piece for piece, ids in self.token_spans(text) if UNK in ids]
        found = []
        for chunk in self._cut(text):
            encoded = self._inner.encode(chunk, add_special_tokens=False)
            places = np.flatnonzero(np.asarray(encoded.ids) == UNK).tolist()
            offsets = encoded.offsets if places else []
            found += [self._plain(chunk[slice(*offsets[place])]) for place in places]
        return found

    def words(self, text: str) -> set[str]:
        """The different words (or characters) the text is cut into, known or not, blanks as in
        `unknown_words`."""
        text = self._cleaned(text)
        if self._codes is not None:
            return {piece for piece, _ in self.token_spans(text)}
        stretches: set[str] = set()  # of cut Chinese the same few come again and again
        parts = list(self._parts(text))
        for chunk in (chunk for part, mask in parts if mask is None for chunk in self._cut(part)):
            stretches.update(chunk.split(CUT) if self.segmenter else [chunk])
        cutting = self._inner.pre_tokenizer
        assert cutting is not None, "every tokenizer of ours has one"
        pairs = (pair for stretch in stretches for pair in cutting.pre_tokenize_str(stretch))
        masks = {part for part, mask in parts if mask is not None}
        return {self._plain(word) for word, _ in pairs} | masks

    def token_spans(self, text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The parts of the text that tokens stand for, each with the ids that spell it.

        They join to the text as it is read: lower-cased where that was chosen. Several ids stand
        together where the bytes of one character are spread over several tokens.
        """
        text = self._cleaned(text)
        if self._codes is not None:
            for part, mask in self._parts(text):
                pieces = part if mask is None else (part,)
                ids = self._characters(part, self._codes).tolist()
                yield from zip(pieces, ((index,) for index in ids), strict=True)
            return
        for chunk in self._cut(text):
            encoded = self._inner.encode(chunk, add_special_tokens=False)
            start = end = 0
            ids: list[int] = []
            for (first, last), index in zip(encoded.offsets, encoded.ids, strict=True):
                if first >= end and ids:
                    yield self._plain(chunk[start:first]), tuple(ids)
                    start, ids = first, []
                end = max(end, last)
                ids.append(index)
            if ids:
                yield self._plain(chunk[start:]), tuple(ids)

    def _parts(self, text: str) -> Iterator[tuple[str, int | None]]:
        """The text in parts: masks that are a token, each with its id, and what is between."""
        between = ""
        for place, part in enumerate(split_masks(text) if self._masks else [text]):
            mask = self._masks.get(part) if place % 2 else None
            if mask is None:
                between += part
                continue
            yield between, None
            yield part, mask
            between = ""
        yield between, None

    def _characters(self, text: str, codes: Ids) -> Ids:
        last = len(codes) - 1
        found = [
            codes[np.minimum(code_points(part), last)]
            if mask is None
            else np.asarray([mask], np.uint32)
            for part, mask in self._parts(text)
        ]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def _cut(self, text: str) -> Iterator[str]:
        """Pieces of the text for the library underneath, its words marked where they are to be."""
        if self.segmenter is None:
            return iter(cut(text))
        return map(self.segmenter.insert_boundaries, cut(text))

    def _plain(self, text: str) -> str:
        """A part of such a piece as it stands in the text."""
        return text if self.segmenter is None else remove_boundaries(text)

    def _cleaned(self, text: str) -> str:
        if not text.isascii():
            text = _SURROGATE.sub("\ufffd", text)
        return text.lower() if self.lowercase else text


class TokenStream:
    """Turns ids into text as they come, holding back characters that are not whole yet."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def add(self, index: int) -> str:
        """Text that is complete with this token; "" while a character is unfinished."""
        return self._decoder.decode(self._tokenizer.token_text(int(index)))

    def finish(self) -> str:
        """What was held back, as U+FFFD where it is no character."""
        return self._decoder.decode(b"", final=True)


_NONE = np.empty(0, dtype=np.uint32)


def code_points(text: str) -> Ids:
    """Unicode code points of the text, one a character."""
    return np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)


def _code_table(tokens: list[str]) -> Ids:
    """Id by code point; the last entry stands for all code points beyond the known ones."""
    codes = {ord(token): index for index, token in enumerate(tokens) if len(token) == 1}
    table = np.full(max(codes, default=0) + 2, UNK, dtype=np.uint32)
    for code, index in codes.items():
        table[code] = index
    return table


def _byte_table(tokens: list[str], masks: Collection[str]) -> list[bytes]:
    """Bytes of byte-level tokens, whose characters each stand for one byte (GPT-2's alphabet);
    masks stand there as they are."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    letters = {chr(byte): byte for byte in printable}
    letters |= {chr(256 + place): byte for place, byte in enumerate(others)}
    return [b""] * 2 + [
        token.encode() if token in masks else bytes(letters[letter] for letter in token)
        for token in tokens[2:]
    ]

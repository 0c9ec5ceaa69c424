"""TensorBoard event files of a run's curves, written without TensorBoard.

The format is TFRecord (TensorFlow, "TFRecord and tf.train.Example") around the protocol buffer
Event (tensorboard/compat/proto/event.proto): wall_time 1, step 2, file_version 3, summary 5; in
Summary: value 1; in Value: tag 1, simple_value 2.
"""

import math
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from slm_core.errors import RunError
from slm_core.messages import msg
from slm_core.reporting.contents import metrics_of
from slm_core.runs.metrics import Series
from slm_core.runs.run import Run
from slm_core.storage import friendly_os_errors, write_bytes

_POLYNOMIAL = 0x82F63B78
"""Of CRC-32C (Castagnoli), reversed."""
_MASK = 0xA282EAD8
_LARGEST = 3.4028234e38
"""What a value of 32 bits holds."""
_WHERE = ("step", "epoch", "tokens", "seconds")


def write_events(run: Run, folder: Path) -> Path:
    """One event file with a run's curves, in a folder of its own within `folder`; its path.

    Raises RunError where the run has no curves, WorkspaceError where it cannot be written.
    """
    metrics, asked = metrics_of(run), run.status().asked
    series = (("train", metrics.train), ("validation", metrics.validation))
    if not any(len(one) for _kind, one in series):
        raise RunError(msg("{run} has no curves yet. Let it train first.", run=run.id))
    path = folder / run.id / f"events.out.tfevents.{int(asked)}.argot"
    with friendly_os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    records = bytearray(_record(_double(1, asked) + _text(3, b"brain.Event:2")))
    for kind, one in series:
        for event in _events(kind, one, asked):
            records += _record(event)
    write_bytes(path, bytes(records))
    return path


def _events(kind: str, series: Series, asked: float) -> Iterator[bytes]:
    """An event for each record of a series."""
    names = [name for name in series.columns if name not in _WHERE]
    for at in range(len(series)):
        step, seconds = series.columns["step"][at], series.columns["seconds"][at]
        scalars = b"".join(_scalars(kind, names, series.columns, at))
        when = asked + seconds if math.isfinite(seconds) else asked
        yield _double(1, when) + _whole(2, int(step)) + _text(5, scalars)


def _scalars(kind: str, names: list[str], columns: dict, at: int) -> Iterator[bytes]:
    for name in names:
        value = columns[name][at]
        if abs(value) <= _LARGEST:  # neither infinite nor no number
            tag = _text(1, f"{kind}/{name}".encode())
            yield _text(1, tag + _key(2, 5) + struct.pack("<f", value))


def _record(data: bytes) -> bytes:
    length = struct.pack("<Q", len(data))
    return b"".join(
        (length, struct.pack("<I", _masked(length)), data, struct.pack("<I", _masked(data)))
    )


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _double(number: int, value: float) -> bytes:
    return _key(number, 1) + struct.pack("<d", value)


def _whole(number: int, value: int) -> bytes:
    return _key(number, 0) + _varint(value)


def _text(number: int, value: bytes) -> bytes:
    return _key(number, 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def _masked(data: bytes) -> int:
    crc = 0xFFFFFFFF
    table = _table()
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF


@cache
def _table() -> tuple[int, ...]:
    def entry(value: int) -> int:
        for _ in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
        return value

    return tuple(map(entry, range(256)))

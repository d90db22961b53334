"""The encoder's file, as `crates/search/src/meaning/bytes.rs` reads it."""

import struct
from dataclasses import dataclass, field

import numpy as np

MAGIC = b"KHE\x01"
ENGLISH = 1


@dataclass
class Encoder:
    """Whole numbers times steps. `pieces` is `[count, dimensions]`, the layer `[dimensions, units]`, `[units]`,
    `[units, dimensions]`."""

    names: list[str]
    pieces: np.ndarray
    step: float
    layer: tuple[np.ndarray, np.ndarray, np.ndarray]
    steps: tuple[float, float, float]
    fitted: dict[int, np.ndarray] = field(default_factory=dict)

    def write(self) -> bytes:
        """The bytes; the layout stands in bytes.rs."""
        into, bias, out = self.layer
        text = "".join(name + "\n" for name in self.names).encode()
        count, dimensions = self.pieces.shape
        signed = lambda values: np.ascontiguousarray(values, dtype=np.int8).tobytes()
        head = MAGIC + bytes([ENGLISH, dimensions, len(bias), 0, 0, 0])
        head += struct.pack("<IIIffff", count, len(text), len(self.fitted), self.step, *self.steps)
        body = text + signed(self.pieces.T) + signed(into) + signed(bias) + signed(out)
        titles = b"".join(struct.pack("<I", title) for title in self.fitted)
        return head + body + titles + b"".join(signed(vector) for vector in self.fitted.values())


def title_hash(words: list[str]) -> int:
    """FNV-1a of a title's words, as build.rs of crates/search."""
    value = 0x811C9DC5
    for byte in "".join(word + " " for word in words).encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value

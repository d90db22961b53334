"""Fits an encoder to documents: `python tools/encoder/fit.py DOCS.json OUT.khe`.

DOCS.json is `{"docs": [{"id", "title", "body"}, …]}` or the list itself. The encoder's main directions are turned towards
what tells the documents apart, it learns their sentences too, and its file has a vector for each of them. A document
without one, such as an article added later, is found by the vector that Rust makes of it. Queries are never read.
"""

import argparse
import json
import random
import re
import time
from pathlib import Path

import brotli
import numpy as np
import torch

import khe
import sentences
import student
import teacher
import train
from pieces import choose, words

#: What directions that tell documents apart count beside those of all sentences.
APART = 1.0
#: How often a sentence of the documents, or one made of them, is drawn beside one of the corpus.
OWN = 3.0


def lines(doc: dict) -> list[str]:
    """The title and the sentences of a document."""
    found = re.split(r"\n|(?<=[.?!])\s+", doc.get("body", ""))
    return [doc.get("title", ""), *(line.strip() for line in found if len(line.split()) > 1)][:60]


def variants(own: list[str], chance: random.Random) -> list[str]:
    """New sentences out of a document's own: parts of them, two halves joined, openers as people write."""
    made = []
    for line in own:
        parts = line.split()
        for _ in range(3):
            kept = [word for word in parts if chance.random() > 0.2]
            made.append(chance.choice(sentences.OPENERS) + " ".join(kept or parts))
        if len(parts) > 5:
            other = chance.choice(own).split()
            made.append(" ".join(parts[: len(parts) // 2] + other[len(other) // 2 :]))
            made.append(" ".join(parts[: chance.randrange(3, len(parts))]))
    made += sentences.of_keywords(own, chance, 0.7)
    return list(dict.fromkeys(made))


def fit(docs: list[dict], settings: student.Settings) -> khe.Encoder:
    """An encoder for the documents, with their vectors."""
    chance = random.Random(settings.seed)
    texts, odds = train.corpus()
    of_docs = [lines(doc) for doc in docs]
    own = [line for of_doc in of_docs for line in of_doc]
    added = list(dict.fromkeys(own + [text for of_doc in of_docs for text in variants(of_doc, chance)]))
    taught_general, taught_own, taught_added = (teacher.vectors(some) for some in (texts, own, added))
    starts = np.cumsum([0] + [len(of_doc) for of_doc in of_docs])
    centres = np.array([taught_own[a:b].mean(0) for a, b in zip(starts, starts[1:])])

    everything, taught = texts + added, np.concatenate([taught_general, taught_added])
    weights = np.concatenate([odds, np.full(len(added), OWN)])
    apart = centres - centres.mean(0)
    share = APART * weights.sum() / max(len(docs), 1)
    space = student.space(taught, settings, weights, (apart, share))
    pieces = choose(teacher.vocabulary(), everything, settings.pieces, settings.prior)
    net = student.Net(student.first_vectors(pieces, everything, space), settings)
    documents = student.Documents(centres, space, settings)
    cut = [pieces.of_text(text) for text in everything]
    kept = [at for at, ids in enumerate(cut) if ids]
    student.learn(net, [cut[at] for at in kept], taught[kept], space, settings, weights[kept], documents)
    made = net.file(pieces.names)
    made.fitted = {khe.title_hash(words(doc["title"])): row for doc, row in zip(docs, documents.whole())}
    return made


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("docs", type=Path)
    asked.add_argument("out", type=Path)
    arguments = asked.parse_args()
    read = json.loads(arguments.docs.read_text())
    docs = read["docs"] if isinstance(read, dict) else read
    torch.set_num_threads(1)
    begun = time.time()
    data = fit(docs, student.Settings()).write()
    arguments.out.write_bytes(data)
    small = len(brotli.compress(data, quality=11))
    print(f"{arguments.out}: {len(docs)} documents, {len(data)} bytes, {small} with brotli, {time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()

"""Fits an encoder to documents: `python tools/encoder/fit.py DOCS.json OUT.khe`; or to our own content, for a release:
`python tools/encoder/fit.py --content content`, which writes content/encoder/en-content.khe and .toml.

DOCS.json is `{"docs": [{"id", "title", "body"}, …]}` or the list itself; a document may also have `summary`, `asks` and
`keywords`. Those of the content are as the index sees them: crates/author writes them. The encoder's main directions are turned towards
what tells the documents apart, it learns their sentences too, and its file has a vector for each of them. A document
without one, such as an article added or changed later, is found by the vector that Rust makes of it. Queries are never read.
"""

import one_thread  # noqa: F401, before numpy

import argparse
import hashlib
import json
import random
import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import brotli
import numpy as np
import torch

import khe
import sentences
import student
import teacher
import train
from pieces import choose

#: What directions that tell documents apart count beside those of all sentences.
APART = 1.0
#: How often a telling line of the documents, or one made of them, is drawn beside one of the corpus; others by what they count.
OWN = 8.0
#: How much more often sentences of the corpus are drawn that are about what the documents are about, and how far is none.
NEAR, FAR = 6.0, 0.3
#: What a line of each kind counts for a document's vector, as in crates/search/src/meaning/vectors.rs.
TITLE, ASK, SUMMARY, KEYWORD, SENTENCE = 1.0, 1.0, 0.7, 0.3, 0.2
#: Lines of a document that are read: all of a text alone, the first sentences where asks or a summary say what it is about.
LINES_MAX, SENTENCES_MAX = 60, 12
#: New sentences are made of lines that count as much.
TELLING = 0.5


def lines(doc: dict) -> list[tuple[str, float]]:
    """The title and the sentences of a document, and what each counts."""
    found = [(doc.get("title", ""), TITLE)] + [(ask, ASK) for ask in doc.get("asks", [])]
    found += [(text, SUMMARY) for text in [doc.get("summary", "")] if text]
    told = len(found) > 1
    found += [(text, KEYWORD) for text in doc.get("keywords", [])]
    parts = (part.strip() for part in re.split(r"\n|(?<=[.?!])\s+", doc.get("body", "")))
    body = [(part, SENTENCE if told else 1.0) for part in parts if len(part.split()) > 1]
    return (found + body[: SENTENCES_MAX if told else LINES_MAX])[:LINES_MAX]


def variants(own: list[str], others: list[str], chance: random.Random, shorter: int) -> list[str]:
    """New sentences out of a document's own: parts of them, two halves joined, also with those of other documents, openers
    as people write. What they mean the teacher says."""
    made = []
    for line in own:
        parts = line.split()
        for _ in range(shorter):
            other = chance.choice(others).split()
            made.append(" ".join(parts[: (len(parts) + 1) // 2] + other[len(other) // 2 :]))
        for _ in range(shorter):
            kept = [word for word in parts if chance.random() > 0.2]
            made.append(chance.choice(sentences.OPENERS) + " ".join(kept or parts))
        if len(parts) > 5:
            other = chance.choice(own).split()
            made.append(" ".join(parts[: len(parts) // 2] + other[len(other) // 2 :]))
            made.append(" ".join(parts[: chance.randrange(3, len(parts))]))
    made += sentences.of_keywords(own, chance, 0.7)
    return list(dict.fromkeys(made))


def nearest(rows: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """How near each row is to the document that it is nearest to, as the teacher has it."""
    common = rows.mean(0)
    return (student.unit(rows - common) @ student.unit(centres - common).T).max(1)


def fit(docs: list[dict], settings: student.Settings) -> khe.Encoder:
    """An encoder for the documents, with their vectors."""
    chance = random.Random(settings.seed)
    texts, odds, taught_general = train.corpus()
    of_docs = [lines(doc) for doc in docs]
    telling = [[line for line, weight in of_doc if weight >= TELLING] for of_doc in of_docs]
    drawn = {line: weight for of_doc in of_docs for line, weight in of_doc}
    others = [line for own in telling for line in own]
    for own, doc in zip(telling, docs):
        # Asks are as customers write already, and many.
        for text in variants(own, others, chance, 1 if doc.get("asks") else 12):
            drawn.setdefault(text, 1.0)
    added = list(drawn)
    taught_added = teacher.vectors(added)
    at = {text: row for row, text in enumerate(added)}
    mean = lambda of_doc: np.average(taught_added[[at[line] for line, _ in of_doc]], 0, [weight for _, weight in of_doc])
    centres = np.array([mean(of_doc) for of_doc in of_docs])

    odds = odds * (1 + NEAR * np.clip((nearest(taught_general, centres) - FAR) / (1 - FAR), 0, 1))
    everything, taught = texts + added, np.concatenate([taught_general, taught_added])
    weights = np.concatenate([odds, OWN * np.array(list(drawn.values()))])
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
    made.fitted = {khe.document_hash(doc): row for doc, row in zip(docs, documents.whole())}
    return made


def of_content(content: Path, language: str) -> list[dict]:
    """The documents of the content in a language, as the index sees them."""
    asked = ["cargo", "run", "--quiet", "-p", "klarna-help-author", "--example", "documents", "--", content.resolve(), language]
    return json.loads(subprocess.run(asked, cwd=sentences.ROOT, capture_output=True, text=True, check=True).stdout)


ABOUT = """# Made by `python tools/encoder/fit.py --content content`; do not edit. Teacher, texts and licences: en.toml.
file = "{file}"
sha256 = "{sha256}"
# A device gets it without the documents that it was fitted to: their vectors are in vectors.khv.
served_sha256 = "{served}"
bytes_brotli = {brotli}
documents = {documents}
documents_sha256 = "{of}"
"""


def about(name: str, made: khe.Encoder, docs: list[dict]) -> str:
    """What is said of an encoder that is fitted to the content."""
    served = replace(made, fitted={}).write()
    digest = lambda data: hashlib.sha256(data).hexdigest()
    return ABOUT.format(
        file=name, sha256=digest(made.write()), served=digest(served), brotli=len(brotli.compress(served, quality=11)),
        documents=len(docs), of=digest(json.dumps(docs, sort_keys=True).encode()),
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("docs", type=Path, nargs="?")
    asked.add_argument("out", type=Path, nargs="?")
    asked.add_argument("--content", type=Path, help="fit to this content instead, into its folder encoder/")
    arguments = asked.parse_args()
    if arguments.content is None and arguments.out is None:
        asked.error("name DOCS.json and OUT.khe, or --content")
    torch.set_num_threads(1)
    begun = time.time()
    if arguments.content:
        docs, out = of_content(arguments.content, "en"), arguments.content / "encoder/en-content.khe"
    else:
        read = json.loads(arguments.docs.read_text())
        docs, out = read["docs"] if isinstance(read, dict) else read, arguments.out
    made = fit(docs, student.Settings())
    data = made.write()
    out.write_bytes(data)
    if arguments.content:
        out.with_suffix(".toml").write_text(about(out.name, made, docs))
    small = len(brotli.compress(data, quality=11))
    print(f"{out}: {len(docs)} documents, {len(data)} bytes, {small} with brotli, {time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()

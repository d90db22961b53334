"""Learns how sure a find is: `python tools/encoder/calibrate.py target/release/klarna-help-search`, with the encoder as
shipped and with the one that is fitted to the content, together.

Questions with an answer: authored asks of `content/` and sentences of the templates, each held out of its document.
Without: the same with the whole document held out (near), and sentences of the public sets (far). Prints the numbers
for SURE in crates/search/src/meaning/fuse.rs and how well they hold. The evaluation sets are not used. Not wholly
held out: the encoders have learnt from the same authored asks and templates.
"""

import json
import random
import re
import subprocess
import sys

import numpy as np

import sentences


def of_content() -> list[tuple[str, list[str]]]:
    """Each article as its title and its asks."""
    found = []
    for file in sorted((sentences.ROOT / "content/articles").glob("*/en-GB.md")):
        front = file.read_text().split("+++")[1]
        asks = re.search(r"^asks = \[(.*?)^\]", front, re.S | re.M)
        title = re.search(r'^title = "(.*)"', front, re.M)
        if asks and title:
            found.append((title[1], re.findall(r'"((?:[^"\\]|\\.)*)"', asks[1])))
    return [(title, asks) for title, asks in found if len(asks) > 3]


def of_templates(chance: random.Random, name: str) -> list[tuple[str, list[str]]]:
    """Each template as a document of six of its sentences; the first names it."""
    found = []
    for line in sentences.templates(name):
        ways = list(dict.fromkeys(sentences.expand(line, chance) for _ in range(60)))
        if len(ways) > 12:
            found.append((" ".join(ways[0].split()[:6]), ways[1:8]))
    return found


def cases(docs: list[tuple[str, list[str]]], chance: random.Random, far: list[str], folds: int):
    """Requests for the executable, and for each query its document or none."""
    for _ in range(folds):
        left_out = [at for at in range(len(docs)) if chance.random() < 0.3]
        given, queries, truth = [], [], []
        for at, (title, asks) in enumerate(docs):
            held = chance.sample(asks, 2)
            queries += held
            truth += [None if at in left_out else str(at)] * 2
            if at not in left_out:
                body = "\n".join(ask.capitalize() + "?" for ask in asks if ask not in held)
                given.append({"id": str(at), "title": title, "body": body})
        some = chance.sample(far, len(docs))
        yield {"docs": given, "queries": queries + some, "k": 1}, truth + [None] * len(some)


def logistic(rows: np.ndarray, right: np.ndarray, turns: int = 60) -> np.ndarray:
    """Newton's method, with a little of a prior that holds the weights down."""
    rows = np.hstack([np.ones((len(rows), 1)), rows])
    weights = np.zeros(rows.shape[1])
    for _ in range(turns):
        sure = 1 / (1 + np.exp(-rows @ weights))
        spread = (rows * (sure * (1 - sure))[:, None]).T @ rows + 0.5 * np.eye(len(weights))
        weights += np.linalg.solve(spread, rows.T @ (right - sure) - 0.5 * weights)
    return weights


def main() -> None:
    chance = random.Random(7)
    far = sentences.of_public()
    sets = {"content": of_content()}
    sets |= {name: of_templates(chance, name) for name in ("bank_more.txt", "services_more.txt")}
    rows, right, known = [], [], []
    encoders = [[], ["--encoder", str(sentences.ROOT / "content/encoder/en-content.khe")]]
    for name, docs in sets.items():
        for request, truth in cases(docs, chance, far, 6 if name == "content" else 2):
            for encoder in encoders:
                ran = subprocess.run(
                    [*sys.argv[1:], *encoder, "--evidence"],
                    input=json.dumps(request), capture_output=True, text=True, check=True,
                )
                for (best, *evidence), answer in zip(json.loads(ran.stdout)["results"], truth):
                    rows.append(evidence)
                    right.append(best == answer and answer is not None)
                    known.append(answer is not None)
        print(f"{name}: {len(docs)} documents")
    rows, right, known = np.array(rows), np.array(right, float), np.array(known)
    weights = logistic(rows, right)
    print("SURE =", [round(float(weight), 2) for weight in weights])
    sure = 1 / (1 + np.exp(-np.hstack([np.ones((len(rows), 1)), rows]) @ weights))
    print(f"{len(rows)} queries, {known.mean():.2f} with an answer, {right[known].mean():.3f} of these found first")
    for low, high in ((0, 0.1), (0.1, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        some = (sure >= low) & (sure < high)
        if some.any():
            print(f"  said {low:.1f} to {high:.1f}: {some.sum()} times, right {right[some].mean():.2f}")


if __name__ == "__main__":
    main()

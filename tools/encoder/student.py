"""The student: a vector for each word piece, added up, then one small layer; taught to be as near as the teacher is.

Here: its first vectors, the training, the whole numbers it ends as. Not here: which sentences, the file.
"""

import one_thread  # noqa: F401, before numpy

import random
from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import khe
import teacher
from pieces import Pieces


@dataclass
class Settings:
    """How a student is made. `step` is in the typical size of a number of a piece's vector; `orders` is how many times it
    is taught with the sentences in another order, of which the mean is kept (Wortsman and others 2022, model soups)."""

    pieces: int = 5000
    prior: float = 30.0
    dimensions: int = 64
    units: int = 128
    centre: float = 0.5
    steps: int = 2600
    batch: int = 512
    rate: float = 0.01
    layer_rate: float = 0.002
    temperature: float = 0.1
    hold: float = 0.1
    document_temperature: float = 0.1
    step: float = 1.1
    seed: int = 1
    orders: int = 3


#: How many of the longer sentences are broken off, each time they are drawn.
BROKEN_OFF = 0.2


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


@dataclass
class Space:
    """From the teacher's space to the student's: what all have in common taken away, then its main directions."""

    common: np.ndarray
    turn: np.ndarray

    def of(self, vectors: np.ndarray) -> np.ndarray:
        return unit((unit(vectors - self.common) @ self.turn).astype(np.float32))


def space(vectors: np.ndarray, settings: Settings, weights: np.ndarray | None = None, apart=None) -> Space:
    """The main directions of the sentences (a PCA without its mean). `apart`: rows that tell documents apart, and what
    each counts beside a sentence."""
    common = vectors.mean(0) * settings.centre
    rows = unit(vectors - common)
    spread = (rows * (1.0 if weights is None else weights[:, None])).T @ rows
    if apart is not None:
        spread = spread + apart[1] * unit(apart[0]).T @ unit(apart[0])
    _, turn = np.linalg.eigh(spread)
    return Space(common, np.ascontiguousarray(turn[:, ::-1][:, : settings.dimensions]))


def first_vectors(pieces: Pieces, texts: list[str], space: Space) -> np.ndarray:
    """What the teacher says of each piece alone, less the more often it stands (SIF, Arora and others 2017)."""
    rank = {name: at for at, name in enumerate(teacher.vocabulary())}
    count = Counter(at for text in texts for at in pieces.of_text(text))
    total = sum(count.values())
    alone = teacher.vectors([name.lstrip("#") for name in pieces.names])
    turned = (alone - space.common) @ space.turn
    often = np.array([count[at] + 6000 / (rank.get(name, 20000) + 300) for at, name in enumerate(pieces.names)])
    share = often / (2 * total)
    return (turned * (1e-3 / (1e-3 + share))[:, None]).astype(np.float32)


class Documents:
    """The teacher's vectors of the documents that an encoder is fitted to: it learns to be as near to each as the
    teacher is."""

    def __init__(self, taught: np.ndarray, space: Space, settings: Settings):
        self.taught = torch.tensor(unit(taught - space.common), dtype=torch.float32)
        self.vectors = torch.tensor(space.of(taught))
        self.settings = settings

    def loss(self, made: torch.Tensor, near: torch.Tensor) -> torch.Tensor:
        soft = lambda rows: F.log_softmax(rows / self.settings.document_temperature, 1)
        told, said = soft(near @ self.taught.T), soft(made @ self.vectors.T)
        return (told.exp() * (told - said)).sum(1).mean()

    def whole(self) -> np.ndarray:
        """As signed bytes."""
        return (self.vectors.numpy() * 127).round().astype(np.int8)


class Net(torch.nn.Module):
    """The encoder while it learns; with `coarse`, its numbers are those that the file can hold."""

    def __init__(self, vectors: np.ndarray, settings: Settings):
        super().__init__()
        d, h = settings.dimensions, settings.units
        make = torch.Generator().manual_seed(settings.seed)
        self.pieces = torch.nn.Parameter(torch.tensor(vectors))
        self.into = torch.nn.Parameter(torch.randn(d, h, generator=make) / d**0.5)
        self.bias = torch.nn.Parameter(torch.zeros(h))
        self.out = torch.nn.Parameter(torch.randn(h, d, generator=make) * 0.01)
        self.sizes: tuple[float, float, float, float] | None = None

    def layer(self):
        return [self.into, self.bias, self.out]

    def coarse(self, step: float) -> None:
        """From here on numbers are whole steps: of the pieces by `step`, of the layer by 31sts of its spread."""
        typical = self.pieces.detach().norm(dim=1).median().item() / self.pieces.shape[1] ** 0.5
        spread = [max(values.detach().abs().max().item(), 1e-3) for values in self.layer()]
        self.sizes = (typical * step, spread[0] / 31, spread[1] / 100, spread[2] / 31)

    def whole(self, values: torch.Tensor, step: float) -> torch.Tensor:
        return values + ((values / step).round().clamp(-127, 127) * step - values).detach()

    def forward(self, ids: torch.Tensor, offsets: torch.Tensor, factors: torch.Tensor | None = None):
        values = [self.pieces, *self.layer()]
        if self.sizes:
            values = [self.whole(v, step) for v, step in zip(values, self.sizes)]
        pieces, into, bias, out = values
        total = F.embedding_bag(ids, pieces, offsets, mode="sum", per_sample_weights=factors)
        total = F.normalize(total, dim=1) * pieces.shape[1] ** 0.5
        return F.normalize(total + torch.relu(total @ into + bias) @ out, dim=1)

    def file(self, names: list[str]) -> khe.Encoder:
        assert self.sizes
        whole = lambda v, step: (v.detach() / step).round().clamp(-127, 127).numpy().astype(np.int8)
        pieces, *layer = (whole(v, step) for v, step in zip([self.pieces, *self.layer()], self.sizes))
        return khe.Encoder(names, pieces, self.sizes[0], tuple(layer), self.sizes[1:])


def bag(lists: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    offsets = np.cumsum([0] + [len(ids) for ids in lists[:-1]])
    return torch.tensor([at for ids in lists for at in ids], dtype=torch.long), torch.tensor(offsets)


def learn(net: Net, lists: list[list[int]], taught: np.ndarray, space: Space, settings: Settings, weights=None, documents: Documents | None = None) -> None:
    """Adam on two sums: one minus the cosine to the teacher's vector in the student's space; and how far the student's
    nearness of the sentences of a batch to each other is from the teacher's (KL of softmaxes), which keeps the order
    of neighbours that the main directions alone lose."""
    near = torch.tensor(unit(taught - space.common), dtype=torch.float32)
    target = torch.tensor(space.of(taught))
    first = net.pieces.detach().clone()
    odds = torch.tensor(np.ones(len(lists)) if weights is None else weights, dtype=torch.float64)
    self_ = torch.eye(settings.batch, dtype=torch.bool)

    def run(seed: int, turns: range) -> None:
        """Some of the steps, with sentences in the order of a seed; the rate falls over all of them."""
        chance, draw = random.Random(seed), torch.Generator().manual_seed(seed)
        groups = [dict(params=[net.pieces], lr=settings.rate, most=settings.rate)]
        groups += [dict(params=net.layer(), lr=settings.layer_rate, most=settings.layer_rate)]
        adam = torch.optim.Adam(groups)
        for turn in turns:
            for group in adam.param_groups:
                group["lr"] = group["most"] * (1 - turn / settings.steps)
            batch = torch.multinomial(odds, settings.batch, replacement=True, generator=draw).tolist()
            made = net(*bag([shorter(lists[at], chance) for at in batch]))
            loss = (1 - (made * target[batch]).sum(1)).mean()
            soft = lambda rows: F.log_softmax((rows @ rows.T / settings.temperature).masked_fill(self_, -1e9), 1)
            told, said = soft(near[batch]), soft(made)
            loss = loss + (told.exp() * (told - said)).sum(1).mean()
            loss = loss + settings.hold * ((net.pieces - first) ** 2).sum(1).mean()
            if documents:
                loss = loss + documents.loss(made, near[batch])
            adam.zero_grad()
            loss.backward()
            adam.step()
            if turn % 500 == 0:
                print(f"  step {turn} of {settings.steps}: {loss.item():.3f}", flush=True)

    begun, made = {name: value.clone() for name, value in net.state_dict().items()}, []
    fine = range(settings.steps * 2 // 3)
    for order in range(settings.orders):
        net.load_state_dict(begun)
        run(settings.seed + order, fine)
        made.append({name: value.clone() for name, value in net.state_dict().items()})
    net.load_state_dict({name: sum(one[name] for one in made) / len(made) for name in begun})
    net.coarse(settings.step)
    run(settings.seed + settings.orders, range(fine.stop, settings.steps))


def shorter(ids: list[int], chance: random.Random) -> list[int]:
    """Now and then without some of its pieces, or broken off: a query is seldom a whole sentence, and one that is being
    typed never is. What it is to mean is still what the teacher says of the whole: where such a beginning mostly leads."""
    if len(ids) > 4 and chance.random() < BROKEN_OFF:
        return ids[: chance.randrange(3, len(ids))]
    if len(ids) < 4 or chance.random() > 0.3:
        return ids
    return [at for at in ids if chance.random() > 0.12] or ids

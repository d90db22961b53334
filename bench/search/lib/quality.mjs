// How well questions find their article: shares, mean reciprocal rank, and known told from unknown.

/** @param {(string | null)[]} truth @param {[string, number][][]} results */
export function measure(truth, results) {
  let first = 0;
  let third = 0;
  let reciprocal = 0;
  let known = 0;
  const sure = { known: [], unknown: [] };
  truth.forEach((id, at) => {
    const found = results[at] ?? [];
    const score = found[0]?.[1] ?? 0;
    (id === null ? sure.unknown : sure.known).push(score);
    if (id === null) return;
    known += 1;
    const rank = found.slice(0, 10).findIndex(([other]) => other === id);
    first += rank === 0;
    third += rank >= 0 && rank < 3;
    reciprocal += rank >= 0 ? 1 / (rank + 1) : 0;
  });
  return {
    top1: first / known,
    recall3: third / known,
    mrr: reciprocal / known,
    auroc: sure.unknown.length ? auroc(sure.known, sure.unknown) : undefined,
  };
}

/** The chance that a known question scores above an unknown one; ties count half (Mann-Whitney). */
export function auroc(above, below) {
  const all = [...above.map((score) => ({ score, known: true })), ...below.map((score) => ({ score, known: false }))];
  all.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to].score === all[from].score) to += 1;
    const rank = (from + to + 1) / 2;
    for (let at = from; at < to; at += 1) if (all[at].known) ranks += rank;
    from = to;
  }
  return (ranks - (above.length * (above.length + 1)) / 2) / (above.length * below.length);
}

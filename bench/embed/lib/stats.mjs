// Medians, percentiles, and how sure we may be of a difference.

export function quantile(values, q) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (!sorted.length) return NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}

export const median = (values) => quantile(values, 0.5);

/** The 95 % interval of the median of `values` (paired differences), by bootstrap. The same values give the same interval. */
export function interval(values, rounds = 4000) {
  const known = values.filter(Number.isFinite);
  if (known.length < 2) return [NaN, NaN];
  let seed = 0x9e3779b9;
  const random = () => {
    // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const medians = Array.from({ length: rounds }, () =>
    median(known.map(() => known[Math.floor(random() * known.length)])));
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}

// The table of RESULTS.md from the numbers of a run. Not here: what the numbers mean (../README.md).
import { interval, median, quantile } from './lib/stats.mjs';

const NONE = '–';
const number = (value, digits = 0) => {
  if (!Number.isFinite(value)) return NONE;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? '0' : text.replace(/\B(?=(\d{3})+(?!\d))/g, digits ? '' : ',');
};
const ms = (value) => number(value, Math.abs(value) < 10 ? 1 : 0);
const kb = (bytes) => number(bytes / 1000, 1);
const plain = (value) => number(value);

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map((_, at) => (at < 2 ? ':--' : '--:'))), ...rows.map(row)].join('\n');

/** Paired differences from the bare page, round by round. */
function differences(before, name, field) {
  return before[name].flatMap((load, round) => (load && before.bare[round] ? [load[field] - before.bare[round][field]] : []));
}

function beforeIntent(data, at) {
  const { before, script } = data[at];
  const slow = at === 'slow';
  const names = ['frame', 'docsearch', 'pagefind'];
  const added = (field, format) => (name) => {
    const all = differences(before, name, field);
    const [low, high] = interval(all);
    return `${format(median(all))} [${format(low)}, ${format(high)}]`;
  };
  const of = (field) => (name) => ms(median(script[name].map((cost) => cost[field])));
  const rows = [
    ['requests', '1', added('requests', plain)],
    ['brotli bytes', '≤ 2,000', added('body', plain)],
    ['the same with headers', '', added('bytes', plain)],
    [`main thread, the script's own (trace), ms`, slow ? '≤ 8' : '≤ 2', of('cpu')],
    slow ? ['main thread, all tasks (pairs), ms', '', added('busy', ms)] : ['main thread, all CPU (pairs), ms', '', added('cpu', ms)],
    ['long tasks', '0', added('longTasks', plain)],
    ['Total Blocking Time, ms', '0', added('tbt', ms)],
    ['FCP, ms', '0', added('fcp', ms)],
    ['LCP, ms', '0', added('lcp', ms)],
    ['CLS', '0', added('cls', (value) => number(value, 4))],
    ['JS heap after GC, kB', '≤ 40', added('heap', kb)],
    ['renderer processes', '0', added('processes', plain)],
  ];
  const head = ['added to the page', 'target', 'Klarna Help', data.titles.docsearch, data.titles.pagefind];
  return table(head, rows.map(([what, target, cell]) => [what, target, ...names.map(cell)]));
}

function opening(data, at) {
  const { cold, warm, hover, prefetch, offline, opening: cost } = data[at];
  const slow = at === 'slow';
  const names = ['frame', 'inline', 'docsearch', 'pagefind'];
  const both = (runs, field) => (name) => {
    const all = runs[name]?.map((run) => run[field]) ?? [];
    return all.some(Number.isFinite) ? `${ms(median(all))} / ${ms(quantile(all, 0.75))}` : NONE;
  };
  const middle = (runs, field, format = ms) => (name) => format(median(runs[name]?.map((run) => run[field]) ?? []));
  // Keys that fell into nothing. After a hover the app may be there already, and have its focus elsewhere than in a field.
  const lost = (runs) => (name) => {
    const all = runs[name]?.map((run) => run.lost) ?? [];
    if (!all.length) return NONE;
    const deaf = all.filter((value) => value === null).length;
    return deaf ? `no field in ${deaf} of ${all.length}` : number(Math.max(...all));
  };
  const whole = (runs, query) => (name) => {
    const all = (runs[name] ?? []).filter((run) => typeof run.typed === 'string' && run.lost !== null);
    return all.length ? `${all.filter((run) => run.typed === query).length} of ${all.length}` : NONE;
  };
  const rows = [
    ['click to first paint of the shell, ms (median / p75)', '', both(cold, 'painted')],
    ['click to usable, cold, ms (median / p75)', slow ? 'p75 ≤ 40' : '≤ 24', both(cold, 'usable')],
    ['the same by Event Timing, ms, in steps of 8', slow ? 'p75 ≤ 40' : '≤ 24', both(cold, 'shown')],
    ['click to usable, after a 300 ms hover', slow ? 'p75 ≤ 40' : '≤ 24', both(hover, 'usable')],
    ['click to usable, warm', slow ? 'p75 ≤ 40' : '≤ 24', both(warm, 'usable')],
    ['click to usable, offline', slow ? 'p75 ≤ 40' : '≤ 24', both(offline, 'usable')],
    ['INP of the click, ms', '≤ 50', middle(cold, 'inp')],
    ['keys lost before a field took one, cold', '0', lost(cold)],
    ['keys lost, after hover', '0', lost(hover)],
    ['whole query in the field at the end', 'all', whole(cold, 'declined')],
    ["click to the app in the shell's place, cold, ms", '', middle(cold, 'drawn')],
    ['click to first answers, cold, ms', slow ? '2,000 frame, 1,200 inline' : '250 frame, 90 inline', middle(cold, 'answers')],
    ['click to first answers, after a 300 ms hover, ms', slow ? '' : '60', middle(hover, 'answers')],
    ['click to first answers, on return, ms', slow ? '300' : '', middle(warm, 'answers')],
    ['click to first answers, idle prefetch, ms', slow ? '300' : '', middle(prefetch, 'answers')],
    ['bytes that had come when the first answers were there, kB', '≤ 80', middle(cold, 'needed', kb)],
    ['bytes from click to rest, kB', '', middle(cold, 'body', kb)],
    ['the same on return, kB', '0', middle(warm, 'body', kb)],
    ['requests from click to rest', '', middle(cold, 'requests', plain)],
    slow ? ["host's main thread while opening, busy ms", '', middle(cost, 'busy')] : ["host's main thread while opening, CPU ms", '< 10 frame', middle(cost, 'cpu')],
    ['the same for a button that adds an empty frame', '', middle({ frame: cost['bare frame'] }, slow ? 'busy' : 'cpu')],
    ["host's JS heap when open, kB added", '≤ 500', middle(cost, 'heap', kb)],
    ["frame's JS heap when open, kB", '(reported)', middle(cost, 'frameHeap', kb)],
    ["host's private memory when open, kB added", '≤ 4,194 inline', middle(cost, 'hostPrivate', kb)],
    ["frame process's private memory, kB", '(reported)', middle(cost, 'framePrivate', kb)],
  ];
  const head = ['opening', 'target', ...names.map((name) => data.titles[name])];
  return table(head, rows.map(([what, target, cell]) => [what, target, ...names.map(cell)]));
}

function lighthouse({ lighthouse: { missing, medians } }) {
  if (missing) return `Not measured: ${missing}`;
  const { bare, async: tag, afterLoad } = medians;
  return table(['simulated LCP, ms', 'target', 'measured'], [
    ['the page without the widget', '', ms(bare)],
    ['added by the async tag', '≤ 450', ms(tag - bare)],
    ['added by a tag added half a second after `load`', '≤ 100', ms(afterLoad - bare)],
  ]);
}

/** The whole of RESULTS.md. */
export function report(data) {
  return `# The embed's cost, measured

Made by \`cargo xtask bench embed${data.quick ? ' --quick' : data.rounds === 20 ? '' : ` --pairs ${data.rounds}`}\` on ${data.date} UTC in ${data.seconds} s; do not edit. What each number is,
and where it misleads: [../README.md](../README.md).

Machine: ${data.machine}; commit ${data.commit}. Load average when it began and ended: ${data.load.map((load) => load.toFixed(1)).join(', ')}.
Medians of ${data.rounds} pairs before intent, ${data.some} cold and warm opens, ${data.few} of every other.${data.quick ? ' A quick run: good for a look, not for a claim.' : ''}
In brackets: the 95 % interval of the median of the paired differences. ${NONE} is: not measured, or does not apply.

${data.failures.length ? `Visits that went wrong and were made once more: ${data.failures.length}.\n\n` : ''}## Before intent, unthrottled

${beforeIntent(data, 'fast')}

## Before intent, 4× CPU and slow 4G

${beforeIntent(data, 'slow')}

## Opening, unthrottled

${opening(data, 'fast')}

## Opening, 4× CPU and slow 4G

${opening(data, 'slow')}

## Lighthouse's simulated LCP

${lighthouse(data)}

## Not measured

DocSearch's answers: they come from Algolia, which cannot be reached from here. Its numbers before intent and up to a
field that takes keys are complete. A real network's DNS, TCP and TLS: the emulated one charges a round trip a request.
`;
}

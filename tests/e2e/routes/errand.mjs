// Every route of every flow of content/, by keyboard alone: each question answered in each way that leads somewhere else,
// each end reached, axe on each of them, a person never more than two presses away.
//
// Here: which ways are driven and what is looked at. Not here: keys (keys.mjs), where the ways come from
// (`cargo xtask flow-graph --routes`, crates/author), what the last run drove (`cargo xtask flow-graph --coverage`).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { check, same } from '../lib/world.mjs';
import { Keys } from './keys.mjs';

// `cargo xtask test` writes it and names it; who runs the errands by hand writes it first.
const file = process.env.KH_ROUTES ?? new URL('../../../target/flows/routes.json', import.meta.url).pathname;
const flows = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).flows : [];
const driven = file.replace(/routes\.json$/, 'driven.json');

/** Keeps which routes of a flow were driven. */
function keep(slug, edges) {
  let known = {};
  try {
    known = JSON.parse(readFileSync(driven, 'utf8'));
  } catch {
    // Nothing was driven before.
  }
  writeFileSync(driven, `${JSON.stringify({ ...known, [slug]: [...edges].sort() }, null, 1)}\n`);
}

/** How many questions two ways have in common, with the same answers. */
function common(one, other) {
  const same = (i) => JSON.stringify(one.asked[i]) === JSON.stringify(other.asked[i]);
  let count = 0;
  while (count < one.asked.length && count < other.asked.length && same(count)) count += 1;
  // Where one goes on and the other ends, the last answer is given again.
  return Math.min(count, one.asked.length - 1, other.asked.length - 1);
}

/** A page with help open at the flow, of which the page tells this. */
async function begin(t, flow, context) {
  await t.visit('strict-csp.html');
  await t.launcher.waitFor();
  await t.page.evaluate(
    ([context, slug]) => {
      window.KlarnaHelp('context', context);
      window.KlarnaHelp('open', `flow:${slug}`);
    },
    [context, flow.slug],
  );
  await t.app.locator('.kh-flow h1').waitFor();
  return new Keys(t.page, t.frame());
}

/** Drives the ways of a flow: from each end back to where the next way parts, as a customer would. */
async function drive(t, flow) {
  const [seen, edges] = [new Set(), new Set()];
  let [last, keys] = [undefined, undefined];
  const look = async (what) => {
    if (seen.has(what)) return;
    seen.add(what);
    check(await t.app.locator('.kh-human button').isVisible(), `${what} has a way to a person`);
    await t.scan(what);
  };
  for (const way of flow.ways) {
    let from = 0;
    if (last && JSON.stringify(last.context) === JSON.stringify(way.context)) {
      from = common(last, way);
      for (let i = last.asked.length - 1; i >= from; i -= 1) {
        await keys.back();
        await keys.at(last.asked[i].question);
      }
    } else {
      keys = await begin(t, flow, way.context);
    }
    if (from === 0) await keys.at(way.asked[0].question);
    for (const [i, asked] of way.asked.entries()) {
      if (i < from) continue;
      await look(asked.step);
      await keys.answer(asked);
      await keys.arrive(way.asked[i + 1]?.question ?? way.outcome.title, asked.question);
    }
    await look(`outcome ${way.outcome.id}`);
    for (const edge of way.edges) edges.add(edge);
    last = way;
  }
  return { edges, keys, last };
}

async function whole(t, flow) {
  const { edges, keys, last } = await drive(t, flow);
  keep(flow.slug, edges);
  same([...edges].sort(), [...flow.edges].sort(), 'routes driven');
  // The first answer is looked at again and left as it was: nothing is lost.
  const first = last.asked[0];
  if (first) {
    await keys.press(`Change your answer to: ${first.question}`);
    await keys.at(first.question);
    await keys.press('Keep this answer');
    await keys.at(last.outcome.title);
  }
  // And a person is two presses away.
  await keys.press('Talk to a person');
  await keys.at('Talk to a person');
}

const none = {
  'every route of every flow': async () => {
    throw new Error(`${file} is not there, or empty: cargo xtask flow-graph --routes`);
  },
};

export const tests = flows.length === 0 ? none : Object.fromEntries(flows.map((flow) => [`every route of ${flow.slug}`, (t) => whole(t, flow)]));

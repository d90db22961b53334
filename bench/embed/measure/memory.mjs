// Processes and their private memory, as Linux counts it.
import { readFileSync } from 'node:fs';

async function renderers(chrome) {
  const { processInfo } = await chrome.send('SystemInfo.getProcessInfo');
  return processInfo.filter((process) => process.type === 'renderer');
}

/** How many renderer processes the browser has. */
export async function processCount(chrome) {
  return (await renderers(chrome)).length;
}

/** The process of a session, which the CDP does not tell: the one that gets hot when the session computes. */
export async function processOf(chrome, visit, session) {
  const before = new Map((await renderers(chrome)).map(({ id, cpuTime }) => [id, cpuTime]));
  await visit.run('for (const end = performance.now() + 150; performance.now() < end; );', session);
  const heat = ({ id, cpuTime }) => cpuTime - (before.get(id) ?? cpuTime);
  return (await renderers(chrome)).sort((a, b) => heat(b) - heat(a))[0].id;
}

/** Private bytes of a process. */
export function privateBytes(process) {
  const rollup = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  const of = (key) => 1024 * Number(rollup.match(new RegExp(`${key}:\\s+(\\d+)`))[1]);
  return of('Private_Clean') + of('Private_Dirty');
}

// What the browser's own trace says a script cost on a main thread.

async function trace(chrome, categories, work) {
  const events = [];
  let done;
  const complete = new Promise((resolve) => (done = resolve));
  const stop = chrome.listen(({ method, params }) => {
    if (method === 'Tracing.dataCollected') events.push(...params.value);
    if (method === 'Tracing.tracingComplete') done();
  });
  await chrome.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories } });
  try {
    await work();
  } finally {
    await chrome.send('Tracing.end');
    await complete;
    stop();
  }
  return events;
}

const urlOf = ({ args }) => args?.data?.url ?? args?.data?.stackTrace?.[0]?.url ?? args?.fileName ?? '';

/** Main-thread CPU, in ms, of the events of a script whose address matches. An event inside another counts once. */
export async function scriptCost(chrome, script, work) {
  const events = await trace(chrome, ['devtools.timeline', 'disabled-by-default-v8.compile', 'v8'], work);
  const thread = ({ pid, tid }) => `${pid}/${tid}`;
  const mains = new Set(events.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain').map(thread));
  const onMain = events.filter((event) => event.ph === 'X' && mains.has(thread(event)));
  const named = onMain.filter((event) => script.test(urlOf(event)));
  // A module's evaluation does not say which: the page has no other.
  const module = named.some((event) => event.name === 'v8.compileModule');
  const page = new Set(named.map(thread));
  const own = onMain
    .filter((event) => named.includes(event) || (module && event.name === 'v8.evaluateModule' && page.has(thread(event))))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  let until = 0;
  let cpu = 0;
  const parts = {};
  for (const event of own) {
    if (event.ts < until) continue;
    until = event.ts + event.dur;
    const ms = (event.tdur ?? event.dur) / 1000;
    cpu += ms;
    parts[event.name] = (parts[event.name] ?? 0) + ms;
  }
  return { cpu, parts };
}

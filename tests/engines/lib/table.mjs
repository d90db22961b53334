// The table of docs/engines.md, from one run.

/** A column an engine, a row a step: done, failed, or not come to. */
export function table(columns) {
  const row = (first, cells) => `| ${[first, ...cells].join(' | ')} |`;
  const cell = (step) => (step ? (step.failed ? '✗' : '✓') : '–');
  const lines = [
    row('', columns.map(({ engine, version }) => `${engine.name} ${version ?? '(did not start)'}`)),
    row('---', columns.map(() => '---')),
    row('driver', columns.map(({ driver }) => driver ?? '–')),
    row('its console is read', columns.map(({ engine }) => (engine.console ? 'yes, by BiDi' : 'no'))),
  ];
  const errands = [...new Set(columns.flatMap(({ runs }) => runs.map(({ errand }) => errand)))];
  for (const errand of errands) {
    const runs = columns.map((column) => column.runs.find((run) => run.errand === errand)?.steps ?? []);
    lines.push(row(`**${errand.name}**`, columns.map(() => '')));
    for (const name of new Set(runs.flat().map((step) => step.name))) {
      lines.push(row(name, runs.map((steps) => cell(steps.find((step) => step.name === name)))));
    }
  }
  return [...lines, ''].join('\n');
}

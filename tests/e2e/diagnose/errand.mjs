// diagnose(): what it finds on pages that are set up wrongly, and the exact line it gives for each.
import { check, same } from '../lib/world.mjs';

/** The report, and everything it printed. */
async function diagnose(t) {
  const printed = [];
  t.page.on('console', (m) => printed.push(m.text()));
  const report = await t.page.evaluate(() => window.KlarnaHelp('diagnose'));
  return { ...report, printed: printed.join('\n'), wrong: report.checks.filter((c) => c.ok === false) };
}

/** The check of this name fails, and its line stands in the report and in the console. */
function mends({ ok, wrong, printed }, name, line) {
  same(ok, false, 'ok');
  const found = wrong.find((c) => c.name === name);
  check(found, `no ${name} among ${JSON.stringify(wrong)}`);
  check(found.fix?.includes(line), `the line for ${name} is ${found.fix}, not ${line}`);
  check(printed.includes(line), `${line} is not printed:\n${printed}`);
}

export const tests = {
  'on a page that is well it finds nothing, and says what it looked at': async (t) => {
    await t.visit('strict-csp.html');
    await t.launcher.waitFor();
    const report = await diagnose(t);
    same([report.ok, report.wrong], [true, []], 'report');
    const names = report.checks.map((c) => c.name);
    for (const name of ['CSP frame-src', 'portal', 'client', 'origin', 'WebAssembly', 'API', 'consent']) check(names.includes(name), `${name} in ${names}`);
    check(report.checks.every((c) => c.found), 'each says what was found');
  },

  'a policy without frame-src: the line to add': async (t) => {
    t.allow(/klarna-help|frame-src|Framing|Refused|WRONG|default-src/);
    await t.visit('no-frame-src.html');
    await t.launcher.waitFor();
    mends(await diagnose(t), 'CSP frame-src', `frame-src ${t.portal.url}`);
  },

  'an origin that is not registered: the origin to register': async (t) => {
    t.allow(/klarna-help|frame-ancestors|Framing|Refused|WRONG/);
    const origin = t.shop.replace('localhost', '127.0.0.1');
    await t.page.goto(`${origin}/checkout.html`);
    await t.launcher.waitFor();
    mends(await diagnose(t), 'origin', origin);
  },

  'a client id that nobody has: said, with the id': async (t) => {
    t.allow(/klarna-help|404|Failed to load|Framing|frame-ancestors|Refused|WRONG/);
    await t.visit('unknown-client.html');
    await t.launcher.waitFor();
    const report = await diagnose(t);
    mends(report, 'client', 'id = "demo-shpo"');
    await t.page.getByRole('button', { name: 'Ask KlarnaHelp.diagnose()' }).click();
    await t.page.locator('#report', { hasText: 'demo-shpo' }).waitFor();
    await t.photo('report');
  },

  'a portal that does not answer is told from a page that is set up wrongly': async (t) => {
    t.allow(/./);
    await t.visit('checkout.html');
    await t.open();
    await t.portal.stop();
    const report = await diagnose(t);
    await t.portal.up();
    const names = report.wrong.map((c) => c.name);
    check(names.includes('portal') && !names.includes('CSP frame-src') && !names.includes('origin'), JSON.stringify(report.checks));
  },
};

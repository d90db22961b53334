// @ts-check
// `KlarnaHelp.diagnose()`: what stands between this page and help, each with the exact line to fix it. Imported by
// core.js when it is called, so that no shopper pays for it.
//
// It looks from the page (policy, configuration) and asks a small document of the portal's (probe.js there), which any
// page may frame: the app's own document cannot tell, for a page that is not registered may not frame it.

/** @typedef {any} Any */
/** @typedef {{ name: string, ok: boolean | null, found: string, fix?: string }} Check `ok: null`: could not be told */

const ANSWER_MS = 5000;

/**
 * @param {Any} kit what core.js lends
 * @returns {Promise<{ ok: boolean, version: string, checks: Check[] }>}
 */
export async function diagnose({ origin, version, config, page, main, h }) {
  const { consent } = page;
  const view = main();
  const here = location.origin;
  const client = config.clientId || '';
  const blocked = /** @type {SecurityPolicyViolationEvent[]} */ ([]);
  const note = (/** @type {SecurityPolicyViolationEvent} */ event) => blocked.push(event);
  document.addEventListener('securitypolicyviolation', note);
  const probe = await ask(origin, client, h);
  document.removeEventListener('securitypolicyviolation', note);

  const refused = blocked.some((event) => refuses(event, origin));
  const checks = /** @type {Check[]} */ ([]);
  const add = (/** @type {string} */ name, /** @type {boolean | null} */ ok, /** @type {string} */ found, fix = '') =>
    checks.push(ok ? { name, ok, found } : { name, ok, found, fix });

  add('script', true, `klarna-help ${version} from ${origin}`);
  add('client id', !!client, client || 'none', 'add data-client-id="…" to the script tag');
  add(
    'CSP frame-src',
    !refused,
    refused ? `the page's policy refuses frames of ${origin}` : 'frames of the portal are allowed',
    `Content-Security-Policy: add "frame-src ${origin}" (with what frame-src lists already)`,
  );
  const unseen = refused ? 'not asked: the frame is refused' : 'the portal did not answer';
  add('portal', refused ? null : !!probe, probe ? `reached at ${origin}` : unseen, `see that ${origin}/healthz answers`);
  if (probe) {
    add('client', probe.client, probe.client ? `${client} is known` : `the portal knows no client ${client}`,
      `portal.toml: add a [[client]] with id = "${client}", or mend data-client-id`);
    if (probe.client)
      add('origin', probe.registered, probe.registered ? `${here} is registered` : `${here} is not registered for ${client}`,
        `portal.toml: in [[client]] id = "${client}" add "${here}" to origins`);
    add('WebAssembly', probe.wasm, probe.wasm ? 'runs in the frame' : 'cannot run in the frame',
      'this browser has no WebAssembly, or switches it off (lockdown mode): the customer gets plain pages');
    add('API', probe.api, probe.api ? 'answers' : 'does not answer', `see that ${origin}/readyz answers 200`);
    add('storage', probe.storage || null, probe.storage ? 'the frame has its own' : 'the frame has none: a case cannot be remembered',
      'a private window, or a browser that blocks third-party storage: nothing to fix');
  }
  if (config.mount === 'inline') {
    const wasm = await inlineWasm();
    add('CSP wasm-unsafe-eval', wasm, wasm ? 'this page may run WebAssembly' : 'this page may not run WebAssembly',
      `Content-Security-Policy: add 'wasm-unsafe-eval' to script-src; or use the frame`);
    const asked = await inlineStart(origin, client, config.locale, version);
    add('CSP connect-src', asked !== 'refused', asked === 'refused' ? `the page's policy refuses requests to ${origin}` : 'requests to the portal are allowed',
      `Content-Security-Policy: add "connect-src ${origin}" (with what connect-src lists already); or use the frame`);
    if (asked !== 'refused')
      add('inline', asked === 'allowed', asked === 'allowed' ? `${client} may mount inline here` : `${client} may not mount inline on ${here}`,
        `portal.toml: in [[client]] id = "${client}" set inline = "public", with "${here}" in origins; or use the frame`);
  }
  add('app', view?.state === 'failed' ? false : null, view?.state ?? 'not loaded', 'see the checks above');
  add('consent', true, `storage: ${said(consent?.storage)}, analytics: ${said(consent?.analytics)}`);

  const ok = checks.every((check) => check.ok !== false);
  const lines = checks.map(
    ({ name, ok, found, fix }) => `${ok ? 'ok  ' : ok === null ? '?   ' : 'FAIL'} ${name}: ${found}${ok === false && fix ? `\n     fix: ${fix}` : ''}`,
  );
  console[ok ? 'info' : 'warn'](`klarna-help diagnose\n${lines.join('\n')}`);
  return { ok, version, checks };
}

/** Whether the page's policy has refused our frame, and not something else of the page's. @param {SecurityPolicyViolationEvent} event @param {string} origin */
const refuses = ({ effectiveDirective, blockedURI }, origin) =>
  /^(frame|child|default)-src/.test(effectiveDirective) && blockedURI.startsWith(origin);

const said = (/** @type {boolean | null | undefined} */ value) => (value == null ? 'not said' : value ? 'yes' : 'no');

/** @param {string} origin @param {string} client @param {Any} h @returns {Promise<Any>} what the probe says; nothing if it cannot */
function ask(origin, client, h) {
  return new Promise((answer) => {
    const frame = h('iframe', {
      src: `${origin}/v1/probe/${encodeURIComponent(client || '-')}?origin=${encodeURIComponent(location.origin)}`,
      referrerPolicy: 'origin',
      hidden: true,
      title: 'klarna-help probe',
    });
    const end = (/** @type {Any} */ said) => {
      clearTimeout(timer);
      removeEventListener('message', hear);
      document.removeEventListener('securitypolicyviolation', violated);
      frame.remove();
      answer(said);
    };
    const hear = (/** @type {MessageEvent} */ { source, origin: from, data }) => {
      if (source === frame.contentWindow && from === origin && data?.kh === 1 && data.type === 'probe') end(data);
    };
    const violated = (/** @type {SecurityPolicyViolationEvent} */ event) => refuses(event, origin) && setTimeout(end, 50, undefined);
    const timer = setTimeout(end, ANSWER_MS, undefined);
    // A refused frame says nothing: the refusal is heard of here, and a moment is left for its own listener.
    document.addEventListener('securitypolicyviolation', violated);
    addEventListener('message', hear);
    document.documentElement.append(frame);
  });
}

/** Whether the page may ask for the app, and the portal lets it. @param {string[]} of @returns {Promise<'allowed' | 'denied' | 'refused'>} */
async function inlineStart(...of) {
  const [origin, client, locale, version] = of;
  const address = `${origin}/v1/inline/${client}/${locale}.json?version=${version}`;
  const blocked = /** @type {string[]} */ ([]);
  const note = (/** @type {SecurityPolicyViolationEvent} */ event) => blocked.push(event.blockedURI);
  document.addEventListener('securitypolicyviolation', note);
  try {
    return (await fetch(address)).ok ? 'allowed' : 'denied';
  } catch {
    // A refusal without the header for other origins looks the same, but for this event, which comes later.
    await new Promise((done) => setTimeout(done, 50));
    return blocked.some((uri) => uri.startsWith(origin)) ? 'refused' : 'denied';
  } finally {
    document.removeEventListener('securitypolicyviolation', note);
  }
}

async function inlineWasm() {
  try {
    await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    return true;
  } catch {
    return false;
  }
}

// What a merchant writes, and what their compiler must refuse. Compiled, never run: `cargo xtask test --ring checks`.
import { createQueue, KlarnaHelpLoadError, loadKlarnaHelp, type KlarnaHelp, type KlarnaHelpTarget } from 'klarna-help';

export async function commands(): Promise<void> {
  const help = await loadKlarnaHelp({
    src: 'https://help.example.com',
    clientId: 'shop',
    locale: 'sv-SE',
    theme: 'dark',
    launcher: 'icon',
    zIndex: 5,
    hideSmall: true,
  });
  // @ts-expect-error on a server there is none
  help.open();
  if (!help) return;

  help.open('flow:refund-missing');
  help('navigate', 'article:payment-declined');
  const target: KlarnaHelpTarget = 'search:my refund';
  help.navigate(target);
  help.context({ page: 'checkout', amount: 8900, currency: 'GBP', dueDate: '2026-11-30' });
  help.prefill({ category: 'refund-missing', email: 'ada@example.org' });
  help.identify({ getToken: () => fetch('/token').then((answer) => answer.text()) });
  help.identify({ token: 'a.b.c' });
  help.consent({ storage: true });
  const detach: () => void = help.attach('.need-help', 'contact');
  detach();
  const report = await help.diagnose();
  if (!report.ok) console.log(report.checks.map((check) => check.fix ?? check.found));
  await help('ready');

  // @ts-expect-error not a place
  help.open('elsewhere');
  // @ts-expect-error not a command
  help('frobnicate');
  // @ts-expect-error an amount is a number, in minor units
  help.context({ amount: '89.00' });
  // @ts-expect-error not on the list
  help.context({ customerName: 'Ada' });
  // @ts-expect-error either one or the other
  help.identify({});
  // @ts-expect-error there are three themes
  help.theme('sepia');
  // @ts-expect-error a target is needed
  help.attach('.need-help');
  // @ts-expect-error a client is needed
  await loadKlarnaHelp({ src: 'https://help.example.com' });
}

export function events(help: KlarnaHelp): void {
  const off: () => void = help.on('flow-outcome', ({ slug, outcome }) => console.log(slug, outcome));
  off();
  help.once('case-receipt', ({ category }) => category?.length);
  help('on', 'error', ({ code, field }) => code === 'bad-argument' && field);
  help.on('open', (data: undefined) => data);
  document.addEventListener('klarna-help:article-view', ({ detail }) => detail.slug.length);
  document.querySelector('klarna-help')?.addEventListener('klarna-help:open', ({ detail }) => detail === null);

  // @ts-expect-error not an event
  help.on('opened', () => undefined);
  // @ts-expect-error a search says how many, not what for
  help.on('search', ({ text }) => text);
  // @ts-expect-error not a code
  help.on('error', ({ code }) => code === 'oops');
}

export function early(error: unknown): void {
  const queue = createQueue();
  queue('context', { page: 'checkout' });
  queue('open', 'home');
  // @ts-expect-error the queue has no methods
  queue.open();
  if (error instanceof KlarnaHelpLoadError && error.code === 'load-failed') console.log(error.next);
}

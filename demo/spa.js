// A shop in one page: routes by history.pushState, and the three ways that frameworks have of putting the next view there.
// The queueing stub of docs/embedding.md: commands given before the loader has run wait in it.
window.KlarnaHelp ||= function () {
  (KlarnaHelp.q ||= []).push(arguments);
};

const VIEWS = {
  basket: { title: 'Basket', words: 'One jacket, not yet paid.', context: { page: 'basket', paymentStatus: '', errorCode: '' } },
  delivery: { title: 'Delivery', words: 'Where shall it go?', context: { page: 'delivery' } },
  payment: {
    title: 'Payment',
    words: 'Your payment was declined. You have not been charged.',
    context: { page: 'checkout', orderId: 'NW-20417', paymentStatus: 'declined', errorCode: 'card_declined' },
  },
};

/** Elements, for a page of today has no markup in strings. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function link(step, swap, words) {
  const made = element('a', { className: 'button plain', href: `spa.html?step=${step}` }, words);
  made.dataset.swap = swap;
  return made;
}

function view(step) {
  const { title, words } = VIEWS[step];
  return element(
    'main',
    { id: 'view' },
    element('h1', {}, title),
    element('p', {}, words),
    element(
      'div',
      { className: 'buttons' },
      link('basket', 'inner', 'Basket'),
      link('delivery', 'inner', 'Delivery'),
      link('payment', 'replace', 'Payment'),
      link('payment', 'assign', 'Payment, in a body of its own'),
    ),
  );
}

const SWAPS = {
  // As most frameworks do: everything in the body goes.
  inner: (next) => document.body.replaceChildren(next),
  // As Turbo does: the body itself goes.
  replace: (next) => document.body.replaceWith(element('body', {}, next)),
  assign: (next) => (document.body = element('body', {}, next)),
};

function go(step, swap) {
  SWAPS[swap](view(step));
  document.title = `${VIEWS[step].title} – Northwind Outfitters`;
  KlarnaHelp('context', VIEWS[step].context);
  KlarnaHelp('suggest');
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element && event.target.closest('a[data-swap]');
  if (!target) return;
  event.preventDefault();
  history.pushState(null, '', target.href);
  go(new URL(target.href).searchParams.get('step'), target.dataset.swap);
});

addEventListener('popstate', () => go(new URLSearchParams(location.search).get('step') ?? 'basket', 'inner'));

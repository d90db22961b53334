// The queueing stub of docs/embedding.md: commands given before the loader has run wait in it.
window.KlarnaHelp ||= function () {
  (KlarnaHelp.q ||= []).push(arguments);
};

KlarnaHelp('context', {
  page: 'order',
  orderId: 'NW-20388',
  amount: 4200,
  currency: 'GBP',
  orderState: 'refund_pending',
});

document.querySelector('#open-help')?.addEventListener('click', () => KlarnaHelp('open'));
document.querySelector('#refund-help')?.addEventListener('click', () => KlarnaHelp('navigate', 'flow:refund-missing'));

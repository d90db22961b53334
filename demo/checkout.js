// The queueing stub of docs/embedding.md: commands given before the loader has run wait in it.
window.KlarnaHelp ||= function () {
  (KlarnaHelp.q ||= []).push(arguments);
};

KlarnaHelp('context', {
  page: 'checkout',
  orderId: 'NW-20417',
  amount: 8900,
  currency: 'GBP',
  paymentStatus: 'declined',
  errorCode: 'card_declined',
});

// A demo has nothing to submit to.
document.querySelector('#checkout')?.addEventListener('submit', (event) => event.preventDefault());

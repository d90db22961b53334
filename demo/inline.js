// The queueing stub of docs/embedding.md: commands given before the loader has run wait in it.
window.KlarnaHelp ||= function () {
  (KlarnaHelp.q ||= []).push(arguments);
};

KlarnaHelp('context', { page: 'payments', orderId: 'NW-20417', amount: 2967, currency: 'GBP', dueDate: '2026-05-28' });

document.querySelector('#open-help')?.addEventListener('click', () => KlarnaHelp('open'));

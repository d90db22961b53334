// The queueing stub of docs/embedding.md: commands given before the loader has run wait in it.
window.KlarnaHelp ||= function () {
  (KlarnaHelp.q ||= []).push(arguments);
};

KlarnaHelp('context', { page: 'questions' });
KlarnaHelp('attach', '#attached', 'cases');

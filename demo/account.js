// The queueing stub of docs/embedding.md: commands given before the loader has run wait in it.
window.KlarnaHelp ||= function () {
  (KlarnaHelp.q ||= []).push(arguments);
};

// Asked once help is opened, and again before the token ends. The shop's server knows who is signed in by its own session.
KlarnaHelp('identify', {
  getToken: async () => {
    const answer = await fetch('/help-token', { method: 'POST' });
    if (!answer.ok) throw new Error(`the shop's server answered ${answer.status}`);
    return answer.text();
  },
});

document.querySelector('#open-help')?.addEventListener('click', () => KlarnaHelp('open'));
document.querySelector('#sign-out')?.addEventListener('click', (event) => {
  KlarnaHelp('logout');
  document.querySelector('#who').textContent = 'Signed out';
  event.currentTarget.disabled = true;
});

// A page that tidies up after others, without asking who lives there.
let times = 0;

window.tidy = () => {
  times += 1;
  for (const element of document.querySelectorAll(':not(:defined), klarna-help')) element.remove();
  document.querySelector('#log').textContent = `Tidied up ${times} times.`;
};

document.querySelector('#news').addEventListener('click', window.tidy);

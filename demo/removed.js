// A page that redraws a part of itself without asking who lives in it.
let times = 0;

window.redraw = () => {
  times += 1;
  document.querySelector('#corner').replaceChildren();
  document.querySelector('#log').textContent = `Drawn anew ${times} times.`;
};

document.querySelector('#news').addEventListener('click', window.redraw);

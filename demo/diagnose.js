// Shows on the page what diagnose() prints in the console.
document.querySelector('#diagnose').addEventListener('click', async () => {
  const { checks } = await window.KlarnaHelp('diagnose');
  document.querySelector('#report').textContent = checks
    .map(({ name, ok, found, fix }) => `${ok ? 'well   ' : ok === null ? 'unclear' : 'WRONG  '} ${name}: ${found}${fix ? `\n        ${fix}` : ''}`)
    .join('\n');
});

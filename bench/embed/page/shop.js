// What a shop's own script does on a checkout, in small: it draws the order, fills a list, hangs up listeners.
const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const names = ['Ridge shell jacket', 'Merino walking socks', 'Trail flask', 'Fell boots', 'Storm cap', 'Packing cube', 'Head torch', 'Wool base layer'];
const lines = names.map((name, at) => ({ name, pence: 1200 + at * 850, count: 1 + (at % 3) }));

const element = (tag, props, ...children) => {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
};

const picture = (hue) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 34 34');
  svg.setAttribute('width', '34');
  svg.setAttribute('height', '34');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'm12 5-7 5-2 17h6l1-8v10h14V19l1 8h6L29 10l-7-5c-2 3-8 3-10 0z');
  path.setAttribute('fill', `hsl(${hue} 30% 50%)`);
  svg.append(path);
  return svg;
};

document.querySelector('#lines').append(...lines.map((line, at) => element('li', { className: 'line' },
  element('span', { className: 'thumb' }, picture(at * 40)),
  element('span', {}, `${line.count} × ${line.name}`),
  element('b', {}, money.format((line.count * line.pence) / 100)))));

const total = lines.reduce((sum, line) => sum + line.count * line.pence, 0) / 100;
document.querySelector('#sums').append(...[['Subtotal', total], ['Delivery', 0], ['Total', total]].map(([term, value]) =>
  element('div', {}, element('dt', {}, term), element('dd', {}, money.format(value)))));
document.querySelector('#pay').append(money.format(total));

const regions = new Intl.DisplayNames('en-GB', { type: 'region' });
const codes = 'AT AU BE BR CA CH CN CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP KR LT LU LV MT MX NL NO NZ PL PT RO SE SI SK US ZA'.split(' ');
document.querySelector('select').append(...codes.map((code) => [regions.of(code), code]).sort()
  .map(([name, code]) => element('option', { value: code, selected: code === 'GB' }, name)));

document.querySelector('#links').append(...Array.from({ length: 40 }, (_, at) => element('li', {}, element('a', { href: `#${at}` }, `Link ${at + 1}`))));

const form = document.querySelector('#checkout');
form.addEventListener('focusout', ({ target }) => target.required && target.setAttribute('aria-invalid', String(!target.value)));
form.addEventListener('submit', (event) => event.preventDefault());

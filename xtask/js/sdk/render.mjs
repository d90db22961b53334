// The reference tables of docs/embedding.md, and the types of the npm package, from what read.mjs found.
//
// Not here: which files they go to (../sdk.mjs).
import { SOURCE } from './read.mjs';

const code = (text) => '`' + text + '`';
const cell = (text) => text.replaceAll('|', '\\|');

/** A Markdown table. */
function table(heads, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** What a key may be: the names, or the kind. */
function kind({ values }) {
  const plain = { string: 'text', number: 'number', boolean: '`true` or `false`' };
  return values.map((value) => plain[value] ?? code(value)).join(' ');
}

/** Sections of docs/embedding.md by the name in their marker. */
export function sections(api) {
  const waiting = api.events.filter((event) => event.tags.reserved);
  return {
    commands: table(
      ['command', 'does', 'loads the app'],
      api.commands.map((c) => [code(c.call), c.words, c.tags.loads ? 'yes' : '']),
    ),
    targets: api.targets.map(code).join(' '),
    config: table(
      ['attribute', 'key', 'value', 'default', 'meaning'],
      api.config.map((k) => {
        const given = k.tags.default?.[0] ?? (k.optional ? '' : 'required');
        const fallback = /^\S+$/.test(given) && given !== 'required' ? code(given) : given;
        return [code(k.tags.attribute[0]), code(k.name), kind(k), fallback, k.words];
      }),
    ),
    context: table(['field', 'value', 'meaning'], api.context.map((f) => [code(f.name), kind(f), f.words])),
    prefill: table(['field', 'meaning'], api.prefill.map((f) => [code(f.name), f.words])),
    events: table(
      ['event', 'data', 'when'],
      api.events
        .filter((event) => !event.tags.reserved)
        .map((e) => [code(e.name), e.type === 'undefined' ? '' : code(e.type.replaceAll(';', ',')), e.words]),
    ),
    reserved: `${waiting.map((e) => code(e.name)).join(' ')}: the names are kept for features that come later. They are in the types, and are not emitted yet.`,
    errors: table(
      ['code', 'meaning', 'what to do'],
      api.errors.map((e) => [code(e.name), e.words, e.tags.remedy[0]]),
    ),
    theming: [
      table(['property', 'meaning'], api.properties.map((p) => [code(p.name), p.words])),
      table(['part', 'what it is'], api.parts.map((p) => [code(`::part(${p.name})`), p.words])),
    ].join('\n\n'),
  };
}

/** A document with its generated sections made anew. Each section of the source must have its place, and no other. */
export function fill(document, made) {
  const missing = new Set(Object.keys(made));
  const filled = document.replace(
    /(<!-- sdk:([\w-]+) -->\n)[^]*?(<!-- sdk:end -->)/g,
    (_, begin, name, end) => {
      if (!missing.delete(name)) throw new Error(`there is no section \`${name}\`, or it stands there twice`);
      return `${begin}${made[name]}\n${end}`;
    },
  );
  if (missing.size) throw new Error(`no place for: ${[...missing].join(', ')} (<!-- sdk:NAME --> … <!-- sdk:end -->)`);
  return filled;
}

/** The types of the npm package: the source itself. */
export function types(api) {
  return `// Written by \`cargo xtask sdk\` from ${SOURCE}: change it there.\n${api.text}`;
}

/** A package.json of the workspace's version, which the packages need of each other too. */
export function release(text, cargo) {
  const version = /^\[workspace\.package\]\nversion = "([^"]+)"/m.exec(cargo)?.[1];
  if (!version) throw new Error('Cargo.toml does not begin [workspace.package] with its version');
  return text.replace(/("version"|"klarna-help"): "[^"]+"/g, (_, key) => `${key}: "${version}"`);
}

// loader/klarna-help.d.ts as data: commands, events, fields, codes, each with its words and tags.
//
// Not here: what is made of it (render.mjs).
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SOURCE = 'loader/klarna-help.d.ts';

/** The TypeScript compiler, from where `cargo xtask setup` put it. */
export function typescript(npm) {
  return createRequire(join(npm, 'package.json'))('typescript');
}

/** @param {string} root the repository @param {string} npm where npm's packages are */
export function read(root, npm) {
  const ts = typescript(npm);
  const text = readFileSync(join(root, SOURCE), 'utf8');
  const file = ts.createSourceFile(SOURCE, text, ts.ScriptTarget.Latest, true);

  const declared = (name) => {
    const found = file.statements.find((statement) => statement.name?.text === name);
    if (!found) throw new Error(`${SOURCE} has no ${name}, which the reference is made from`);
    return found;
  };

  /** The words of a comment, and its tags by name. */
  const doc = (node) => {
    const tags = {};
    let words = '';
    for (const comment of ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)) {
      words = flat(ts.getTextOfJSDocComment(comment.comment));
      for (const tag of comment.tags ?? [])
        (tags[tag.tagName.text] ??= []).push(flat(ts.getTextOfJSDocComment(tag.comment)));
    }
    return { words, tags };
  };

  /** The literals of a union such as `'a' | 'b'`, also by way of an alias; otherwise the type as it is written. */
  const values = (type) => {
    if (ts.isTypeReferenceNode(type)) {
      const alias = file.statements.find((s) => ts.isTypeAliasDeclaration(s) && s.name.text === type.typeName.text);
      if (alias) return values(alias.type);
    }
    const parts = ts.isUnionTypeNode(type) ? type.types : [type];
    return parts.filter((part) => part.getText() !== 'null').map((part) => (ts.isLiteralTypeNode(part) ? part.literal.text : placeholders(part.getText())));
  };

  /** What stands in an interface; each with name, type, words and tags. */
  const members = (name) =>
    declared(name).members.map((member) => {
      const entry = { name: member.name.text, optional: Boolean(member.questionToken), ...doc(member) };
      if (!entry.words) throw new Error(`${SOURCE}: ${name}.${entry.name} has no words`);
      if (ts.isMethodSignature(member)) {
        const parameters = member.parameters.map((p) => p.name.text + (p.questionToken ? '?' : ''));
        return { ...entry, call: `${entry.name}(${parameters.join(', ')})` };
      }
      return { ...entry, type: member.type.getText(), values: values(member.type) };
    });

  const { tags } = doc(declared('KlarnaHelpElement'));
  const named = (list = []) =>
    list.map((line) => {
      const [, name, words] = /^(\S+) - (.*)$/.exec(line) ?? [];
      if (!name) throw new Error(`${SOURCE}: \`${line}\` should be \`name - words\``);
      return { name, words };
    });

  return {
    text,
    config: members('KlarnaHelpConfig'),
    context: members('KlarnaHelpContext'),
    prefill: members('KlarnaHelpPrefill'),
    targets: values(declared('KlarnaHelpTarget').type),
    errors: members('KlarnaHelpErrors'),
    events: members('KlarnaHelpEvents'),
    commands: members('KlarnaHelpCommands'),
    parts: named(tags.csspart),
    properties: named(tags.cssproperty),
  };
}

/** One line. */
function flat(text = '') {
  return text.replace(/\s+/g, ' ').trim();
}

/** `article:${string}`, with its backquotes, as a reader knows it. */
function placeholders(text) {
  const shown = { article: '<slug>', flow: '<slug>', search: '<text>' };
  return text.replace(/^`(\w+):\$\{string\}`$/, (_, kind) => `${kind}:${shown[kind]}`);
}

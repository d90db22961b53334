// The public engines, each behind the same three calls: load it, build an index, ask. Runs in Node and in the page.
//
// Each is set up as its documentation says for a help centre typed at: stemmed where it can be, the last word a prefix,
// small slips taken, titles above bodies. Not tuned to the questions that they are measured with; neither is ours.

const STOP = new Set(
  'a an and are as at be but by can do does for from had has have how i if in is it me my of on or so that the their there they this to was we what when where which who why will with you your'.split(' '),
);

/** @param {string} base where `node_modules` is, as a URL with a slash at its end */
export const engines = (base) => [
  {
    name: 'MiniSearch',
    setting: 'Porter stems, prefix for the last word, fuzzy 0.2, title ×2',
    file: 'minisearch/dist/es/index.js',
    async build(docs) {
      const { default: MiniSearch } = await import(`${base}minisearch/dist/es/index.js`);
      const elasticlunr = await script(`${base}elasticlunr/elasticlunr.js`);
      const processTerm = (term) => elasticlunr.stemmer(term.toLowerCase());
      const index = new MiniSearch({
        fields: ['title', 'body'],
        processTerm,
        searchOptions: { prefix: (_term, at, terms) => at === terms.length - 1, fuzzy: (term) => (term.length > 3 ? 0.2 : false), boost: { title: 2 } },
      });
      index.addAll(docs);
      return { ask: (query, k) => index.search(query).slice(0, k).map((hit) => [hit.id, hit.score]), bytes: () => JSON.stringify(index) };
    },
  },
  {
    name: 'elasticlunr',
    setting: 'stems and stop words of its own, expand, title ×2',
    file: 'elasticlunr/elasticlunr.min.js',
    async build(docs) {
      const elasticlunr = await script(`${base}elasticlunr/elasticlunr.js`);
      const index = elasticlunr(function () {
        this.addField('title');
        this.addField('body');
        this.setRef('id');
        this.saveDocument(false);
      });
      for (const doc of docs) index.addDoc(doc);
      const config = { fields: { title: { boost: 2 }, body: { boost: 1 } }, bool: 'OR', expand: true };
      return { ask: (query, k) => index.search(query, config).slice(0, k).map((hit) => [hit.ref, hit.score]), bytes: () => JSON.stringify(index) };
    },
  },
  {
    name: 'Orama',
    setting: 'QPS, stems, stop words left out of questions, any word may be missing, title ×2',
    file: '@orama/orama/dist/browser/index.js',
    async build(docs) {
      const { create, insertMultiple, save, search } = await import(`${base}@orama/orama/dist/browser/index.js`);
      const { pluginQPS } = await import(`${base}@orama/plugin-qps/dist/index.js`);
      const db = create({
        schema: { title: 'string', body: 'string' },
        components: { tokenizer: { stemming: true, language: 'english' } },
        plugins: [pluginQPS()],
      });
      await insertMultiple(db, docs.map((doc) => ({ ...doc })));
      // Its stop words are a package of their own; without any its answers are far worse, and so are BM25's here.
      const telling = (query) => query.split(/\s+/).filter((word) => !STOP.has(word.toLowerCase())).join(' ') || query;
      const ask = (query, k) => {
        const found = search(db, { term: telling(query), properties: ['title', 'body'], boost: { title: 2 }, threshold: 1, limit: k });
        return found.hits.map((hit) => [hit.document.id, hit.score]);
      };
      return { ask, bytes: () => JSON.stringify(save(db)) };
    },
  },
  {
    name: 'FlexSearch',
    setting: 'tokenize tolerant, normalised, its English preset, suggest',
    file: 'flexsearch/dist/flexsearch.bundle.module.min.js',
    rankOnly: true,
    async build(docs) {
      const flex = await import(`${base}flexsearch/dist/flexsearch.bundle.module.min.js`);
      const { Charset, Encoder, Index } = flex.default ?? flex;
      const { default: english } = await import(`${base}flexsearch/dist/module/lang/en.js`);
      const index = new Index({ tokenize: 'tolerant', encoder: new Encoder(Charset.Normalize, english) });
      docs.forEach((doc, at) => index.add(at, `${doc.title} ${doc.title} ${doc.body}`));
      // It gives an order without scores.
      const ask = (query, k) => index.search(query, { limit: k, suggest: true }).map((at, rank) => [docs[at].id, 1 / (rank + 1)]);
      return { ask };
    },
  },
];

const loaded = new Map();

/** A script from before modules: what it hands out, in Node or a page. */
async function script(url) {
  if (!loaded.has(url)) {
    const text = url.startsWith('file:')
      ? await (await import('node:fs/promises')).readFile(new URL(url), 'utf8')
      : await (await fetch(url)).text();
    const module = { exports: {} };
    new Function('module', 'exports', 'define', text)(module, module.exports, undefined);
    loaded.set(url, module.exports);
  }
  return loaded.get(url);
}

//! The content as it was last good, what is refused of it now, and whoever waits for it to change.

use klarna_help_author::{CompiledLocale, Opened, Refusal, compile};
use klarna_help_pack::Flow;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

pub(super) struct Desk {
    content: PathBuf,
    now: Mutex<Now>,
    changed: Condvar,
}

/// What is served. The content of before stays while the one of now is refused.
#[derive(Default)]
struct Now {
    /// How often it was compiled.
    generation: u64,
    /// What the files looked like then.
    print: Print,
    locales: Vec<Locale>,
    refusals: Vec<Refusal>,
}

struct Locale {
    tag: String,
    market: String,
    opened: Opened,
    warnings: Vec<String>,
    /// By address below the generation.
    files: BTreeMap<String, Vec<u8>>,
}

/// Time and size of each file.
type Print = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Where a locale's files are.
pub(super) struct Frame {
    pub(super) locale: String,
    pub(super) pack: String,
    pub(super) content: String,
    pub(super) locales: Vec<String>,
}

impl Desk {
    pub(super) fn new(content: PathBuf) -> Self {
        Self { content, now: Mutex::default(), changed: Condvar::new() }
    }

    /// A thread that failed with the lock held left whole values behind.
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compiles if a file is another than before.
    pub(super) fn look(&self) {
        if print(&self.content) != self.now().print {
            self.compile();
        }
    }

    /// Compiles, and tells whoever waits.
    pub(super) fn compile(&self) {
        // Before the files are read: what changes meanwhile is seen the next time.
        let print = print(&self.content);
        let compiled = compile(&self.content);
        let mut now = self.now();
        now.generation += 1;
        now.print = print;
        match compiled {
            Ok(locales) => {
                now.locales = locales.into_iter().filter_map(Locale::new).collect();
                now.refusals = Vec::new();
            }
            Err(refusals) => now.refusals = refusals,
        }
        self.changed.notify_all();
    }

    /// The number of the content after this one, or this one if it does not change in time.
    pub(super) fn after(&self, generation: u64, most: Duration) -> u64 {
        let waited = self.changed.wait_timeout_while(self.now(), most, |now| now.generation == generation);
        let (now, _) = waited.unwrap_or_else(PoisonError::into_inner);
        now.generation
    }

    /// A file of the content by its address below the generation.
    pub(super) fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.now().locales.iter().find_map(|locale| locale.files.get(path).cloned())
    }

    /// The files of a locale, or of the first.
    pub(super) fn frame(&self, tag: &str) -> Option<Frame> {
        let now = self.now();
        let locale = now.locales.iter().find(|locale| locale.tag == tag).or(now.locales.first())?;
        let folder = format!("/packs/{}/{}", now.generation, locale.tag);
        Some(Frame {
            locale: locale.tag.clone(),
            pack: format!("{folder}.khp"),
            content: folder,
            locales: now.locales.iter().map(|locale| locale.tag.clone()).collect(),
        })
    }

    /// A flow with its title.
    pub(super) fn flow(&self, tag: &str, slug: &str) -> Option<(String, Flow)> {
        let now = self.now();
        let locale = now.locales.iter().find(|locale| locale.tag == tag)?;
        locale.opened.flows.iter().find(|(_, flow)| flow.slug == slug).cloned()
    }

    /// Everything the page shows.
    pub(super) fn state(&self) -> Value {
        let now = self.now();
        let refusals = now.refusals.iter().map(|refusal| {
            let path = refusal.path.strip_prefix(&self.content).unwrap_or(&refusal.path);
            json!({ "path": path.display().to_string(), "what": refusal.what, "remedy": refusal.remedy })
        });
        json!({
            "generation": now.generation,
            "refusals": refusals.collect::<Vec<Value>>(),
            "locales": now.locales.iter().map(Locale::state).collect::<Vec<Value>>(),
        })
    }
}

impl Locale {
    fn new(compiled: CompiledLocale) -> Option<Self> {
        // What was just compiled can be read.
        let opened = compiled.opened().ok()?;
        let CompiledLocale { locale: tag, market, pack, files, encoder, warnings, .. } = compiled;
        let mut all = BTreeMap::from([(format!("{tag}.khp"), pack)]);
        all.extend(files.into_iter().map(|file| (format!("{tag}/{}", file.path), file.bytes)));
        all.extend(encoder.map(|file| (file.path, file.bytes)));
        Some(Self { tag, market, opened, warnings, files: all })
    }

    fn state(&self) -> Value {
        let shelf = &self.opened.shelf;
        let flows = shelf.flows.iter().map(
            |flow| json!({ "to": format!("flow:{}", flow.slug), "title": flow.title, "area": flow.area }),
        );
        let articles = shelf.articles.iter().map(|article| {
            json!({ "to": format!("article:{}", article.slug), "title": article.title, "area": article.area })
        });
        // Those the compiler says in these words: source.rs.
        let (missing, warnings): (Vec<&String>, Vec<&String>) =
            self.warnings.iter().partition(|warning| warning.ends_with("is shown"));
        json!({
            "tag": self.tag,
            "market": self.market,
            "things": flows.chain(articles).collect::<Vec<Value>>(),
            "missing": missing,
            "warnings": warnings,
        })
    }
}

fn print(folder: &Path) -> Print {
    let mut print = Print::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(data) if data.is_dir() => open.push(entry.path()),
                Ok(data) => {
                    print.insert(entry.path(), (data.modified().ok(), data.len()));
                }
                Err(_) => {}
            }
        }
    }
    print
}

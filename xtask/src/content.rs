//! `content`: compiles `content/` and says what it refuses. Not here: the compiler (crates/author), where packs go (dist.rs).

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use klarna_help_author::{CompiledLocale, Grade};

/// How many of the texts that are hardest to read are named.
const HARDEST: usize = 5;

/// Compiles and reports, each warning too; writes nothing.
pub fn run(project: &Project) -> Outcome {
    for locale in compile_quietly(project)? {
        for warning in &locale.warnings {
            println!("content: warning: {warning}");
        }
        println!(
            "content: {} for {}: pack {} bytes, {} bytes in {} other files, {} warnings",
            locale.locale,
            locale.market,
            locale.pack.len(),
            locale.files.iter().map(|file| file.bytes.len()).sum::<usize>(),
            locale.files.len(),
            locale.warnings.len()
        );
        for hard in locale.reading.iter().take(HARDEST) {
            let Grade { folder, part, grade, most } = hard;
            println!("content: reads at grade {grade:.1} of {most:.0}: {folder} {part}");
        }
    }
    Ok(())
}

/// Every locale's pack. All refusals are printed, not only the first; of warnings, how many there are.
pub fn compile(project: &Project) -> Outcome<Vec<CompiledLocale>> {
    let locales = compile_quietly(project)?;
    for CompiledLocale { locale, warnings, .. } in locales.iter().filter(|locale| !locale.warnings.is_empty())
    {
        println!("content: {locale} has {} warnings; `cargo xtask content` lists them", warnings.len());
    }
    Ok(locales)
}

fn compile_quietly(project: &Project) -> Outcome<Vec<CompiledLocale>> {
    match klarna_help_author::compile(&project.path("content")) {
        Ok(locales) => Ok(locales),
        Err(refusals) => {
            for refusal in &refusals {
                eprintln!("{refusal}");
            }
            Err(Failure::new(format!("content/ has {} faults", refusals.len()))
                .next("each is above with its file; docs/authoring.md says what is allowed"))
        }
    }
}

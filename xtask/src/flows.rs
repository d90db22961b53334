//! `flow-graph`: flows as pictures, the ways through them as JSON for the errands, and what the errands drove of them.
//!
//! Not here: what a picture or a way is (crates/author, `draw` and `routes`), driving them (tests/e2e/routes).

mod coverage;
mod json;

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use klarna_help_author::{Opened, draw};
use klarna_help_pack::Date;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Mermaid on stdout, SVG beside the other results of a build.
pub fn graph(project: &Project, slug: &str) -> Outcome {
    let opened = source(project)?;
    let Some((title, flow)) = opened.flows.iter().find(|(_, flow)| flow.slug == slug) else {
        let slugs: Vec<&str> = opened.flows.iter().map(|(_, flow)| flow.slug.as_str()).collect();
        return Err(Failure::new(format!("there is no flow `{slug}`"))
            .next(format!("use one of {}", slugs.join(", "))));
    };
    let picture = draw::picture(title, flow);
    print!("{}", draw::mermaid(&picture));
    let file = write(project, &format!("{slug}.svg"), &draw::svg(&picture))?;
    eprintln!("{}", file.display());
    Ok(())
}

/// Every flow, as Mermaid and SVG.
pub fn graphs(project: &Project) -> Outcome {
    for (title, flow) in &source(project)?.flows {
        let picture = draw::picture(title, flow);
        write(project, &format!("{}.mmd", flow.slug), &draw::mermaid(&picture))?;
        println!("{}", write(project, &format!("{}.svg", flow.slug), &draw::svg(&picture))?.display());
    }
    Ok(())
}

/// Ways that take every route of every flow and give every answer, as the errands drive them.
pub fn routes(project: &Project) -> Outcome<PathBuf> {
    let text = json::routes(&source(project)?, today());
    write(project, "routes.json", &text)
}

/// What the last run of the errands drove. False if it left a route out.
pub fn coverage(project: &Project) -> Outcome<bool> {
    let driven = folder(project).join("driven.json");
    let said = fs::read_to_string(&driven).ok();
    if said.is_none() {
        println!("no errand has driven the flows: cargo xtask test --ring e2e --filter routes");
    }
    let table = coverage::Table::of(&source(project)?, today(), said.as_deref())?;
    print!("{table}");
    Ok(table.is_whole())
}

/// The flows in the locale that everything is written in first.
fn source(project: &Project) -> Outcome<Opened> {
    // Not by `content`, which prints warnings where a picture goes.
    let compiled = klarna_help_author::compile(&project.path("content")).map_err(|refusals| {
        Failure::new(format!("content/ has {} faults", refusals.len())).next("cargo xtask content")
    })?;
    let first = compiled.iter().find(|locale| locale.locale == "en-GB").or(compiled.first());
    let Some(first) = first else {
        return Err(Failure::new("content/ has no locale").next("add a market file"));
    };
    first.opened().map_err(|error| Failure::new(format!("what was compiled cannot be read: {error:?}")))
}

/// Today, in UTC: the ways keep days away from where a zone would make a difference.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_days(i64::try_from(seconds / 86_400).unwrap_or_default())
}

fn folder(project: &Project) -> PathBuf {
    project.path("target/flows")
}

fn write(project: &Project, name: &str, text: &str) -> Outcome<PathBuf> {
    let folder = folder(project);
    let file = folder.join(name);
    fs::create_dir_all(&folder).map_err(|error| Failure::io("make", &folder, &error))?;
    fs::write(&file, text).map_err(|error| Failure::io("write", &file, &error))?;
    Ok(file.strip_prefix(&project.root).map_or(file.clone(), Path::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, Value};
    use std::collections::BTreeSet;

    fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
        value[key].as_array().unwrap()
    }

    #[test]
    fn the_ways_to_drive_take_every_route_in_words_that_are_on_the_screen() {
        let opened = source(&Project::find()).unwrap();
        let all: Value = serde_json::from_str(&json::routes(&opened, today())).unwrap();
        let mut driven = Map::new();
        for flow in list(&all, "flows") {
            let names =
                |edges: &Value| -> BTreeSet<String> { serde_json::from_value(edges.clone()).unwrap() };
            let taken = list(flow, "ways").iter().flat_map(|way| names(&way["edges"]));
            assert_eq!(taken.collect::<BTreeSet<_>>(), names(&flow["edges"]), "{}", flow["slug"]);
            for way in list(flow, "ways") {
                assert!(way["outcome"]["title"].as_str().is_some_and(|title| !title.is_empty()), "{way}");
                for asked in list(way, "asked") {
                    assert!(asked["question"].as_str().is_some_and(|words| !words.is_empty()), "{asked}");
                    let answer = asked["answer"].as_object().unwrap();
                    assert_eq!(answer.len(), 1, "{asked}");
                    let whole = |words: &Value| words.as_str().is_some_and(|words| !words.is_empty());
                    assert!(
                        answer
                            .values()
                            .all(|a| whole(a) || a.as_array().is_some_and(|a| a.iter().all(whole)))
                    );
                }
            }
            driven.insert(flow["slug"].as_str().unwrap().into(), flow["edges"].clone());
        }
        let whole = |driven: &Map<String, Value>| {
            let text = serde_json::to_string(driven).unwrap();
            coverage::Table::of(&opened, today(), Some(&text)).unwrap().is_whole()
        };
        assert!(whole(&driven));
        let first = driven.keys().next().unwrap().clone();
        driven[&first].as_array_mut().unwrap().pop();
        assert!(!whole(&driven), "a route that nobody drove is told");
        assert!(coverage::Table::of(&opened, today(), Some("{")).is_err());
    }
}

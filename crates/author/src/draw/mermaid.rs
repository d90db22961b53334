//! A picture as Mermaid's flowchart (https://mermaid.js.org/syntax/flowchart.html), which many readers of Markdown draw.

use super::{Kind, Node, Picture};
use std::fmt::Write;

/// The flowchart. Sub-flows are subgraphs, ends are round and have a class of their kind's name.
pub fn mermaid(picture: &Picture) -> String {
    let mut out = String::from("flowchart LR\n");
    // Writing to a String does not fail.
    let _ = writeln!(out, "  %% {}", picture.title.replace('\n', " "));
    let mut parts: Vec<&String> = picture.nodes.iter().filter_map(|node| node.part.as_ref()).collect();
    parts.sort();
    parts.dedup();
    for (i, node) in picture.nodes.iter().enumerate().filter(|(_, node)| node.part.is_none()) {
        let _ = writeln!(out, "  {}", shape(i, node));
    }
    for part in parts {
        let _ = writeln!(out, "  subgraph {}[\"{}\"]", part.replace(['/', '-'], "_"), escaped(part));
        for (i, node) in picture.nodes.iter().enumerate().filter(|(_, node)| node.part.as_ref() == Some(part))
        {
            let _ = writeln!(out, "    {}", shape(i, node));
        }
        out.push_str("  end\n");
    }
    for line in &picture.lines {
        let _ = match line.words.is_empty() {
            true => writeln!(out, "  n{} --> n{}", line.from, line.to),
            false => writeln!(out, "  n{} -->|\"{}\"| n{}", line.from, escaped(&line.words), line.to),
        };
    }
    for (name, colours) in super::svg::COLOURS {
        let of_kind = |node: &&Node| matches!(node.kind, Kind::End(kind) if kind == *name);
        if picture.nodes.iter().any(|node| of_kind(&node)) {
            let _ = writeln!(out, "  classDef {name} fill:{},stroke:{},color:#1a1a1a", colours.0, colours.1);
        }
    }
    out
}

fn shape(i: usize, node: &Node) -> String {
    let words = escaped(&node.words);
    match node.kind {
        Kind::Question(kind) => format!("n{i}[\"{words}<br>({kind})\"]"),
        Kind::Return => format!("n{i}{{\"{}\"}}", escaped(&node.id)),
        Kind::End(kind) => format!("n{i}([\"{words}<br>({kind})\"]):::{kind}"),
    }
}

/// Text between quotes: Mermaid takes the entities of HTML with `#` for `&`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '\n' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

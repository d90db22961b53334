//! A picture as SVG: one file, no script, no font of its own.

use super::layout::{Drawn, EDGE, Placed, ROW, WIDTH, layout};
use super::{Kind, Line, Node, Picture};
use std::fmt::Write;

/// Fill and border of each kind of end; questions are white.
pub(super) const COLOURS: &[(&str, (&str, &str))] = &[
    ("do-now", ("#d9f2e3", "#1e7a46")),
    ("wait", ("#fdf0cf", "#8a6100")),
    ("contact-store", ("#dce9fb", "#2457a8")),
    ("send-case", ("#f6dcea", "#9c2266")),
    ("talk", ("#e8e1fa", "#5b3aa6")),
];
/// Characters of a line's words; the whole is in its title.
const WORDS: usize = 30;

/// The drawing. Words that are cut are whole in a `title`, which browsers show.
pub fn svg(picture: &Picture) -> String {
    let layout = layout(picture);
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{2}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"{3}\" y=\"{3}\" font-size=\"17\" font-weight=\"600\">{2}</text>",
        layout.width,
        layout.height,
        escaped(&picture.title),
        EDGE,
    );
    for (line, drawn) in picture.lines.iter().zip(&layout.lines) {
        curve(&mut out, line, drawn);
    }
    for (node, placed) in picture.nodes.iter().zip(&layout.nodes) {
        shape(&mut out, node, placed);
    }
    out.push_str("</svg>\n");
    out
}

fn curve(out: &mut String, line: &Line, drawn: &Drawn) {
    let Some((x, y)) = drawn.points.first() else { return };
    let mut path = format!("M{x} {y}");
    for pair in drawn.points.windows(2) {
        let [(x1, y1), (x2, y2)] = pair else { continue };
        let middle = (x1 + x2) / 2;
        let _ = write!(path, " C{middle} {y1} {middle} {y2} {x2} {y2}");
    }
    let (x, y) = drawn.points.last().copied().unwrap_or_default();
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"#767676\"/>\n\
         <path d=\"M{} {} l-7 -4 v8 z\" fill=\"#767676\"/>",
        x, y
    );
    if !line.words.is_empty() {
        let whole = escaped(&line.words);
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-size=\"11\" fill=\"#333333\" stroke=\"#ffffff\" \
             stroke-width=\"3\" paint-order=\"stroke\">{}<title>{whole}</title></text>",
            x - 10,
            y - 3,
            escaped(&cut(&line.words))
        );
    }
}

fn shape(out: &mut String, node: &Node, placed: &Placed) {
    let (fill, border, round) = match node.kind {
        Kind::Question(_) => ("#ffffff", "#1a1a1a", 4),
        Kind::Return => ("#f2f2f2", "#767676", 4),
        Kind::End(kind) => {
            let colours = COLOURS.iter().find(|(name, _)| *name == kind).map(|(_, colours)| *colours);
            let (fill, border) = colours.unwrap_or(("#ffffff", "#1a1a1a"));
            (fill, border, 16)
        }
    };
    let Placed { x, y, height, rows } = placed;
    let dash = if node.part.is_some() { " stroke-dasharray=\"5 3\"" } else { "" };
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"{border}\"{dash}/>"
    );
    let what = format!("{} · {}", node.kind.name(), node.id);
    let mut at = y + ROW;
    for (row, quiet) in rows.iter().map(|row| (row.as_str(), false)).chain([(what.as_str(), true)]) {
        let style = if quiet { " font-size=\"10\" fill=\"#555555\"" } else { "" };
        let _ = writeln!(out, "<text x=\"{}\" y=\"{at}\"{style}>{}</text>", x + 10, escaped(row));
        at += ROW;
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

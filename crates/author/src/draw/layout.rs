//! Where the nodes of a picture stand: in columns, each right of all that lead to it, in an order that crosses few lines.
//!
//! After Sugiyama, Tagawa and Toda (1981): columns by the longest way, points where a line passes a column, order by the
//! mean place of the neighbours. All lengths are pixels.

use super::Picture;

/// Width of a node.
pub(super) const WIDTH: i32 = 210;
/// Between columns: the words of a line stand here.
const GAP: i32 = 230;
/// Between nodes of a column.
const SPACE: i32 = 22;
/// A line of text.
pub(super) const ROW: i32 = 17;
/// Around everything.
pub(super) const EDGE: i32 = 24;
/// Characters of a line of text in a node.
const CHARS: usize = 30;
/// How often the order is mended; it does not get better after a few.
const SWEEPS: usize = 8;

/// A node in its place.
pub(super) struct Placed {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) height: i32,
    pub(super) rows: Vec<String>,
}

/// A line as the points it goes through, first and last at the edges of nodes.
pub(super) struct Drawn {
    pub(super) points: Vec<(i32, i32)>,
}

pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) nodes: Vec<Placed>,
    pub(super) lines: Vec<Drawn>,
}

/// A node, or a point where a line passes a column.
struct Cell {
    column: usize,
    height: i32,
    y: i32,
}

pub(super) fn layout(picture: &Picture) -> Layout {
    let columns = columns(picture);
    let rows: Vec<Vec<String>> = picture.nodes.iter().map(|node| wrap(&node.words, CHARS)).collect();
    let mut cells: Vec<Cell> = Vec::new();
    for (i, column) in columns.iter().enumerate() {
        let text = rows.get(i).map_or(0, Vec::len) + 2;
        let ports = picture.lines.iter().filter(|l| l.to == i).count();
        let ports = ports.max(picture.lines.iter().filter(|l| l.from == i).count()) + 1;
        cells.push(Cell { column: *column, height: length(text.max(ports)) * ROW, y: 0 });
    }
    // Each line as a chain of cells.
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for line in &picture.lines {
        let (first, last) = (at(&columns, line.from), at(&columns, line.to));
        let mut chain = vec![line.from];
        for column in first + 1..last {
            chain.push(cells.len());
            cells.push(Cell { column, height: ROW, y: 0 });
        }
        chain.push(line.to);
        chains.push(chain);
    }
    let order = ordered(&cells, &chains);
    let height = place(&mut cells, &order);
    let x = |column: usize| EDGE + length(column) * (WIDTH + GAP);
    let middle = |i: usize| cells.get(i).map_or(0, |cell| cell.y + cell.height / 2);
    let nodes: Vec<Placed> = rows
        .into_iter()
        .zip(&cells)
        .map(|(rows, cell)| Placed { x: x(cell.column), y: cell.y, height: cell.height, rows })
        .collect();
    let lines = chains.iter().enumerate().map(|(i, chain)| {
        let port =
            |node: usize, mine: fn(&[usize]) -> Option<&usize>, other: fn(&[usize]) -> Option<&usize>| {
                let mut all: Vec<(i32, usize)> = chains
                    .iter()
                    .enumerate()
                    .filter(|(_, chain)| mine(chain) == Some(&node))
                    .map(|(n, chain)| (other(chain).map_or(0, |i| middle(*i)), n))
                    .collect();
                all.sort_unstable();
                let place = all.iter().position(|(_, n)| *n == i).unwrap_or_default();
                let cell = nodes.get(node);
                let (top, height) = cell.map_or((0, 0), |cell| (cell.y, cell.height));
                top + height * (length(place) + 1) / (length(all.len()) + 1)
            };
        let mut points = Vec::new();
        for (n, cell) in chain.iter().enumerate() {
            let column = cells.get(*cell).map_or(0, |cell| cell.column);
            let left = x(column);
            if n == 0 {
                points.push((left + WIDTH, port(*cell, |c| c.first(), |c| c.get(1))));
            } else if n + 1 == chain.len() {
                points.push((left, port(*cell, |c| c.last(), |c| c.iter().rev().nth(1))));
            } else {
                points.extend([(left, middle(*cell)), (left + WIDTH, middle(*cell))]);
            }
        }
        Drawn { points }
    });
    let lines = lines.collect();
    let last = columns.iter().max().copied().unwrap_or_default();
    Layout { width: x(last) + WIDTH + EDGE, height: height + EDGE, nodes, lines }
}

/// The column of each node: as many as there are lines on the longest way to it. A flow has no loops.
fn columns(picture: &Picture) -> Vec<usize> {
    let mut columns = vec![0; picture.nodes.len()];
    for _ in 0..picture.nodes.len() {
        let mut moved = false;
        for line in &picture.lines {
            let least = at(&columns, line.from) + 1;
            if let Some(column) = columns.get_mut(line.to).filter(|column| **column < least) {
                *column = least;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    columns
}

/// The cells of each column, top to bottom.
fn ordered(cells: &[Cell], chains: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let last = cells.iter().map(|cell| cell.column).max().unwrap_or_default();
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
    for (i, cell) in cells.iter().enumerate() {
        if let Some(column) = order.get_mut(cell.column) {
            column.push(i);
        }
    }
    let links: Vec<(usize, usize)> = chains
        .iter()
        .flat_map(|chain| chain.windows(2))
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
        .collect();
    let mut rank: Vec<usize> = vec![0; cells.len()];
    number(&order, &mut rank);
    for sweep in 0..SWEEPS {
        let forwards = sweep % 2 == 0;
        let mut turn: Vec<usize> = (0..order.len()).collect();
        if !forwards {
            turn.reverse();
        }
        for column in turn {
            let Some(cells) = order.get_mut(column) else { continue };
            cells.sort_by_key(|cell| {
                let near = links.iter().filter_map(|(from, to)| match forwards {
                    true => (to == cell).then_some(*from),
                    false => (from == cell).then_some(*to),
                });
                let ranks: Vec<usize> = near.map(|i| at(&rank, i)).collect();
                match ranks.len() {
                    0 => at(&rank, *cell) * 1_000,
                    n => ranks.iter().sum::<usize>() * 1_000 / n,
                }
            });
            for (place, cell) in cells.iter().enumerate() {
                if let Some(rank) = rank.get_mut(*cell) {
                    *rank = place;
                }
            }
        }
    }
    order
}

fn number(order: &[Vec<usize>], rank: &mut [usize]) {
    for (place, cell) in order.iter().flat_map(|column| column.iter().enumerate()) {
        if let Some(rank) = rank.get_mut(*cell) {
            *rank = place;
        }
    }
}

/// Stacks each column, all around one middle; the height of the tallest.
fn place(cells: &mut [Cell], order: &[Vec<usize>]) -> i32 {
    let tall = |column: &Vec<usize>| -> i32 {
        column.iter().filter_map(|i| cells.get(*i)).map(|cell| cell.height + SPACE).sum()
    };
    let heights: Vec<i32> = order.iter().map(tall).collect();
    let most = heights.iter().max().copied().unwrap_or_default();
    for (column, height) in order.iter().zip(heights) {
        let mut y = EDGE * 2 + (most - height) / 2;
        for i in column {
            if let Some(cell) = cells.get_mut(*i) {
                cell.y = y;
                y += cell.height + SPACE;
            }
        }
    }
    EDGE * 2 + most
}

/// Breaks a text between words.
pub(super) fn wrap(text: &str, chars: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match rows.last_mut() {
            Some(row) if row.chars().count() + 1 + word.chars().count() <= chars => {
                row.push(' ');
                row.push_str(word);
            }
            _ => rows.push(word.to_owned()),
        }
    }
    rows
}

fn at(list: &[usize], i: usize) -> usize {
    list.get(i).copied().unwrap_or_default()
}

fn length(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 1_000)
}

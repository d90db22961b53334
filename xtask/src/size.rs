//! `size`: what a device downloads against `size-budget.toml`.
//!
//! Not here: making it small (dist.rs), the budgets themselves (size-budget.toml).

mod budget;
mod measure;
mod table;

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use budget::Budget;
use measure::Sizes;

/// Prints the table; a sum over its budget is a failure.
pub fn run(project: &Project) -> Outcome {
    let budget = Budget::read(&project.path("size-budget.toml"))?;
    let sizes = measure::measure(&project.dist())?;
    let rows = table::rows(&sizes, &budget);
    print!("{}", table::write(&rows));
    let over: Vec<&str> = rows.iter().filter(|row| row.fails()).map(|row| row.name.as_str()).collect();
    if over.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("over budget: {}", over.join(", ")))
        .next("size-budget.toml says why budgets only go down"))
}

//! A flow's two files as authors write them: docs/authoring.md has the format.

use crate::links::RawRule;
use klarna_help_wire::Area;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `flow.toml`: routing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFlow {
    pub(super) area: Area,
    pub(super) start: String,
    /// Only a sub-flow of others.
    #[serde(default)]
    pub(super) part: bool,
    #[serde(default)]
    pub(super) suggest: Vec<RawRule>,
    pub(super) step: Vec<RawStep>,
    pub(super) outcome: Vec<RawOutcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub(super) id: String,
    pub(super) ask: String,
    #[serde(default)]
    pub(super) options: Vec<String>,
    pub(super) none: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) from: Option<String>,
    #[serde(default)]
    pub(super) future: bool,
    pub(super) evidence: Option<String>,
    pub(super) flow: Option<String>,
    pub(super) next: Vec<RawNext>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNext {
    pub(super) when: Option<RawWhen>,
    pub(super) goto: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWhen {
    pub(super) answer: Option<String>,
    pub(super) policy: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOutcome {
    pub(super) id: String,
    /// Absent in a part, as is everything below.
    pub(super) kind: Option<String>,
    pub(super) link: Option<String>,
    pub(super) action: Option<String>,
    pub(super) category: Option<String>,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
    pub(super) wait_fact: Option<String>,
    pub(super) wait_unit: Option<String>,
    pub(super) wait_from: Option<String>,
}

/// `<locale>.toml`: words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) title: String,
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) keywords: Vec<String>,
    #[serde(default)]
    pub(super) asks: Vec<String>,
    #[serde(default)]
    pub(super) step: BTreeMap<String, StepWords>,
    #[serde(default)]
    pub(super) outcome: BTreeMap<String, OutcomeWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepWords {
    pub(super) question: String,
    #[serde(default)]
    pub(super) help: String,
    #[serde(default)]
    pub(super) options: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomeWords {
    pub(super) title: String,
    pub(super) steps: Vec<String>,
    pub(super) next: String,
    #[serde(default)]
    pub(super) message: String,
}

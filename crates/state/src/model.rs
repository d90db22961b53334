//! State and its parts.

use crate::{CaseForm, Content, Desk, Opinion, Outbox, Search};
use klarna_help_pack::{Date, Facts, FlowRun, Pack, Replay, Suggestion, Target, Wrong};
use klarna_help_wire::{AppConfig, Consent, Context, FieldError, Handover, Secret};
use std::rc::Rc;

/// Everything the widget knows.
#[derive(Clone, Debug)]
pub struct State {
    /// What the loader said at the mount.
    pub config: AppConfig,
    /// Facts about the host page, as last told.
    pub context: Context,
    /// Whether the panel shows.
    pub open: bool,
    /// Whether it ever did.
    pub opened: bool,
    /// The time of the last action that brought it.
    pub now: Now,
    /// What home needs of this locale.
    pub pack: Load<Rc<Pack>>,
    /// What else this locale has, fetched after the first screen.
    pub content: Content,
    /// Whether the part of the module is there that answers a search. It comes before the rest.
    pub answers: bool,
    /// The rest of the module. Until it and the shelf are there, home alone is drawn.
    pub rest: Load<()>,
    /// Screens behind and the one shown, which is last. Never empty.
    pub stack: Vec<Screen>,
    /// What is typed in the search field.
    pub query: String,
    /// What follows from it.
    pub search: Search,
    /// Answers given, by flow; kept while the page lives.
    pub runs: Vec<(String, FlowRun)>,
    /// Why the last answer was not taken.
    pub flow_issue: Option<Wrong>,
    /// What is written in the question shown, not yet sent.
    pub flow_draft: String,
    /// The case being written.
    pub form: CaseForm,
    /// What this device has of other cases that were not sent yet.
    pub outbox: Outbox,
    /// Cases that were sent.
    pub desk: Desk,
    /// A place asked for before the content was there.
    pub pending: Option<String>,
    /// A language that the host page asked for: its locale, pack and content.
    pub asked_locale: Option<(String, String, String)>,
    /// What the host page asked for last.
    pub linked: Option<Target>,
    /// What the customer said of articles and flows; kept while the page lives.
    pub opinions: Vec<Opinion>,
    /// Where to go on, when the content that it needs is there.
    pub handover: Option<Handover>,
    /// What home offered when it was last said.
    pub offered: Vec<Suggestion>,
    /// Who the customer is, as the host says. It leaves memory for nowhere.
    pub identity: Option<Secret>,
    /// What the host's consent dialog was told.
    pub consent: Consent,
    /// Whether the loader was told that there is something to show.
    pub ready: bool,
}

/// The time, as the browser tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Today in the customer's zone.
    pub date: Date,
    /// The weekday in the market's zone, 1 is Monday.
    pub market_weekday: u8,
    /// Minutes after midnight in the market's zone.
    pub market_minutes: u16,
    /// Today in the market's zone.
    pub market_date: Date,
}

impl Default for Now {
    fn default() -> Self {
        let date = Date::from_days(0);
        Self { date, market_weekday: 1, market_minutes: 0, market_date: date }
    }
}

/// Something fetched.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Load<T> {
    /// Not asked for yet.
    #[default]
    Idle,
    /// On its way.
    Loading,
    /// There.
    Ready(T),
    /// It did not come; it can be asked for again.
    Failed(Failure),
}

impl<T> Load<T> {
    /// What is there, if it is.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Load::Ready(value) => Some(value),
            Load::Idle | Load::Loading | Load::Failed(_) => None,
        }
    }
}

/// A screen. Its data is in [`State`], so that it survives leaving and coming back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// What fits the page, search, and the topics.
    Home,
    /// An article, by slug.
    Article(String),
    /// A flow, by slug.
    Flow(String),
    /// The ways to reach a person.
    Contact,
    /// The case form.
    CaseForm,
    /// The receipt of a case, by ID.
    Receipt(String),
    /// The status of a case, by ID.
    Case(String),
    /// The cases known here.
    Cases,
    /// Finding a case by its ID and an e-mail address.
    LookUp,
}

impl Screen {
    /// Its public name, as events carry it.
    pub fn name(&self) -> &'static str {
        match self {
            Screen::Home => "home",
            Screen::Article(_) => "article",
            Screen::Flow(_) => "flow",
            Screen::Contact => "contact",
            Screen::CaseForm => "case-form",
            Screen::Receipt(_) => "receipt",
            Screen::Case(_) => "case",
            Screen::Cases => "cases",
            Screen::LookUp => "look-up",
        }
    }
}

/// Why something asked of the portal did not work.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The browser says there is no network.
    Offline,
    /// No answer, or one that says "not now".
    Down,
    /// No answer in time.
    Slow,
    /// An answer that is not what the contract says.
    Garbled,
    /// A problem document, by its code; with the fields at fault.
    Refused(klarna_help_wire::ProblemCode, Vec<FieldError>),
}

impl Failure {
    /// Its public name, as events carry it.
    pub fn name(&self) -> &'static str {
        match self {
            Failure::Offline => "offline",
            Failure::Down => "portal-down",
            Failure::Slow => "portal-slow",
            Failure::Garbled => "portal-garbled",
            Failure::Refused(code, _) => code.as_str(),
        }
    }
}

impl State {
    /// The state at the mount.
    pub fn new(mut config: AppConfig) -> Self {
        config.context.drop_overlong();
        Self {
            context: config.context.clone(),
            answers: !config.split,
            rest: if config.split { Load::Idle } else { Load::Ready(()) },
            config,
            open: false,
            now: Now::default(),
            pack: Load::Idle,
            content: Content::default(),
            stack: vec![Screen::Home],
            query: String::new(),
            search: Search::default(),
            runs: Vec::new(),
            flow_issue: None,
            flow_draft: String::new(),
            opened: false,
            form: CaseForm::default(),
            outbox: Outbox::default(),
            desk: Desk::default(),
            pending: None,
            asked_locale: None,
            linked: None,
            opinions: Vec::new(),
            handover: None,
            offered: Vec::new(),
            identity: None,
            consent: Consent::default(),
            ready: false,
        }
    }

    /// The screen shown.
    pub fn screen(&self) -> &Screen {
        self.stack.last().unwrap_or(&Screen::Home)
    }

    /// Whether a search can be answered.
    pub fn can_search(&self) -> bool {
        crate::search::is_there(self)
    }

    /// Whether remembering a case on this device can be offered, and what it remembers be read.
    pub fn may_remember(&self) -> bool {
        self.consent.may_store() && !self.config.is_public()
    }

    /// The answers given in a flow.
    pub fn run(&self, slug: &str) -> Option<&FlowRun> {
        self.runs.iter().find(|(s, _)| s == slug).map(|(_, run)| run)
    }

    /// What policies look at; `None` until the content is there.
    pub fn facts(&self) -> Option<Facts<'_>> {
        Some(Facts { context: &self.context, market: &self.shelf()?.market, today: self.now.date })
    }

    /// Where a flow stands with the answers given; `None` until it was begun and its content is there.
    pub fn replay(&self, slug: &str) -> Option<Replay<'_>> {
        Some(self.run(slug)?.replay(self.flow(slug)?, &self.facts()?))
    }
}

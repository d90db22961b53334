//! Where complaints lead (tests/complaints): what home offers because of the page, what the search finds for the words, and
//! how many presses it is to an end. `-- --nocapture` prints the table.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

use klarna_help_author::routes::routes;
use klarna_help_author::{CompiledLocale, Opened, compile};
use klarna_help_pack::{Block, Body, Date, Inline, Link, Piece, Target, guide_first, suggest};
use klarna_help_search::{Encoder, Index, Meaning, Vectors};
use klarna_help_wire::Context;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Of a hundred complaints, for how many the right flow is the first thing shown, or one press from it.
const FIRST_LEADS: usize = 85;
/// For how many it is one of the first three things shown, or one press from one of them.
const THREE_LEAD: usize = 93;
/// How many complaints there are at least: fewer say nothing.
const COMPLAINTS: usize = 60;

#[derive(Deserialize)]
struct File {
    complaint: Vec<Complaint>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Complaint {
    text: String,
    /// The flows that are right, the best one first.
    flows: Vec<String>,
    #[serde(default)]
    page: Page,
}

/// What the host page would tell, by the names that content uses.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    page: Option<String>,
    payment_status: Option<String>,
    order_state: Option<String>,
}

impl Page {
    fn context(&self) -> Context {
        Context {
            page: self.page.clone(),
            payment_status: self.payment_status.clone(),
            order_state: self.order_state.clone(),
            ..Context::default()
        }
    }
}

fn below(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn complaints() -> Vec<Complaint> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(below("tests/complaints")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |path: &PathBuf| -> File {
        toml::from_str(&fs::read_to_string(path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    files.iter().flat_map(|path| read(path).complaint).collect()
}

/// The help centre as a customer has it.
struct Centre {
    opened: Opened,
    index: Index,
    /// Search by meaning, which comes a moment after the words.
    meaning: Meaning,
    /// The flows that each article leads to.
    ways: BTreeMap<String, Vec<String>>,
    today: Date,
}

impl Centre {
    fn new(locale: &CompiledLocale) -> Self {
        let opened = locale.opened().unwrap();
        let ways = opened.shelf.articles.iter().map(|article| {
            let path = format!("article/{}.{}", article.slug, Body::EXTENSION);
            let file = locale.files.iter().find(|file| file.path == path).unwrap();
            (article.slug.clone(), flows_of(&Body::decode(&file.bytes).unwrap()))
        });
        let ways = ways.collect();
        let index = Index::read(&opened.index).unwrap();
        let encoder = Encoder::read(&locale.encoder.as_ref().unwrap().bytes).unwrap();
        let vectors = Vectors::read(opened.vectors.as_ref().unwrap()).unwrap();
        let meaning = Meaning::new(encoder, vectors).unwrap();
        Self { opened, index, meaning, ways, today: Date::parse("2026-11-23").unwrap() }
    }

    /// What is shown, best first: the one thing that the page makes us offer, then what the words find.
    fn shown(&self, complaint: &Complaint) -> Vec<Target> {
        let offer = suggest(&self.opened.pack, &complaint.page.context(), self.today).into_iter().next();
        let hits = self.meaning.search(&self.index, &complaint.text, 10).hits.into_iter();
        let document = |doc| self.opened.shelf.document(usize::try_from(doc).unwrap());
        let mut found: Vec<(Target, f32)> =
            hits.filter_map(|hit| Some((document(hit.doc)?, hit.score))).collect();
        guide_first(&mut found, |(target, score)| (target, *score));
        offer
            .map(|offer| offer.target)
            .into_iter()
            .chain(found.into_iter().map(|(target, _)| target))
            .collect()
    }

    /// Presses from a thing that is shown to the flow: none if it is the flow.
    fn presses(&self, shown: &Target, flow: &str) -> Option<usize> {
        match shown {
            Target::Flow(slug) => (slug == flow).then_some(0),
            Target::Article(slug) => self.ways[slug].iter().any(|to| to == flow).then_some(1),
        }
    }
}

fn flows_of(body: &Body) -> Vec<String> {
    let inlines = body.blocks.iter().flat_map(|block| match block {
        Block::Heading(list) | Block::Paragraph(list) => vec![list],
        Block::Steps(items) | Block::Bullets(items) | Block::Callout(_, items) => items.iter().collect(),
    });
    let links = inlines.flatten().filter_map(|inline| match inline {
        Inline::Link(link, _) => Some(link),
        _ => None,
    });
    let flows = body.related.iter().chain(links).filter_map(|link| match link {
        Link::Flow(slug) => Some(slug.clone()),
        _ => None,
    });
    flows.collect()
}

/// Where one complaint leads.
struct Led {
    /// The place of the first thing shown that is a right flow, and of the first that leads to one, counted from 1.
    flow: Option<usize>,
    leads: Option<usize>,
    /// The place of the right flow among the flows shown, which stand in a group of their own.
    guide: Option<usize>,
    /// Presses from home to an end of the flow, the least and the most: opening what is shown, and each answer.
    presses: Option<(usize, usize)>,
}

fn led(centre: &Centre, complaint: &Complaint) -> Led {
    let shown = centre.shown(complaint);
    let right = |target: &Target| complaint.flows.iter().find_map(|f| Some((f, centre.presses(target, f)?)));
    let flow = shown.iter().position(|t| right(t).is_some_and(|(_, presses)| presses == 0)).map(|at| at + 1);
    let leads = shown.iter().position(|target| right(target).is_some()).map(|at| at + 1);
    let presses = leads.and_then(|at| right(&shown[at - 1])).map(|(slug, presses)| {
        let (_, flow) = centre.opened.flows.iter().find(|(_, flow)| flow.slug == *slug).unwrap();
        let ways = routes(flow, &centre.opened.shelf.market, centre.today);
        let asked = || ways.iter().map(|way| way.asked.len());
        (1 + presses + asked().min().unwrap(), 1 + presses + asked().max().unwrap())
    });
    let mut guides = shown.iter().filter(|target| matches!(target, Target::Flow(_)));
    let guide = guides.position(|target| right(target).is_some()).map(|at| at + 1);
    Led { flow, leads, guide, presses }
}

#[test]
fn complaints_lead_to_the_flow_that_is_right_for_them() {
    let compiled = compile(&below("content")).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
    let centre = Centre::new(compiled.iter().find(|locale| locale.locale == "en-GB").unwrap());
    let complaints = complaints();
    assert!(complaints.len() >= COMPLAINTS);
    for flow in complaints.iter().flat_map(|complaint| &complaint.flows) {
        assert!(
            centre.opened.flows.iter().any(|(_, known)| known.slug == *flow),
            "there is no flow `{flow}`"
        );
    }
    let led: Vec<Led> = complaints.iter().map(|complaint| led(&centre, complaint)).collect();
    println!("flow  leads  guide  presses  right flow              what is shown first     complaint");
    for (complaint, led) in complaints.iter().zip(&led) {
        let place = |place: Option<usize>| place.map_or("-".into(), |place| place.to_string());
        let presses = led.presses.map_or("-".into(), |(least, most)| format!("{least} to {most}"));
        let first = match centre.shown(complaint).first() {
            Some(Target::Article(slug)) => format!("({slug})"),
            Some(Target::Flow(slug)) => slug.clone(),
            None => "nothing".into(),
        };
        let text: String = complaint.text.chars().take(60).collect();
        println!(
            "{:>4}  {:>5}  {:>5}  {presses:>7}  {:22}  {first:22}  {text}",
            place(led.flow),
            place(led.leads),
            place(led.guide),
            complaint.flows[0],
        );
    }
    let count = |most: usize, of: fn(&Led) -> Option<usize>| {
        led.iter().filter(|led| of(led).is_some_and(|place| place <= most)).count() * 100 / complaints.len()
    };
    let (first_leads, three_lead) = (count(1, |led| led.leads), count(3, |led| led.leads));
    println!("of {} complaints, in percent:", complaints.len());
    println!(
        "  the first thing shown leads to the right flow {first_leads}, is it {}",
        count(1, |led| led.flow)
    );
    println!("  one of the first three leads to it {three_lead}, is it {}", count(3, |led| led.flow));
    println!("  the first guide shown is it {}", count(1, |led| led.guide));
    assert!(first_leads >= FIRST_LEADS, "the first thing shown leads to the right flow too seldom");
    assert!(three_lead >= THREE_LEAD, "the right flow is too seldom among the first three");
}

//! Every way through every flow of content/, in every locale: each route is taken, each end reached, and no answer that
//! is changed loses the customer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use klarna_help_author::compile;
use klarna_help_author::routes::{ROUTES_MAX, Route, answers_of, cover, edges, routes, trace};
use klarna_help_pack::{Answer, Date, Facts, Flow, FlowRun, Goto, Market, Position};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// Questions that anybody may be asked before an end.
const QUESTIONS_MAX: usize = 8;

/// A flow in a locale on a day, with every way through it.
struct Whole {
    name: String,
    flow: Flow,
    market: Market,
    today: Date,
    all: Vec<Route>,
}

/// Every flow in every locale, on an ordinary day, and on one with the year's holidays behind it. Compiled once.
static WHOLE: LazyLock<Vec<Whole>> = LazyLock::new(|| {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let compiled = compile(&content).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
    let mut whole = Vec::new();
    for locale in &compiled {
        let opened = locale.opened().unwrap();
        for (day, (_, flow)) in ["2026-11-23", "2027-01-04"]
            .iter()
            .flat_map(|day| opened.flows.iter().map(move |flow| (day, flow)))
        {
            let (today, market) = (Date::parse(day).unwrap(), opened.shelf.market.clone());
            let all = routes(flow, &market, today);
            let name = format!("{} {} on {day}", locale.locale, flow.slug);
            whole.push(Whole { name, flow: flow.clone(), market, today, all });
        }
    }
    whole
});

fn each(check: impl Fn(&str, &Flow, &Market, Date, &[Route])) {
    for Whole { name, flow, market, today, all } in WHOLE.iter() {
        check(name, flow, market, *today, all);
    }
}

/// The run of a way.
fn run(route: &Route, flow: &Flow, facts: &Facts<'_>) -> FlowRun {
    let mut run = FlowRun::default();
    for (step, answer) in &route.asked {
        run.answer(flow, facts, step, answer.clone()).unwrap();
    }
    run
}

/// Where a run stands, as a person would say.
fn place(run: &FlowRun, flow: &Flow, facts: &Facts<'_>) -> String {
    match run.replay(flow, facts).position {
        Some(Position::Asking(step)) => format!("step {}", step.id),
        Some(Position::Ended(outcome)) => format!("outcome {}", outcome.id),
        None => "nowhere".into(),
    }
}

#[test]
fn every_route_is_taken_every_option_given_and_every_end_reached() {
    each(|name, flow, _, _, all| {
        assert!(all.len() < ROUTES_MAX, "{name} has too many ways to look at");
        let taken: BTreeSet<_> = all.iter().flat_map(|route| route.edges.clone()).collect();
        let missing: Vec<String> =
            edges(flow).into_iter().filter(|e| !taken.contains(e)).map(|e| e.name(flow)).collect();
        assert_eq!(missing, Vec::<String>::new(), "{name}: routes that nothing leads to");
        let reached: BTreeSet<&str> = all.iter().map(|route| route.outcome.as_str()).collect();
        let ends: BTreeSet<&str> = flow.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
        assert_eq!(reached, ends, "{name}");
        let given = all.iter().flat_map(|route| &route.asked).flat_map(|(step, answer)| {
            let ids = match answer {
                Answer::Choice(id) => vec![id.clone()],
                Answer::Choices(ids) => ids.clone(),
                _ => vec![],
            };
            ids.into_iter().map(|id| (step.clone(), id)).collect::<Vec<_>>()
        });
        assert_eq!(given.collect::<BTreeSet<_>>(), answers_of(flow), "{name}");
    });
}

#[test]
fn no_way_asks_more_than_eight_questions_or_the_same_one_twice() {
    each(|name, _, _, _, all| {
        for route in all {
            assert!(route.asked.len() <= QUESTIONS_MAX, "{name}: {route:?}");
            let once: BTreeSet<&String> = route.asked.iter().map(|(step, _)| step).collect();
            assert_eq!(once.len(), route.asked.len(), "{name}: {route:?}");
        }
    });
}

#[test]
fn walking_the_routes_ends_where_the_engine_does() {
    each(|name, flow, market, today, all| {
        for route in all {
            let facts = Facts { context: &route.context, market, today };
            let replay = run(route, flow, &facts).replay(flow, &facts);
            let (edges, end) = trace(flow, &facts, &replay);
            assert_eq!(edges, route.edges);
            let Goto::Outcome(i) = end else { panic!("{name}: {route:?} stops at {end:?}") };
            assert_eq!(flow.outcomes[usize::from(i)].id, route.outcome, "{name}");
        }
    });
}

#[test]
fn few_ways_take_every_route_and_give_every_answer() {
    each(|name, flow, _, _, all| {
        let few = cover(all);
        let taken =
            |routes: &[Route]| -> BTreeSet<_> { routes.iter().flat_map(|r| r.edges.clone()).collect() };
        assert_eq!(taken(&few), edges(flow).into_iter().collect(), "{name}");
        let given = |routes: &[Route]| -> BTreeSet<String> {
            routes.iter().flat_map(|route| &route.asked).map(|one| format!("{one:?}")).collect()
        };
        assert_eq!(given(&few), given(all), "{name}");
    });
}

#[test]
fn an_answer_that_is_changed_keeps_the_later_ones_and_can_be_changed_back() {
    each(|name, flow, market, today, all| {
        // What is answered anywhere, by step: each answer is changed to each other one.
        let mut answers: BTreeMap<&String, Vec<&Answer>> = BTreeMap::new();
        for (step, answer) in all.iter().flat_map(|route| &route.asked) {
            let known = answers.entry(step).or_default();
            if !known.contains(&answer) {
                known.push(answer);
            }
        }
        for route in cover(all) {
            let facts = Facts { context: &route.context, market, today };
            let before = run(&route, flow, &facts);
            for (at, (step, answer)) in route.asked.iter().enumerate() {
                for other in answers[step].iter().filter(|other| **other != answer) {
                    let mut run = before.clone();
                    run.change(step);
                    assert_eq!(
                        place(&run, flow, &facts),
                        format!("step {step}"),
                        "{name}: it is asked again"
                    );
                    run.answer(flow, &facts, step, (*other).clone()).unwrap();
                    let replay = run.replay(flow, &facts);
                    assert!(replay.position.is_some(), "{name}: {step} changed to {other:?} leads nowhere");
                    // What was answered before it stands; what comes after and was answered is not asked again.
                    let given: Vec<&str> =
                        replay.given.iter().filter(|g| !g.told).map(|g| g.step.id.as_str()).collect();
                    let earlier: Vec<&str> =
                        route.asked[..=at].iter().map(|(step, _)| step.as_str()).collect();
                    assert_eq!(given[..=at], earlier, "{name}");
                    if let Some(Position::Asking(asked)) = &replay.position {
                        let known = route.asked.iter().any(|(known, _)| *known == asked.id);
                        assert!(!known, "{name}: {} is asked again, though it has an answer", asked.id);
                    }
                    for (later, answer) in &route.asked[at + 1..] {
                        assert_eq!(run.get(later), Some(answer), "{name}: {later} is forgotten");
                    }
                    run.change(step);
                    run.answer(flow, &facts, step, answer.clone()).unwrap();
                    assert_eq!(place(&run, flow, &facts), format!("outcome {}", route.outcome), "{name}");
                }
            }
        }
    });
}

#[test]
fn back_goes_through_the_questions_and_forward_comes_to_the_same_end() {
    each(|name, flow, market, today, all| {
        for route in cover(all) {
            let facts = Facts { context: &route.context, market, today };
            let mut run = run(&route, flow, &facts);
            for (step, answer) in route.asked.iter().rev() {
                assert!(run.back(flow, &facts), "{name}");
                assert_eq!(place(&run, flow, &facts), format!("step {step}"), "{name}");
                assert_eq!(run.replay(flow, &facts).kept.as_ref(), Some(answer), "{name}");
            }
            assert!(!run.back(flow, &facts), "{name}: there is nothing before the first question");
            for (step, _) in &route.asked {
                assert_eq!(place(&run, flow, &facts), format!("step {step}"), "{name}");
                run.forward(flow, &facts);
            }
            assert_eq!(place(&run, flow, &facts), format!("outcome {}", route.outcome), "{name}");
        }
    });
}

#[test]
fn progress_never_grows_and_ends_at_what_was_asked() {
    each(|name, flow, market, today, all| {
        for route in cover(all) {
            let facts = Facts { context: &route.context, market, today };
            let (mut run, mut most) = (FlowRun::default(), usize::MAX);
            for (i, (step, answer)) in route.asked.iter().enumerate() {
                let replay = run.replay(flow, &facts);
                assert_eq!(replay.number, i + 1, "{name} at {step}");
                assert!(replay.most <= most && replay.most > i, "{name} at {step}: {}", replay.most);
                most = replay.most;
                run.answer(flow, &facts, step, answer.clone()).unwrap();
            }
            assert_eq!(run.replay(flow, &facts).most, route.asked.len(), "{name}");
        }
    });
}

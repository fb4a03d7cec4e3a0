//! The status that answers a command, of the page as it is.

use super::demo_view::Hand;
use super::page::Page;
use super::run::Run;
use crate::page::status::{Lane, Measures, Status, of_a_demo, of_a_run};
use crate::page::view::View;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Where the run stands; `wrong` is why the last command did nothing.
pub fn status(page: Page, run: Run, wrong: Vec<String>) -> Status {
    let demo = match page.view.get() {
        View::Demo(demo) => Some(demo),
        View::Gallery | View::Train | View::Architectures => None,
    };
    // What moves in a demo that trains is the run.
    let trains = || page.hand().is_some_and(|hand| hand.trains());
    let figure = demo.filter(|_| !trains());
    let settings = run.intent.settings.get();
    let count = settings.lanes().len();
    let lane = |i| {
        Lane::new(
            &settings,
            i,
            &run.store.newest(i),
            &run.store.newest_readings(i),
        )
    };
    let lanes: Vec<Lane> = (0..count).map(lane).collect();
    let address = page.address(page.view.get(), &run);
    let mut notices = page.notices.get();
    notices.extend(wrong.iter().cloned());
    let error = if wrong.is_empty() {
        run.engines.failed.get()
    } else {
        Some(wrong.join(" "))
    };
    Status {
        kind: "gan-playground:status",
        view: page.view.get().slug(),
        running: match figure {
            Some(_) => page.hand().is_some_and(|hand| hand.playing.get()),
            None => run.is_running(),
        },
        asleep: run.engines.asleep.get(),
        trains: page.view.get().trains(),
        address: address.write(),
        iteration: match figure {
            Some(_) => page.hand().map_or(0, steps),
            None => run.store.iteration(),
        },
        engine: run
            .engines
            .kind
            .get()
            .or(run.engines.expected())
            .map(|kind| kind.slug()),
        device: run.engines.device.get(),
        engine_note: run.engines.note.get(),
        steps_per_second: run.store.steps_per_second(),
        losses: lanes[0].losses.clone(),
        metrics: match demo {
            Some(_) => Measures::Demo(page.hand().map(readouts).unwrap_or_default()),
            None => Measures::Run(lanes[0].metrics.clone()),
        },
        lanes,
        config: match demo {
            Some(demo) => of_a_demo(&page.knobs(demo)),
            None => of_a_run(&address),
        },
        run: run.store.run(),
        loaded: run.store.loading().map(|loading| loading.loaded),
        stopped: run.store.stopped(),
        notices,
        error,
    }
}

/// Steps that a demo's action has taken.
fn steps(hand: Hand) -> u64 {
    let motion = hand.motion.read();
    motion.as_ref().map_or(0, |motion| motion.steps() as u64)
}

fn readouts(hand: Hand) -> BTreeMap<&'static str, String> {
    let readouts = hand.readouts().into_iter();
    readouts
        .map(|readout| (readout.name, readout.value))
        .collect()
}

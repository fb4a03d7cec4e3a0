//! The status that answers a command, of the page as it is.

use super::page::Page;
use super::run::Run;
use crate::fault::Fault;
use crate::page::leaving::Reader;
use crate::page::status::{Lane, Measures, Status, of_a_demo, of_a_run};
use crate::page::view::View;
use leptos::prelude::*;

/// Where the run stands, as its reader may know; `wrong` is why the last command did nothing.
pub fn status(page: Page, run: Run, wrong: &[Fault], reader: Reader) -> Status {
    let demo = match page.view.get() {
        View::Demo(demo) => Some(demo),
        View::Gallery | View::Train | View::Architectures => None,
    };
    // What moves in a demo that trains is the run.
    let held = page.held();
    let held = held.as_ref();
    let trains = || held.is_some_and(|held| held.trains());
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
    let private = run.intent.private.get();
    let mut address = page.address(page.view.get(), &run);
    if reader == Reader::Parent {
        // Strokes by hand are the visitor's.
        address.drawing = run.intent.own.read().known_drawing();
    }
    let english =
        |faults: &[Fault]| -> Vec<String> { faults.iter().map(Fault::to_string).collect() };
    let wrong = english(wrong);
    let mut notices = english(&page.notices.read());
    notices.extend(run.said.get().map(|said| said.to_string()));
    notices.extend(wrong.iter().cloned());
    let error = if wrong.is_empty() {
        let failed = run.engines.failed.get();
        failed.map(|why| why.to_string())
    } else {
        Some(wrong.join(" "))
    };
    let status = Status {
        kind: "gan-playground:status",
        view: page.view.get().slug(),
        running: match figure {
            Some(_) => held.is_some_and(|held| held.is_playing()),
            None => run.is_running(),
        },
        asleep: run.engines.asleep.get(),
        trains: page.view.get().trains(),
        private: private.any(),
        address: address.write(),
        iteration: match figure {
            Some(_) => held.map_or(0, |held| held.steps()),
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
            Some(_) => Measures::Demo(held.map(|held| held.readouts()).unwrap_or_default()),
            None => Measures::Run(lanes[0].metrics.clone()),
        },
        lanes,
        config: match demo {
            Some(demo) => of_a_demo(&page.knobs(demo)),
            None => of_a_run(&address),
        },
        run: run.store.run(),
        loaded: run.store.loading().map(|loading| loading.loaded),
        stopped: run.store.stopped().map(|why| why.to_string()),
        notices,
        error,
    };
    let instead = Fault::SaidHere.to_string();
    status.leaving(reader, private, wrong, &instead)
}

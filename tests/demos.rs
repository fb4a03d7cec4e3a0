//! Every demo of the registry: named, drawable at every extreme, linkable, and finite in motion.

#[path = "common/demos.rs"]
mod common;
#[path = "common/drawing.rs"]
mod drawing;

use std::collections::HashSet;

use common::{results, settings};
use drawing::{from_svg, svg};
use gan_playground::config::{RunConfig, knob, split_pairs};
use gan_playground::demo::{DEMOS, Demo, Knobs, Lane, Motion, Now, find};
use gan_playground::figure::{Axis, Drag, Figure, Handle, Panel, Theme, layout};

fn finished(demo: &dyn Demo, knobs: &Knobs) -> Option<Motion> {
    let action = demo.action()?;
    let mut motion = action.start(knobs);
    while !action.done(&motion) {
        action.step(knobs, &mut motion);
        assert!(
            motion.now().iter().all(|v| v.is_finite()),
            "{}: {motion:?}",
            demo.slug()
        );
        assert!(motion.steps() < 10_000, "{} does not end", demo.slug());
    }
    Some(motion)
}

#[test]
fn slugs_are_unique_and_found() {
    let slugs: HashSet<_> = DEMOS.iter().map(|demo| demo.slug()).collect();
    assert_eq!(slugs.len(), DEMOS.len());
    for demo in DEMOS {
        assert_eq!(find(demo.slug()).map(|d| d.slug()), Some(demo.slug()));
        let knobs: HashSet<_> = demo.knobs().iter().map(|knob| knob.slug).collect();
        assert_eq!(knobs.len(), demo.knobs().len(), "{}", demo.slug());
    }
    assert!(find("nothing").is_none());
}

#[test]
fn every_demo_says_what_it_is() {
    for demo in DEMOS {
        assert!(
            !demo.title().is_empty() && demo.caption().len() > 40,
            "{}",
            demo.slug()
        );
        assert!(demo.paper().url.starts_with("https://") && !demo.paper().title.is_empty());
        assert!(
            demo.knobs()
                .iter()
                .all(|knob| !knob.name.is_empty() && !knob.help.is_empty())
        );
    }
}

/// Whether the bold words of a picture are the titles of its panels, one after the other. Where there
/// is too little room a title is cut, and says so.
fn says_titles(picture: &str, figure: &Figure) -> Result<(), String> {
    let drawn = from_svg(picture).into_iter();
    let bold: Vec<_> = drawn
        .filter(|element| element.look.contains("font-weight=bold"))
        .map(|element| element.words)
        .collect();
    let titles = figure.panels.iter().map(|panel| &*panel.title);
    let titles: Vec<_> = titles.filter(|title| !title.is_empty()).collect();
    let says = |(title, words): (&&str, &String)| match words.strip_suffix('…') {
        Some(start) => title.starts_with(start) && 2 * start.len() > title.len(),
        None => *title == words,
    };
    match bold.len() == titles.len() && titles.iter().zip(&bold).all(says) {
        true => Ok(()),
        false => Err(format!("{bold:?} in the place of {titles:?}")),
    }
}

#[test]
fn titles_are_looked_for_in_full() {
    let axis = || Axis::new("x", 0.0, 1.0);
    let figure = |title: &'static str| Figure::new(1, vec![Panel::new(title, axis(), axis())]);
    let picture = svg(&figure("P < Q, drawn"), &Theme::light(), 960, 1.0);
    assert_eq!(says_titles(&picture, &figure("P < Q, drawn")), Ok(()));
    for other in ["P", "P < Q", "P < Q, drawn twice", ""] {
        assert!(says_titles(&picture, &figure(other)).is_err(), "{other}");
    }
}

#[test]
fn every_demo_draws_everywhere() {
    for demo in DEMOS {
        for knobs in settings(*demo) {
            let motion = finished(*demo, &knobs);
            for motion in [None, motion.as_ref()] {
                let now = motion.map(Now::moving).unwrap_or_default();
                let figure = demo.figure(&knobs, now);
                assert!(!figure.panels.is_empty());
                for panel in &figure.panels {
                    assert!(!panel.alt.is_empty(), "{}: {}", demo.slug(), panel.title);
                }
                for (width, scale) in [(960, 1.0), (320, 1.0), (1920, 2.0)] {
                    let picture = svg(&figure, &Theme::light(), width, scale);
                    assert!(!picture.contains("NaN") && !picture.contains("inf"));
                    if let Err(why) = says_titles(&picture, &figure) {
                        panic!("{} {width} wide: {why}", demo.slug());
                    }
                }
            }
            assert!(
                demo.readouts(&knobs, Now::default())
                    .iter()
                    .all(|r| !r.value.is_empty())
            );
            let formula = demo.formula(&knobs, Now::default());
            assert_eq!(
                formula.matches('{').count(),
                formula.matches('}').count(),
                "{formula}"
            );
        }
    }
}

/// The numbers beside a figure are of what it shows, not of where it began.
#[test]
fn what_is_said_follows_what_moves() {
    for slug in [
        "lines",
        "duality",
        "mode-seeking",
        "f-divergence",
        "optimal-discriminator",
    ] {
        let demo = gan_playground::demo::find(slug).expect("a demo");
        let knobs = Knobs::defaults(demo.knobs());
        let motion = finished(demo, &knobs).expect("it moves");
        let (start, end) = (Now::default(), Now::moving(&motion));
        assert_ne!(
            demo.readouts(&knobs, start),
            demo.readouts(&knobs, end),
            "{slug}"
        );
        assert_ne!(
            demo.formula(&knobs, start),
            demo.formula(&knobs, end),
            "{slug}"
        );
        // Before its first step it stands where it starts; a best function is found anew.
        let action = demo.action().expect("it moves");
        let begun = action.start(&knobs);
        assert_eq!(
            demo.readouts(&knobs, start),
            demo.readouts(&knobs, Now::moving(&begun)),
            "{slug}"
        );
    }
}

#[test]
fn handles_belong_to_knobs_and_stand_in_their_panel() {
    for demo in DEMOS {
        let figure = demo.figure(&Knobs::defaults(demo.knobs()), Now::default());
        let placed = layout(&figure, 960.0, 540.0, 1.0);
        for (panel, projection) in figure.panels.iter().zip(&placed) {
            for handle in &panel.handles {
                let (x, y) = projection.to_pixel(handle.x, handle.y);
                assert!(
                    projection.contains(x, y),
                    "{}: {}",
                    demo.slug(),
                    handle.label
                );
            }
        }
    }
}

/// A handle is of something that can be moved, and of something that is set beside it.
#[test]
fn every_drag_moves_a_number_that_is_there() {
    for demo in DEMOS {
        for knobs in settings(*demo) {
            let figure = demo.figure(&knobs, Now::default());
            for handle in figure.panels.iter().flat_map(|panel| &panel.handles) {
                let drags: Vec<_> = handle.drag_x.iter().chain(&handle.drag_y).collect();
                assert!(!drags.is_empty());
                for Drag { knob, .. } in drags {
                    let row = demo.knobs().iter().find(|row| row.slug == *knob);
                    let moves = row.is_some_and(|row| row.grid().is_some());
                    let which = format!("{}: {} of {}", demo.slug(), handle.label, knob);
                    assert!(moves && knobs.applies(knob), "{which}");
                }
            }
        }
    }
}

/// All handles of a figure, with their panels.
fn handles(demo: &dyn Demo, knobs: &Knobs) -> Vec<(Panel, Handle)> {
    let panels = demo.figure(knobs, Now::default()).panels.into_iter();
    let handles = |panel: Panel| {
        let all = panel.handles.clone().into_iter();
        all.map(move |handle| (panel.clone(), handle))
            .collect::<Vec<_>>()
    };
    panels.flat_map(handles).collect()
}

/// Masses are scaled to a whole or take no more than is left, so that their bars need not follow.
fn is_mass(demo: &dyn Demo, knob: &str) -> bool {
    let bars: &[&str] = match demo.slug() {
        "divergences" => &["p-", "q-"],
        "earth-mover" => &["m"],
        _ => &[],
    };
    let numbered = knob.ends_with(|c: char| c.is_ascii_digit());
    numbered && bars.iter().any(|stem| knob.starts_with(stem))
}

/// Of a handle, across and up: what it is bound to, where it is, how long the axis is.
fn ways((panel, handle): &(Panel, Handle)) -> [(Option<Drag>, f64, f64); 2] {
    let Panel { x, y, .. } = panel;
    [
        (handle.drag_x, handle.x, x.max - x.min),
        (handle.drag_y, handle.y, y.max - y.min),
    ]
}

/// Drags every handle a little, and says which are not where the pointer is, to the number's next step,
/// though the number could follow; and how many were dragged.
fn left_behind(demo: &dyn Demo, knobs: &Knobs) -> (Vec<String>, usize) {
    let (mut behind, mut dragged) = (Vec::new(), 0);
    for (i, handle) in handles(demo, knobs).iter().enumerate() {
        for (way, (drag, at, length)) in ways(handle).into_iter().enumerate() {
            let Some(drag) = drag.filter(|drag| !is_mass(demo, drag.knob)) else {
                continue;
            };
            let row = demo.knobs().iter().find(|row| row.slug == drag.knob);
            let (min, max, step) = row.and_then(|row| row.grid()).expect("a number");
            let targets = [at - 0.05 * length, at + 0.05 * length].into_iter();
            for target in targets.filter(|to| (min..=max).contains(&drag.value(*to))) {
                let mut moved = knobs.clone();
                moved.drag(drag.knob, drag.value(target));
                let now = ways(&handles(demo, &moved)[i])[way].1;
                let follows = (now - target).abs() <= 0.6 * step / drag.gain.abs();
                if !follows {
                    let label = &handle.1.label;
                    behind.push(format!("{}: {label} at {now}, not {target}", demo.slug()));
                }
                dragged += 1;
            }
        }
    }
    (behind, dragged)
}

#[test]
fn a_dragged_handle_stays_under_the_pointer() {
    let mut all = 0;
    for demo in DEMOS {
        for knobs in settings(*demo) {
            let (behind, dragged) = left_behind(*demo, &knobs);
            assert!(behind.is_empty(), "{behind:#?}");
            all += dragged;
        }
    }
    assert!(all > 1000, "{all}");
}

/// What is declared does not hang on what is set: values are told apart by their places.
#[test]
fn a_demo_declares_the_same_settings_whatever_they_are() {
    for demo in DEMOS {
        for knobs in settings(*demo) {
            assert_eq!(knobs.values().len(), demo.knobs().len());
            for (row, value) in knobs.rows() {
                assert_eq!(row.parse(&value.to_string()), Ok(value), "{}", row.slug);
                assert_eq!(row.parse(&row.default.to_string()), Ok(row.default));
                knobs.applies(row.slug);
            }
        }
    }
}

#[test]
fn knobs_round_trip_through_a_query() {
    for demo in DEMOS {
        for knobs in settings(*demo) {
            let query = knobs.to_query();
            let pairs = query.iter().map(|(key, value)| (*key, value.as_str()));
            let (again, notices) = Knobs::from_query(demo.knobs(), pairs);
            assert_eq!((again, notices), (knobs, vec![]));
        }
    }
}

#[test]
fn live_demos_name_runs_that_can_be_read_and_are_comparable() {
    let live = DEMOS.iter().filter_map(|demo| Some((*demo, demo.live()?)));
    for (demo, live) in live {
        let all = settings(demo);
        assert!(all.iter().any(|knobs| !live.runs(knobs).is_empty()));
        for knobs in all {
            let runs = live.runs(&knobs);
            assert!(runs.len() <= 2, "{}", demo.slug());
            let configs: Vec<_> = runs
                .iter()
                .map(|query| {
                    let (config, notices) = RunConfig::from_query(query);
                    assert!(notices.is_empty(), "{}: {notices:?}", demo.slug());
                    // What is asked for acts.
                    for (name, text) in split_pairs(query) {
                        let knob = knob(&name).expect("a setting");
                        assert_eq!((knob.get)(&config).to_string(), text, "{query}");
                    }
                    config
                })
                .collect();
            assert!(
                configs
                    .iter()
                    .all(|c| (c.data, c.seed) == (configs[0].data, configs[0].seed))
            );
        }
    }
}

#[test]
fn live_demos_draw_whatever_their_runs_say() {
    let live = DEMOS.iter().filter_map(|demo| Some((*demo, demo.live()?)));
    for (demo, live) in live {
        for knobs in settings(demo) {
            let count = live.runs(&knobs).len();
            if count == 0 {
                continue;
            }
            for lane in [results(true), results(false), Lane::default()] {
                let lanes = vec![lane; count];
                let figure = demo.figure(&knobs, Now::trained(&lanes));
                assert!(figure.panels.iter().all(|panel| !panel.alt.is_empty()));
                for width in [320, 960] {
                    let picture = svg(&figure, &Theme::dark(), width, 1.0);
                    assert!(!picture.contains("NaN") && !picture.contains("inf"));
                }
                assert!(
                    demo.readouts(&knobs, Now::trained(&lanes))
                        .iter()
                        .all(|r| !r.value.is_empty())
                );
            }
            let lanes = vec![results(true); count];
            let rest = demo.figure(&knobs, Now::default());
            assert!(demo.figure(&knobs, Now::trained(&lanes)) != rest);
        }
    }
}

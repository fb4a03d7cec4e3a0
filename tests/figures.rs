//! Golden pictures: every figure at its defaults, and after some steps or some training where it has
//! those, is drawn as an SVG and compared with `tests/golden/figures/` element by element, numbers to
//! a pixel, words to the letter; what is said beside it (alt texts, readings, formula) likewise, and
//! at the ends of its knobs.
//!
//! After a change that is meant: `GOLDEN=write cargo test --test figures` writes them anew; read the
//! difference before you commit it.

#[path = "common/demos.rs"]
mod demos;
#[path = "common/drawing.rs"]
mod drawing;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

use demos::{results, settings};
use drawing::{Element, differences, from_svg, from_text, svg, to_text};
use gan_playground::demo::{DEMOS, Demo, Knobs, Now};
use gan_playground::figure::Theme;

/// A sharp screen: a difference of one is half a CSS pixel.
const SCALE: f64 = 2.0;
const WIDTH: u32 = 1920;
/// Steps of a demo that moves.
const STEPS: usize = 12;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/figures")
}

fn drawn(demo: &dyn Demo, knobs: &Knobs, now: Now) -> Vec<Element> {
    let mut elements = from_svg(&svg(
        &demo.figure(knobs, now),
        &Theme::light(),
        WIDTH,
        SCALE,
    ));
    elements.extend(said("said", demo, knobs, now));
    elements
}

/// Alt texts, readings and the formula.
fn said(when: &str, demo: &dyn Demo, knobs: &Knobs, now: Now) -> Vec<Element> {
    let alts = demo.figure(knobs, now).panels.into_iter();
    let readings = demo.readouts(knobs, now).into_iter();
    let readings = readings.map(|r| format!("{} {} {}", r.name, r.symbol, r.value));
    let words = alts.map(|panel| panel.alt.to_string()).chain(readings);
    let all = words.chain([demo.formula(knobs, now)]);
    all.map(|words| Element::said(when, &words)).collect()
}

/// What is said at both ends of every knob and with every choice: which of a list is meant is seen here.
fn said_everywhere(demo: &dyn Demo) -> Vec<Element> {
    let all = settings(demo).into_iter();
    all.flat_map(|knobs| {
        let query = knobs.to_query();
        let pairs: Vec<_> = query.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let when = format!("?{}", pairs.join("&"));
        said(&when, demo, &knobs, Now::default())
    })
    .collect()
}

/// Every golden picture by its file's name.
fn pictures() -> BTreeMap<String, Vec<Element>> {
    let mut pictures = BTreeMap::new();
    for demo in DEMOS.iter().copied() {
        pictures.insert(format!("{}.said.txt", demo.slug()), said_everywhere(demo));
        let mut put = |state: &str, knobs: &Knobs, now: Now| {
            let name = format!("{}{state}.txt", demo.slug());
            pictures.insert(name, drawn(demo, knobs, now));
        };
        let knobs = Knobs::defaults(demo.knobs());
        put("", &knobs, Now::default());
        if let Some(action) = demo.action() {
            let mut motion = action.start(&knobs);
            for _ in 0..STEPS {
                if !action.done(&motion) {
                    action.step(&knobs, &mut motion);
                }
            }
            put(".moved", &knobs, Now::moving(&motion));
        }
        if let Some(live) = demo.live() {
            let training = settings(demo)
                .into_iter()
                .find(|k| !live.runs(k).is_empty());
            let knobs = training.expect("a setting that trains");
            let lanes = vec![results(true); live.runs(&knobs).len()];
            put(".trained", &knobs, Now::trained(&lanes));
        }
    }
    pictures
}

#[test]
fn figures_are_as_they_were() {
    let folder = folder();
    let pictures = pictures();
    if env::var("GOLDEN").is_ok_and(|word| word == "write") {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (name, picture) in &pictures {
            fs::write(folder.join(name), to_text(picture)).expect("a file");
        }
    }
    let mut wrong = Vec::new();
    for (name, picture) in &pictures {
        match fs::read_to_string(folder.join(name)) {
            Ok(golden) => {
                let all = differences(&from_text(&golden), picture);
                wrong.extend(all.iter().map(|words| format!("{name}: {words}")));
            }
            Err(_) => wrong.push(format!("{name}: there is no golden picture of it")),
        }
    }
    let kept = fs::read_dir(&folder).expect("golden pictures");
    for file in kept.map(|entry| entry.expect("an entry").file_name()) {
        let name = file.to_string_lossy();
        if !pictures.contains_key(&*name) {
            wrong.push(format!("{name}: a golden picture of no figure"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The comparison itself: a label that is shifted by two pixels, a word and a colour are seen, a
/// rounding is not.
#[test]
fn what_moves_is_seen() {
    let svg = |x: f64, word: &str, colour: &str, more: &str| {
        let text = format!(r##"<text x="{x}" y="7" font-size="20.9677" fill="{colour}">"##);
        let line = r##"<polyline fill="none" stroke="#010203" points="1,2 3,4 5,6 "/>"##;
        from_svg(&format!(
            "<svg width=\"40\" height=\"30\">{line}{text}\n{word}\n</text>{more}{line}</svg>"
        ))
    };
    let old = svg(10.0, "a &lt; b", "#040506", "");
    assert_eq!(from_text(&to_text(&old)), old);
    let seen = |new: Vec<Element>| differences(&old, &new);
    let none: [&str; 0] = [];
    assert_eq!(seen(old.clone()), none);
    assert_eq!(seen(svg(11.0, "a &lt; b", "#040506", "")), none);
    let text = "text font-size=20.97 fill=#040506 10,7 | a < b";
    let moved = format!("{text} moved: 1 of 1 points, the 1. from 10,7 to 12,7");
    assert_eq!(seen(svg(12.0, "a &lt; b", "#040506", "")), [moved]);
    let reads = format!("{text} reads now: a");
    assert_eq!(seen(svg(10.0, "a", "#040506", "")), [reads]);
    let became = format!("{text} became text font-size=20.97 fill=#040507 10,7 | a < b");
    assert_eq!(seen(svg(10.0, "a &lt; b", "#040507", "")), [became]);
    let more = "<circle cx=\"8\" cy=\"9\" r=\"3\" fill=\"#000000\"/>";
    assert_eq!(
        seen(svg(10.0, "a &lt; b", "#040506", more)),
        [
            "1 elements stand where 0 stood",
            "new: circle r=3 fill=#000000 8,9"
        ]
    );
}

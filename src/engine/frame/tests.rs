use super::*;
use crate::config::RunConfig;
use crate::page::views::{Selection, VIEWS, parse_views};
use crate::rng::{Purpose, Rng};
use burn::tensor::Device;
use serde_json::{Map, Value};

/// A frame's fields by name.
type Fields = Map<String, Value>;

fn run(query: &str) -> Trainer {
    let (config, notices) = RunConfig::from_query(query);
    assert!(notices.is_empty(), "{notices:?}");
    let mut trainer = Trainer::new(config, Default::default(), &Device::flex());
    trainer.step();
    // In slow motion, with a batch under way.
    trainer.phase();
    trainer
}

/// Of parts in this order, those that are looked at.
fn fields(trainer: &Trainer, parts: &[usize], views: Views) -> Fields {
    let parts = parts.iter().copied();
    let parts: Vec<usize> = parts.filter(|part| is_looked_at(*part, views)).collect();
    let mut asked = Asked::of(std::slice::from_ref(trainer), &parts, || 0.0);
    let numbers = pollster::block_on(asked.numbers()).expect("the CPU gives its numbers");
    let frame = asked.open(&numbers, || 0.0).0.remove(0);
    let value = serde_json::to_value(frame);
    let fields = value.expect("a frame is data");
    fields.as_object().expect("with fields").clone()
}

fn extras() -> Vec<Extra> {
    PARTS.iter().filter_map(|part| part.extra()).collect()
}

/// Whatever else is asked for, and in whatever order, each part gets its own numbers back.
#[test]
fn parts_together_are_what_they_are_alone() {
    let mut shown = Views::default();
    let in_order: Vec<usize> = (0..count()).collect();
    for query in [
        "data=ring&objective=mmd&width=8&batch=16",
        "data=gaussian-1d&objective=non-saturating&packing=2&width=8&batch=16",
    ] {
        let trainer = run(query);
        let bare = fields(&trainer, &in_order, Views::default());
        let alone = |extra: &Extra| {
            let all = fields(&trainer, &in_order, Views::of(&[*extra]));
            let own: Fields = all
                .into_iter()
                .filter(|(name, value)| bare[name] != *value)
                .collect();
            (*extra, own)
        };
        let alone: Vec<(Extra, Fields)> = extras().iter().map(alone).collect();
        let mut rng = Rng::new(1, Purpose::Shown, 0);
        for _ in 0..12 {
            let mut parts = in_order.clone();
            for i in (1..parts.len()).rev() {
                parts.swap(i, rng.below(i + 1));
            }
            let mut views = Views::default();
            let mut expected = bare.clone();
            for (extra, own) in alone.iter().filter(|_| rng.below(2) == 1) {
                views = views.with(*extra);
                expected.extend(own.clone());
            }
            assert_eq!(
                fields(&trainer, &parts, views),
                expected,
                "{query} {views:?}"
            );
        }
        let all = alone.iter().filter(|(_, own)| !own.is_empty());
        shown = all.fold(shown, |shown, (extra, _)| shown.with(*extra));
    }
    assert_eq!(
        shown,
        Views::of(&extras()),
        "what shows nothing proves nothing"
    );
}

/// What the page's views ask for is what there are parts for; digits are measured in between.
#[test]
fn every_view_has_its_part() {
    let all: Vec<&str> = VIEWS.iter().map(|view| view.slug).collect();
    let all: Selection = parse_views(&all.join(",")).expect("views");
    let lanes = ["data=ring", "data=mnist"].map(|query| RunConfig::from_query(query).0);
    let asked = all.asked(&lanes, 0);
    assert_eq!(asked, Views::of(&extras()).with(Extra::Digits));
}

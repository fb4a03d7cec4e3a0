//! The halves of the page that know no browser: settings by name, two runs from one, moments.
//! The page itself is compiled for browsers only, so its files are taken in here one by one.

use gan_playground::{config, lesson, objective, registry};

#[allow(dead_code)]
#[path = "../src/ui/changes.rs"]
mod changes;
#[path = "../src/ui/moments.rs"]
mod moments;
#[allow(dead_code)]
#[path = "../src/ui/settings.rs"]
mod settings;

use changes::{Changes, lesson_settings, second_pairs};
use config::{RunConfig, split_pairs};
use moments::Moments;
use settings::Settings;

/// The settings of a query, as the address reads them.
fn read(query: &str) -> (Settings, Vec<String>) {
    let mut changes = Changes::default();
    let mut notices = Vec::new();
    for (name, text) in split_pairs(query) {
        match changes.take(&name, &text) {
            None => notices.push(format!("{name} is unknown")),
            Some(Ok(())) => {}
            Some(Err(why)) => notices.push(format!("{name}: {why}")),
        }
    }
    notices.extend(changes.settle());
    (changes.apply(&Settings::default()), notices)
}

/// The query of settings, as the address writes it.
fn written(settings: &Settings) -> String {
    let mut parts = vec![settings.base.to_query()];
    if let Some(second) = settings.versus {
        let first = settings.base.objective;
        parts.push(format!("compare={},{}", first.slug(), second.slug()));
        let own = second_pairs(settings);
        parts.extend(own.iter().map(|(name, value)| format!("{name}={value}")));
    }
    parts.join("&")
}

#[test]
fn one_run_reads_as_its_configuration_does() {
    let query = "data=ring&objective=wasserstein&critic_steps=3&seed=11";
    let (settings, notices) = read(query);
    assert!(notices.is_empty());
    assert_eq!(settings.lanes(), [RunConfig::from_query(query).0]);
    assert_eq!(read("").0, Settings::default());
}

#[test]
fn two_objectives_take_their_own_recommendations() {
    let (settings, notices) = read("data=ring&compare=minimax,wasserstein&seed=3");
    assert!(notices.is_empty());
    let lanes = settings.lanes();
    let alone = |query: &str| RunConfig::from_query(query).0;
    assert_eq!(lanes[0], alone("data=ring&objective=minimax&seed=3"));
    assert_eq!(lanes[1], alone("data=ring&objective=wasserstein&seed=3"));
    assert_eq!(settings.title(0), lanes[0].objective.name());
}

#[test]
fn a_second_run_differs_in_what_is_said() {
    let (settings, notices) = read("b.clip=1&data=ring&objective=wasserstein&clip=0.02");
    assert!(notices.is_empty(), "{notices:?}");
    let lanes = settings.lanes();
    assert_eq!((lanes[0].clip, lanes[1].clip), (0.02, 1.0));
    assert_eq!(lanes[0].objective, lanes[1].objective);
    assert!(settings.title(0).ends_with("0.02") && settings.title(1).ends_with(" 1"));
    // The rest follows the first run.
    let knob = config::knob("width").unwrap();
    let wider = settings.with(0, knob, config::Value::Int(96));
    assert_eq!(wider.lanes()[1].width, 96);
    assert_eq!(wider.lanes()[1].clip, 1.0);
    // Back at the first one's value it follows, too.
    let knob = config::knob("clip").unwrap();
    let same = settings.with(1, knob, config::Value::Float(0.02));
    assert!(same.overrides.is_empty());
}

#[test]
fn what_was_written_is_read_again() {
    for query in [
        "data=ring&compare=non-saturating,wasserstein&b.critic_steps=2&b.width=32",
        "objective=wasserstein&b.objective=minimax&b.generator_lr=0.01",
        "objective=wasserstein&b.lipschitz=none",
        "data=ring&objective=minimax&b.ema=1",
    ] {
        let (settings, notices) = read(query);
        assert!(notices.is_empty(), "{query}: {notices:?}");
        let (again, notices) = read(&written(&settings));
        assert!(notices.is_empty());
        assert_eq!(again.queries(), settings.queries(), "{query}");
    }
}

#[test]
fn what_cannot_be_taken_is_named() {
    for (query, part) in [
        ("b.data=ring", "in common"),
        ("b.seed=3", "in common"),
        ("b.clip=7", "0.001 to 1"),
        ("b.colour=1", "unknown"),
        ("compare=minimax", "comma"),
        ("compare=minimax,nonsense", "nonsense"),
        ("compare=minimax,wasserstein&objective=hinge", "already"),
        ("lesson=nonsense", "nonsense"),
    ] {
        let (_, notices) = read(query);
        assert_eq!(notices.len(), 1, "{query}: {notices:?}");
        assert!(notices[0].contains(part), "{query}: {notices:?}");
    }
}

#[test]
fn a_lesson_is_its_two_runs_until_something_is_changed() {
    for lesson in lesson::LESSONS {
        let (settings, notices) = read(&format!("lesson={}", lesson.slug));
        assert!(notices.is_empty());
        assert_eq!(settings, lesson_settings(lesson));
        let queries = lesson.configs().map(|config| config.to_query());
        assert_eq!(settings.queries(), queries, "{}", lesson.slug);
        assert_ne!(settings.title(0), settings.title(1), "{}", lesson.slug);
        // Left, the address still says it all.
        let (again, _) = read(&written(&settings));
        assert_eq!(again.queries(), queries, "{}", lesson.slug);
        let (other, _) = read(&format!("lesson={}&seed=8", lesson.slug));
        assert!(other.lanes().iter().all(|lane| lane.seed == 8));
        assert_ne!(other, settings);
    }
}

#[test]
fn moments_are_few_and_lie_evenly() {
    let mut moments = Moments::default();
    for i in 0..100_000u64 {
        moments.push(i, i, 1000);
        assert!(moments.len() <= 200);
    }
    assert!(moments.len() >= 95);
    let kept: Vec<u64> = (0..moments.len())
        .filter_map(|at| moments.get(at))
        .map(|(iteration, _)| iteration)
        .collect();
    let gaps: Vec<u64> = kept.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(kept[0], 0);
    assert!(gaps.iter().all(|gap| *gap == gaps[0]), "{gaps:?}");
}

#[test]
fn large_moments_are_fewer() {
    let mut moments = Moments::default();
    for i in 0..1000u64 {
        moments.push(i, i, 1_000_000);
        assert!(moments.len() <= 40);
    }
    assert!(moments.len() >= 15);
}

#[test]
fn a_moment_is_seen_anew_and_forgotten() {
    let mut moments = Moments::default();
    assert!(!moments.push(0, "first", 1));
    assert!(!moments.push(0, "first, with a map", 1));
    moments.push(5, "later", 1);
    assert_eq!(moments.len(), 2);
    assert_eq!(moments.get(0), Some((0, &"first, with a map")));
    moments.rewind(4);
    assert_eq!(moments.len(), 1);
    moments.clear();
    assert_eq!(moments.get(0), None);
}

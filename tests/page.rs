//! The halves of the page that know no browser: settings by name, two runs from one, moments.

use gan_playground::config::{self, RunConfig, split_pairs};
use gan_playground::course::{self, Stop};
use gan_playground::fault::Fault;
use gan_playground::lesson;
use gan_playground::page::address::Address;
use gan_playground::page::changes::lesson_settings;
use gan_playground::page::marks::{Mark, Progress};
use gan_playground::page::moments::Moments;
use gan_playground::page::parts::{PARTS, Parts, parse_names};
use gan_playground::page::pasted::{is_tracker, pairs};
use gan_playground::page::rounds::{Mode, Rounds, Tally};
use gan_playground::page::settings::Settings;
use gan_playground::page::status::of_a_run;
use gan_playground::page::values::Choice;
use gan_playground::page::view::View;
use gan_playground::page::views::{VIEWS, Which, parse_views};
use gan_playground::page::words::{WORDS, find};
use gan_playground::page::{animation, snippet};
use gan_playground::protocol::{Event, Speed};

/// What a query of the train view says.
fn address(query: &str) -> (Address, Vec<Fault>) {
    Address::read(&split_pairs(&format!("view=train&{query}")))
}

fn read(query: &str) -> (Settings, Vec<Fault>) {
    let (address, notices) = address(query);
    (address.settings, notices)
}

/// The query that the page writes for settings.
fn written(settings: &Settings) -> String {
    let address = Address {
        view: View::Train,
        settings: settings.clone(),
        ..Address::default()
    };
    address.write()
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
    assert_eq!((lanes[0].control.clip, lanes[1].control.clip), (0.02, 1.0));
    assert_eq!(lanes[0].objective, lanes[1].objective);
    assert!(settings.title(0).ends_with("0.02") && settings.title(1).ends_with(" 1"));
    // The rest follows the first run.
    let knob = config::knob("width").unwrap();
    let wider = settings.with(0, knob, config::Value::Int(96));
    assert_eq!(wider.lanes()[1].width, 96);
    assert_eq!(wider.lanes()[1].control.clip, 1.0);
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
        ("b.colour=1", "no such setting"),
        ("compare=minimax", "comma"),
        ("compare=minimax,nonsense", "nonsense"),
        ("compare=minimax,wasserstein&objective=hinge", "already"),
        ("lesson=nonsense", "nonsense"),
    ] {
        let (_, notices) = read(query);
        assert_eq!(notices.len(), 1, "{query}: {notices:?}");
        assert!(
            notices[0].to_string().contains(part),
            "{query}: {notices:?}"
        );
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
        moments.push(i, i, 1000, None);
        assert!(moments.count() <= 200);
    }
    assert!(moments.count() >= 95);
    let kept: Vec<u64> = (0..moments.count())
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
        moments.push(i, i, 1_000_000, None);
        assert!(moments.count() <= 40);
    }
    assert!(moments.count() >= 15);
}

#[test]
fn a_moment_is_seen_anew_and_forgotten() {
    let mut moments = Moments::default();
    assert!(!moments.push(0, "first", 1, Some(Mark::Iteration(0))));
    assert!(!moments.push(0, "first, with a map", 1, None));
    moments.push(5, "later", 1, None);
    assert_eq!(moments.count(), 2);
    assert_eq!(moments.get(0), Some((0, &"first, with a map")));
    // What was marked stays so.
    let marked: Vec<_> = moments.marked().collect();
    assert_eq!(marked, [(0, 0, Mark::Iteration(0))]);
    moments.rewind(4);
    assert_eq!(moments.count(), 1);
    moments.clear();
    assert_eq!(moments.get(0), None);
}

/// A run of 938 iterations an epoch whose frames come every 37 iterations.
#[test]
fn epochs_and_early_iterations_are_kept_however_long_a_run_is() {
    let progress = |iteration: u64| Progress {
        iteration,
        epochs: iteration as f64 * 64.0 / 60_000.0,
    };
    let mut moments = Moments::default();
    let mut before = None;
    for i in 0..10_000u64 {
        let now = progress(37 * i);
        let mark = Mark::reached(before, now);
        // What is kept last is what the next is measured against, as the page does it.
        moments.push(now.iteration, i, 1000, mark);
        let last = moments
            .get(moments.count() - 1)
            .map(|(iteration, _)| iteration);
        before = last.map(progress);
        assert!(moments.count() <= 200);
    }
    let names: Vec<String> = moments
        .marked()
        .map(|(_, _, mark)| mark.text().to_string())
        .collect();
    assert_eq!(
        names.join(", "),
        "Start, Iteration 30, Iteration 100, Iteration 300, Epoch 1, Epoch 2, Epoch 5, Epoch 10, \
         Epoch 20, Epoch 50, Epoch 100, Epoch 200"
    );
    for (at, iteration, mark) in moments.marked() {
        assert_eq!(moments.get(at).map(|(i, _)| i), Some(iteration));
        assert_eq!(moments.place(iteration), Some(at));
        // The first frame at or after what it is called.
        let due = match mark {
            Mark::Iteration(n) => n as f64,
            Mark::Epoch(n) => n as f64 * 60_000.0 / 64.0,
        };
        assert!((0.0..37.0).contains(&(iteration as f64 - due)), "{mark:?}");
    }
    // A run that was taken up in the middle has not just reached anything.
    assert_eq!(Mark::reached(None, progress(5000)), None);
    assert_eq!(moments.place(0), Some(0));
}

#[test]
fn every_stop_of_the_course_opens_without_notices() {
    for stop in course::all() {
        let (address, notices) = Address::read(&split_pairs(&stop.query()));
        assert!(notices.is_empty(), "{}: {notices:?}", stop.slug());
        match stop {
            Stop::Demo(demo) => assert!(address.view == View::Demo(demo)),
            Stop::Architectures => assert!(address.view == View::Architectures),
            // What the gallery shows is what is trained on.
            _ => assert_eq!(Some(address.settings.base.data), stop.data()),
        }
    }
}

#[test]
fn what_the_page_writes_it_reads_again() {
    for view in View::all() {
        let (address, notices) = Address::read(&split_pairs(&format!("view={}", view.slug())));
        assert!(notices.is_empty() && address.view == view);
    }
    for query in [
        "view=train&lesson=packing&views=heat,losses&engine=cpu&speed=7&autoplay=1",
        "view=train&weights=mnist-wgan&views=latent&latent_way=pad&engine=webgpu",
        "view=train&data=ring&compare=minimax,wasserstein&b.clip=0.2&size=presentation&lang=de",
        "view=lines&theta=0.4&embed=1&hide=legend&show=theta&text=0&theme=dark&lecture=L1",
        "view=gallery&lecture=L0&theme=light",
    ] {
        let (address, notices) = Address::read(&split_pairs(query));
        assert!(notices.is_empty(), "{query}: {notices:?}");
        let written = address.write();
        let words = split_pairs(query);
        for (name, text) in &words {
            let pair = (name.clone(), text.clone());
            assert!(split_pairs(&written).contains(&pair), "{pair:?}: {written}");
        }
        let (again, notices) = Address::read(&split_pairs(&written));
        assert!(notices.is_empty(), "{written}: {notices:?}");
        assert_eq!(again.write(), written);
        assert_eq!(again.settings, address.settings);
    }
}

fn parts(hide: &str, show: &str, text: bool) -> Parts {
    let (hide, show) = (parse_names(hide), parse_names(show));
    Parts { hide, show, text }
}

#[test]
fn inside_another_page_little_is_shown_and_all_can_be() {
    let usual = Parts::default();
    assert!(PARTS.iter().all(|part| usual.shows(part.slug, false)));
    assert!(usual.shows("transport", true) && !usual.shows("caption", true));
    let asked = parts("transport", "caption", true);
    assert!(!asked.shows("transport", true) && asked.shows("caption", true));
    // Hidden wins.
    assert!(!parts("formula", "formula", true).shows("formula", true));
}

#[test]
fn controls_come_with_the_others_or_by_name() {
    assert!(Parts::default().shows_control("theta", false));
    assert!(!Parts::default().shows_control("theta", true));
    let one = parts("", "theta", true);
    assert!(one.shows_control("theta", true) && !one.shows_control("eta", true));
    let others = parts("theta", "settings", true);
    assert!(!others.shows_control("theta", true) && others.shows_control("eta", true));
    let none_but = parts("settings", "theta", true);
    assert!(none_but.shows_control("theta", false) && !none_but.shows_control("eta", false));
}

#[test]
fn without_text_there_are_no_captions() {
    let wordless = parts("", "", false);
    for part in ["caption", "lesson", "text"] {
        assert!(!wordless.shows(part, false), "{part}");
    }
    assert!(wordless.shows("title", false) && wordless.shows("formula", false));
    assert!(parts("", "caption", false).shows("caption", false));
}

#[test]
fn panels_are_counted_from_one() {
    let first = parts("panel-2,panel-3", "", true);
    let shown: Vec<bool> = (0..4).map(|i| first.shows_panel(i)).collect();
    assert_eq!(shown, [true, false, false, true]);
}

#[test]
fn names_of_parts_are_checked_and_written_back() {
    let mut asked = parts("legend, theta,,legend,colour", "formula,panel-0", false);
    assert_eq!(asked.hide, ["legend", "theta", "colour"]);
    let notices = asked.settle(&["theta", "eta"]);
    let no_part = |parameter: &str, name: &str| Fault::NoPart {
        parameter: parameter.to_string(),
        name: name.to_string(),
    };
    assert_eq!(
        notices,
        [no_part("hide", "colour"), no_part("show", "panel-0")]
    );
    let address = Address {
        parts: asked,
        ..Address::default()
    };
    let query = "view=gallery&hide=legend,theta&show=formula&text=0";
    assert_eq!(address.write(), query);
    assert_eq!(Address::default().write(), "view=gallery");
    // A control of another view is none of this one.
    assert_eq!(parts("theta", "", true).settle(&["clip"]).len(), 1);
    assert_eq!(parts("legend", "legend", true).settle(&[]).len(), 1);
}

#[test]
fn what_a_message_sets_is_taken_as_a_whole() {
    let (now, _) = address("data=ring&objective=wasserstein&views=heat&engine=cpu");
    let set = |query: &str| now.changed(&split_pairs(query));
    let (next, engine) = set("clip=0.5&b.clip=1&speed=7&latent_way=pad").expect("settings");
    assert_eq!((next.settings.base.control.clip, engine), (0.5, None));
    assert_eq!(next.settings.lane(1).control.clip, 1.0);
    assert_eq!((next.speed, next.views), (Speed::Steps(7), now.views));
    // The same engine again is a wish, too.
    assert_eq!(set("engine=cpu").expect("an engine").1, Some(Choice::Cpu));
    // A lesson brings its views, and stays as long as nothing of it is changed.
    let (lesson, _) = set("lesson=packing").expect("a lesson");
    let its = lesson.lesson.expect("a lesson");
    assert_eq!(lesson.views, parse_views(its.views).expect("views"));
    let (own, _) = set("lesson=packing&views=heat&seed=8").expect("a lesson");
    assert_eq!((own.views, own.lesson.is_none()), (now.views, true));
    let (left, _) = lesson.changed(&split_pairs("seed=8")).expect("a seed");
    assert!(left.lesson.is_none() && lesson.changed(&[]).expect("nothing").0.lesson.is_some());
    // What is wrong is named, and nothing is taken.
    for word in WORDS.iter().filter(|word| !word.live) {
        let wrong = set(&format!("clip=0.5&{}=1", word.slug)).err();
        let wrong = wrong.expect("a reason");
        assert_eq!(wrong, [Fault::OpensAnew.unchanged(word.slug)]);
    }
    let wrong = set("clip=7&colour=1&views=heat,haet").err();
    assert_eq!(wrong.map(|wrong| wrong.len()), Some(3));
}

#[test]
fn the_status_names_settings_as_the_address_does() {
    let (address, _) = address("data=ring&compare=minimax,wasserstein&b.clip=0.5&speed=7");
    let status = serde_json::to_value(of_a_run(&address)).expect("a status");
    for (name, value) in split_pairs(&address.write()) {
        let word = find(&name);
        if word.is_some_and(|word| !word.in_status) {
            continue;
        }
        let said = &status[&name];
        let said = said.as_str().map_or(said.to_string(), str::to_string);
        let same = said == value || said.parse::<f64>().ok() == value.parse().ok();
        assert!(same, "{name}: {said}, {value}");
    }
    // Also where the address leaves them out.
    assert_eq!(status["views"], address.views.to_text());
}

#[test]
fn snippets_hold_the_state_and_inject_nothing() {
    let address = "https://a.org/gan/?view=lines&theta=0.4&embed=1";
    let iframe = snippet::iframe(address, "Lines \"<b>\"");
    assert!(iframe.contains("src=\"https://a.org/gan/?view=lines&amp;theta=0.4&amp;embed=1\""));
    assert!(iframe.contains("title=\"Lines &quot;&lt;b&gt;&quot;\""));
    let pairs = split_pairs("view=lines&theta=0.4&embed=1&b.clip=1");
    let script = snippet::beside("https://a.org/gan/index.html", "embed.js");
    let element = snippet::element(&script, &pairs, "Lines");
    assert!(element.starts_with("<script src=\"https://a.org/gan/embed.js\"></script>"));
    assert!(
        element.contains("<gan-widget view=\"lines\" theta=\"0.4\" b.clip=\"1\" title=\"Lines\">")
    );
    let pairs = split_pairs("view=optimal-critic&width=32&class=two&x=1");
    let element = snippet::element(&script, &pairs, "");
    let wanted = "<gan-widget view=\"optimal-critic\" x=\"1\" query=\"width=32&amp;class=two\" ";
    assert!(element.contains(wanted), "{element}");
    assert_eq!(
        snippet::beside("file:///x/", "embed.js"),
        "file:///x/embed.js"
    );
}

#[test]
fn views_of_the_address_are_read_and_written() {
    for view in VIEWS {
        let one = parse_views(view.slug).expect("a view");
        assert!(one.has(view.which));
        assert_eq!(one.to_text(), view.slug);
        let others = VIEWS.iter().filter(|other| other.which != view.which);
        assert!(others.into_iter().all(|other| !one.has(other.which)));
    }
    let shows = |which, query| {
        let views = parse_views("latent,quiz").expect("views");
        views.shows(which, &RunConfig::from_query(query).0)
    };
    assert!(shows(Which::Latent, "data=mnist") && shows(Which::Quiz, "data=mnist"));
    assert!(!shows(Which::Epochs, "data=mnist") && !shows(Which::Latent, "data=ring"));
    // Of own pictures none are held out.
    assert!(shows(Which::Latent, "data=own-images") && !shows(Which::Quiz, "data=own-images"));
    assert!(parse_views("latents").is_err_and(|why| why.to_string().contains("latent")));
}

#[test]
fn an_animation_is_read_back_as_it_was_written() {
    let (width, height) = (30, 7);
    let palette: Vec<u8> = (0..=255).flat_map(|i| [i, 255 - i, 7]).collect();
    let pictures: Vec<Vec<u8>> = (0..3u32)
        .map(|k| {
            (0..width * height)
                .map(|i| ((i as u32 * 31 + k * 97) % 256) as u8)
                .collect()
        })
        .collect();
    let mut file = animation::Animation::new(width, height, &palette).expect("a size");
    for (picture, delay) in pictures.iter().zip([10, 80, 250]) {
        file.push(picture, delay).expect("a picture");
    }
    assert!(file.push(&[0; 3], 1).is_err());
    let bytes = file.finish().expect("a file");
    let mut read = gif::Decoder::new(&bytes[..]).expect("a GIF");
    assert_eq!((read.width(), read.height()), (30, 7));
    assert_eq!(read.global_palette(), Some(&palette[..]));
    for (picture, delay) in pictures.iter().zip([10, 80, 250]) {
        let frame = read.read_next_frame().expect("a frame").expect("one more");
        assert_eq!((frame.delay, &frame.buffer[..]), (delay, &picture[..]));
    }
    assert!(read.read_next_frame().expect("the end").is_none());
    assert_eq!(read.repeat(), gif::Repeat::Infinite);
    assert!(animation::Animation::new(70_000, 7, &palette).is_err());
}

#[test]
fn a_game_counts_who_was_right_and_what_was_mistaken() {
    let truth = vec![true, false, true, true];
    let critic = vec![true, false, false, true];
    let mut pairs = Rounds::new(Mode::Pairs, truth.clone(), critic.clone());
    assert_eq!(pairs.tallies(), (Tally::default(), Tally::default()));
    for said in [true, true, false, true, true, true] {
        pairs.answer(said);
    }
    // Answers after the last round are none.
    assert_eq!((pairs.answered(), pairs.count()), (4, 4));
    assert_eq!(pairs.score(), (2, 3));
    assert_eq!(pairs.verdict(1), Some((false, true, false)));
    assert_eq!(pairs.verdict(4), None);
    // In a pair each mistake is two: a real one called generated, and the other way round.
    let (you, machine) = pairs.tallies();
    assert_eq!((you.real_called_fake, you.fake_called_real), (2, 2));
    assert_eq!((machine.real_called_real, machine.fake_called_fake), (3, 3));

    let mut singles = Rounds::new(Mode::Singles, truth, critic);
    for said in [true, true, false, true] {
        singles.answer(said);
    }
    let you = Tally {
        real_called_real: 2,
        real_called_fake: 1,
        fake_called_real: 1,
        fake_called_fake: 0,
    };
    assert_eq!(singles.tallies().0, you);
    assert_eq!(singles.tallies().1.fake_called_fake, 1);
}

/// An engine whose program cannot be loaded has no Rust of its own to say so.
#[test]
fn what_the_loaders_post_is_an_event() {
    const POSTED: &str =
        "postMessage({ Failed: { reason: { NotStarted: { why: foreign(error) } } } });";
    const FOREIGN: &str = "{ Foreign: { words: String(error?.message ?? error) } }";
    for file in ["www/worker.js", "scripts/single-file.mjs"] {
        let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
        let script = std::fs::read_to_string(path).expect("a script");
        assert_eq!(script.matches("Failed:").count(), 1, "{file}");
        assert!(
            script.contains(POSTED) && script.contains(FOREIGN),
            "{file}"
        );
    }
    let event = r#"{ "Failed": { "reason": { "NotStarted": { "why": { "Foreign": { "words": "no" } } } } } }"#;
    let event: Event = serde_json::from_str(event).expect("an event");
    let why = Box::new(Fault::foreign("no"));
    assert!(matches!(event, Event::Failed { reason } if reason == Fault::NotStarted { why }));
}

/// Reads an address as it came.
fn came(text: &str) -> (Address, Vec<Fault>) {
    Address::read(&pairs(text))
}

fn said(faults: &[Fault]) -> String {
    let said: Vec<_> = faults.iter().map(Fault::to_string).collect();
    said.join("\n")
}

/// Every name of the address.
fn names() -> impl Iterator<Item = &'static str> {
    let words = WORDS.iter().map(|word| word.slug);
    let knobs = View::all().flat_map(View::controls);
    words
        .chain(config::KNOBS.iter().map(|knob| knob.slug))
        .chain(knobs)
}

#[test]
fn no_name_of_ours_is_taken_for_somebody_elses() {
    for name in names() {
        assert!(!is_tracker(name), "{name}");
        // Names are read in small letters.
        assert_eq!(name, name.to_lowercase());
        let text = format!("{name}=0.4");
        assert_eq!(pairs(&text), [(name.to_string(), "0.4".to_string())]);
    }
    let (address, notices) =
        came("view=lines&theta=0.4&utm_source=a&UTM_campaign=b&fbclid=1&ref=x");
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(address.write(), "view=lines&theta=0.4");
    assert_eq!(came("utm_source=a").0.write(), Address::default().write());
}

/// Every address that the page writes is read again whatever hands it has gone through.
#[test]
fn hands_leave_an_address_as_it_was() {
    let drawn = "view=train&data=drawn&drawing=AAAAAA.-_9zZ0AAA&engine=cpu";
    let others = [
        "view=train&weights=mnist-wgan&views=latent&latent_way=pad&engine=webgpu",
        "view=train&data=ring&compare=minimax,wasserstein&b.clip=0.2&size=presentation&lang=de",
        "view=lines&theta=0.4&embed=1&hide=legend&show=theta&text=0&theme=dark&lecture=L1",
        drawn,
    ];
    let views = View::all().map(|view| format!("view={}", view.slug()));
    for query in views.chain(others.map(str::to_string)) {
        let (address, notices) = came(&query);
        assert!(notices.is_empty(), "{query}: {notices:?}");
        let written = address.write();
        let encoded = written
            .replace('=', "%3D")
            .replace('&', "%26")
            .replace(',', "%2C");
        let wide = written.chars().map(|c| match c {
            '!'..='~' if !query.contains("drawing") => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            c => c,
        });
        for hands in [
            format!("?{}", written.replace('&', "&amp;")),
            written.replace('&', "&amp;amp;"),
            written.replace('&', ";"),
            format!("<https://a.org/gan/?{written}#main>"),
            format!("({written})."),
            format!("“{written}”,"),
            format!("{written}&gt;"),
            format!(" {written} \n"),
            encoded.replace('%', "%25"),
            encoded,
            wide.collect(),
            format!("{written}&utm_medium=mail"),
            format!("{written}&{written}"),
        ] {
            let (again, notices) = came(&hands);
            assert!(notices.is_empty(), "{hands}: {notices:?}");
            assert_eq!(again.write(), written, "{hands}");
        }
        if !query.contains("drawing") {
            assert_eq!(came(&written.to_uppercase()).0.write(), written);
        }
    }
}

#[test]
fn the_last_of_a_name_counts_and_that_is_said() {
    let (address, notices) = came("view=lines&theta=0.4&theta=0.4&eta=0.5&theta=0.7&ETA=0.2");
    assert_eq!(address.write(), "view=lines&theta=0.7&eta=0.2");
    let twice = said(&notices);
    assert_eq!(notices.len(), 2, "{twice}");
    for part in [
        "theta: it is given more than once. The last, 0.7, counts.",
        "0.2",
    ] {
        assert!(twice.contains(part), "{twice}");
    }
}

#[test]
fn notices_are_few_and_short() {
    let long = "x".repeat(5_000);
    let many: Vec<_> = (0..5_000)
        .map(|i| format!("{long}{i}=1&b.x{i}=2"))
        .collect();
    let parts: Vec<_> = (0..5_000).map(|i| format!("part{i}")).collect();
    for query in [
        many[..50].join("&"),
        format!("view=lines&hide={0}&show={0}", parts.join(",")),
        format!("view={long}&clip={long}&objective={long}&compare={long}&lesson={long}&{long}=1"),
        format!("view={long}&clip={long}&speed={long}&embed={long}&drawing={long}&weights={long}"),
        (0..5_000).map(|i| format!("x{i}=1&")).collect(),
    ] {
        let (_, notices) = came(&query);
        assert!(notices.len() <= 7, "{}", notices.len());
        for notice in notices {
            let text = notice.to_string();
            assert!(
                text.chars().count() <= 300,
                "{} signs: {text}",
                text.chars().count()
            );
        }
    }
    let (_, notices) = came("view=lines&thetta=1&colour=2");
    assert_eq!(
        said(&notices),
        "thetta: there is no such setting here. Is it theta?\ncolour: there is no such setting here."
    );
}

#[test]
fn what_an_open_page_has_besides_stays() {
    let (now, notices) = came(
        "view=train&data=drawn&drawing=AAAAAA&engine=cpu&speed=7&theme=dark&size=presentation&lang=de\
         &lecture=L1&embed=1&hide=legend&text=0&autoplay=1",
    );
    assert!(notices.is_empty(), "{notices:?}");
    let next =
        Address::open(&now, "?view=lines&amp;theta=0.4&lang=en&show=formula").expect("an address");
    assert_eq!(
        next.write(),
        "view=lines&theta=0.4&lecture=L1&embed=1&hide=legend&show=formula&text=0&theme=dark&size=presentation"
    );
    let back = Address::open(&next, "data=drawn").expect("an address");
    assert_eq!((&back.drawing, back.speed), (&now.drawing, now.speed));
    // What is wrong changes nothing, and nothing else is said of it.
    for (text, part) in [
        ("view=nonsense", "view: “nonsense” is unknown"),
        ("view=lines&theta=9", "theta: 9 is outside"),
        (
            "view=lines&theta=0.4&theta=0.5",
            "theta: it is given more than once, last as 0.5",
        ),
        ("view=lines&colour=1", "colour: there is no such setting"),
    ] {
        let wrong = said(&Address::open(&now, text).err().expect("a reason"));
        assert!(wrong.contains(part), "{wrong}");
        assert!(
            !wrong.contains("default") && !wrong.contains("counts"),
            "{wrong}"
        );
    }
}

/// Of every word of the address: a value that is none is refused by its name, and one that is some is
/// what the address says then.
#[test]
fn every_word_is_opened_or_refused() {
    let now = Address::default();
    let other = came(
        "view=train&weights=mnist-wgan&views=latent&latent_way=pad&engine=cpu&speed=7&autoplay=1\
         &lecture=L1&embed=1&hide=legend&show=title&text=0&theme=dark&size=presentation&lang=de",
    )
    .0;
    let lesson = came("lesson=packing").0;
    let pair = came("data=drawn&compare=minimax,wasserstein&drawing=AAAAAA").0;
    for word in WORDS {
        let written = [&other, &lesson, &pair]
            .into_iter()
            .find_map(|a| word.written(a));
        let written = written.unwrap_or_else(|| panic!("no example of {}", word.slug));
        let view = match word.slug {
            "drawing" => "view=train&data=drawn&",
            _ if word.of_a_run => "view=train&",
            _ => "",
        };
        let opened = Address::open(&now, &format!("{view}{written}")).expect(word.slug);
        let says = word
            .written(&opened)
            .or((word.value)(&opened).map(|v| format!("{}={v}", word.slug)));
        assert_eq!(says, Some(written), "{}", word.slug);
        let wrong = Address::open(&now, &format!("{}=¿", word.slug)).err();
        let wrong = said(&wrong.unwrap_or_default());
        let names = wrong.starts_with(&format!("{}:", word.slug)) || wrong.contains("drawing");
        assert!(names, "{}: {wrong}", word.slug);
    }
}

/// The attributes of an element in a snippet.
fn attributes(snippet: &str, element: &str) -> Vec<(String, String)> {
    let text = snippet.replace("</script>\n", "</script>");
    let document = format!("<page>{text}</page>");
    let document = roxmltree::Document::parse(&document).expect("well-formed");
    let found = document
        .descendants()
        .find(|node| node.has_tag_name(element));
    let attributes = found.expect("the element").attributes();
    attributes
        .map(|a| (a.name().to_string(), a.value().to_string()))
        .collect()
}

/// Of every view and with every word, whatever is wished for: what *Embed* writes opens what is shown, and
/// nothing is to be said of it.
#[test]
fn a_snippet_opens_what_is_shown() {
    let words = [
        "",
        "&engine=cpu&speed=7&size=presentation&lang=de&theme=dark&lecture=L1&text=0",
        "&hide=title,transport,legend&show=caption,settings&autoplay=1",
        "&hide=settings,caption&show=transport,formula",
    ];
    let runs = [
        "view=train&data=ring&compare=minimax,wasserstein&b.clip=0.2&views=heat,losses",
        "view=train&weights=mnist-wgan&views=latent&latent_way=pad",
        "view=train&lesson=packing",
        "view=train&data=drawn&drawing=AAAAAA.BBBCCC",
        "view=lines&theta=-0.4",
    ];
    let views = View::all().map(|view| format!("view={}", view.slug()));
    let opened = views.chain(runs.map(str::to_string));
    for query in opened.flat_map(|view| words.map(|words| view.clone() + words)) {
        let (shown, notices) = came(&query);
        assert!(notices.is_empty(), "{query}: {notices:?}");
        for wish in 0..16 {
            let wished = |bit: u8| wish & (1 << bit) != 0;
            let wishes = snippet::Wishes {
                autoplay: wished(0),
                words: wished(1),
                settings: wished(2),
                bare: wished(3),
                look: shown.look,
            };
            let embedded = snippet::embedded(shown.clone(), wishes);
            let written = embedded.write();
            let here = format!("https://a.org/gan/index.html?{written}");
            let frame = attributes(&snippet::iframe(&here, "A title"), "iframe");
            let (_, src) = frame.iter().find(|(name, _)| name == "src").expect("src");
            let pairs = split_pairs(&written);
            let element = attributes(
                &snippet::element("embed.js", &pairs, "A title"),
                "gan-widget",
            );
            // As the script puts them together.
            let own = element
                .iter()
                .filter(|(name, _)| name != "title" && name != "query");
            let own = own.map(|(name, value)| format!("{name}={value}"));
            let query = element.iter().filter(|(name, _)| name == "query");
            let parts: Vec<_> = own.chain(query.map(|(_, value)| value.clone())).collect();
            for address in [src.clone(), format!("{}&embed=1", parts.join("&"))] {
                let (again, notices) = came(&address);
                assert!(notices.is_empty(), "{address}: {notices:?}");
                assert_eq!(again.write(), written);
                assert_eq!(again.settings, shown.settings);
                for part in ["title", "caption"].into_iter().filter(|_| wishes.words) {
                    assert!(again.parts.shows(part, true), "{address}: {part}");
                }
                assert_eq!(
                    again.parts.shows("transport", true),
                    !wishes.bare && shown.parts.shows("transport", true)
                );
            }
        }
    }
}

/// A figure whose networks train says with what and how fast, and no other does.
#[test]
fn figures_that_train_say_on_which_engine() {
    let mut some = 0;
    for view in View::all() {
        let (address, _) = came(&format!("view={}&engine=cpu&speed=7", view.slug()));
        let says = address.write().contains("engine=cpu&speed=7");
        assert_eq!(says, view.trains(), "{}", view.slug());
        some += usize::from(says);
    }
    assert!(some > 1, "figures train, too");
}

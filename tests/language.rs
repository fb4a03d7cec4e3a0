//! Whether a language has everything that the page says: what stands in the page's source, in the
//! registries, and in every figure at every end of its knobs.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

#[path = "common/demos.rs"]
mod common;

use gan_playground::architecture::Part;
use gan_playground::data::csv::{Encoding, Separator};
use gan_playground::demo::{DEMOS, Demo, Knobs, Lane, Motion, Now};
use gan_playground::fault::{Fault, FileKind};
use gan_playground::page::address::Address;
use gan_playground::page::lang::Lang;
use gan_playground::page::spoken::{fill, knows, learn, say, speak, tell};
use gan_playground::page::{values, views};
use gan_playground::setting::{self, Choice as _};
use gan_playground::text::{Text, Texts, words_of};
use gan_playground::{
    architecture, config, course, lesson, lipschitz, metric, objective, plan, remedy,
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn file(lang: Lang) -> String {
    let path = Path::new(ROOT)
        .join("assets")
        .join(lang.file().expect("a file"));
    std::fs::read_to_string(path).expect("the language's texts")
}

fn texts(lang: Lang) -> Rc<Texts> {
    thread_local!(static READ: RefCell<BTreeMap<&'static str, Rc<Texts>>> = RefCell::default());
    READ.with_borrow_mut(|read| {
        let known = read.entry(lang.slug());
        let known = known.or_insert_with(|| Rc::new(Texts::read(&file(lang))));
        known.clone()
    })
}

fn others() -> impl Iterator<Item = Lang> {
    Lang::ALL
        .iter()
        .copied()
        .filter(|lang| *lang != Lang::ENGLISH)
}

/// Words that are symbols: they read the same in every language.
const SYMBOLS: &[&str] = &[
    "ln", "log", "exp", "min", "max", "det", "sd", "nat", "const", "softmax", "onehot", "tanh",
    "Te",
];

/// Numbers and symbols only.
fn is_wordless(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphabetic())
        .all(|run| {
            let tail = run.get(1..).unwrap_or_default();
            let is_word =
                !tail.is_empty() && tail.chars().all(|letter| letter.is_ascii_lowercase());
            !is_word || SYMBOLS.contains(&run)
        })
}

/// No text without its like in any language.
fn check<'a>(english: impl IntoIterator<Item = &'a str>) {
    let wordy = |text: &&str| !is_wordless(text);
    let english: BTreeSet<&str> = english.into_iter().filter(wordy).collect();
    assert!(!english.is_empty());
    for lang in others() {
        let known = texts(lang);
        let is_missing = |text: &&&str| known.find(text).is_none();
        lacks(lang, english.iter().filter(is_missing));
    }
}

fn lacks<'a>(lang: Lang, missing: impl Iterator<Item = &'a &'a str>) {
    let missing: Vec<_> = missing.collect();
    let (slug, count) = (lang.slug(), missing.len());
    assert!(missing.is_empty(), "{slug} lacks {count}: {missing:#?}");
}

/// The source, without its tests and remarks.
fn sources() -> Vec<String> {
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => files(&path, found),
                path => found.push(path),
            }
        }
    }
    let mut found = Vec::new();
    files(&Path::new(ROOT).join("src"), &mut found);
    let read = |path| {
        let source = std::fs::read_to_string(path).expect("a source file");
        let (source, _) = source
            .split_once("#[cfg(test)]\nmod tests")
            .unwrap_or((&source, ""));
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let lines: Vec<&str> = source.lines().filter(is_code).collect();
        lines.join("\n")
    };
    found.into_iter().map(read).collect()
}

/// What the source says by `say("…")`, `fill("…", …)`, `told!("…", …)` and `Text::from("…")`.
fn said() -> Vec<String> {
    let mut said = Vec::new();
    for text in sources() {
        for call in ["say(", "fill(", "told!(", "Text::from("] {
            for rest in text.split(call).skip(1) {
                let Some(words) = rest.trim_start().strip_prefix('"') else {
                    continue;
                };
                let words = words.split('"').next().unwrap_or_default();
                // A line that goes on in the next one.
                let lines = words.split("\\\n").enumerate();
                let joined = lines.map(|(i, line)| if i > 0 { line.trim_start() } else { line });
                let joined: String = joined.collect();
                said.push(joined.replace("\\u{a0}", "\u{a0}"));
            }
        }
    }
    assert!(said.len() > 250, "{}", said.len());
    said
}

#[test]
fn a_file_of_texts_is_whole() {
    for lang in others() {
        let file = file(lang);
        let blocks = file.split("\n\n").map(|block| {
            let lines = block
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty());
            lines.collect::<Vec<_>>()
        });
        let mut seen = BTreeSet::new();
        for block in blocks.filter(|block| !block.is_empty()) {
            let [english, other] = block[..] else {
                panic!("not a pair: {block:?}")
            };
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(english), places(other), "{english}");
            assert_eq!(
                (english.trim(), other.trim()),
                (english, other),
                "{english:?}"
            );
            assert!(seen.insert(english), "{english} twice");
        }
        assert_eq!(Texts::read(&file).english().count(), seen.len());
    }
}

/// The text literals of a source.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find('"') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let hashes = before
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'#')
            .count();
        let is_raw = before[..at - hashes].ends_with('r');
        // The letter '"'.
        let is_letter = before.ends_with('\'') && after.starts_with('\'');
        let end = match is_raw {
            true => after.find(&("\"".to_string() + &"#".repeat(hashes))),
            false => end_of(after),
        };
        let Some(end) = end.filter(|_| !is_letter) else {
            rest = after;
            continue;
        };
        found.push(match is_raw {
            true => after[..end].to_string(),
            false => unescaped(&after[..end]),
        });
        rest = &after[end + 1..];
    }
    found
}

/// Where a literal ends.
fn end_of(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

/// As the program has it: a line may go on in the next one.
fn unescaped(literal: &str) -> String {
    let lines = literal.split("\\\n").enumerate();
    let joined = lines.map(|(i, line)| if i > 0 { line.trim_start() } else { line });
    let joined: String = joined.collect();
    let joined = joined.replace("\\u{a0}", "\u{a0}").replace("\\\"", "\"");
    joined.replace("\\n", "\n").replace("\\\\", "\\")
}

#[test]
fn nothing_is_told_that_nobody_says() {
    let mut said: BTreeSet<String> = sources().iter().flat_map(|text| literals(text)).collect();
    // Words of a formula, also where `format!` makes it.
    let formulas: Vec<String> = said
        .iter()
        .map(|text| text.replace("{{", "{"))
        .flat_map(|text| words_of(&text).map(str::to_string).collect::<Vec<_>>())
        .collect();
    said.extend(formulas);
    for lang in others() {
        let known = texts(lang);
        let unsaid = known.english().filter(|english| !said.contains(*english));
        let unsaid: BTreeSet<&str> = unsaid.collect();
        assert!(unsaid.is_empty(), "{}: {unsaid:#?}", unsaid.len());
    }
}

/// Texts that stand in a view as they are: between tags, or as the name of something.
fn bare(source: &str) -> impl Iterator<Item = &str> {
    let between = source.split(">\"").skip(1).filter_map(|rest| {
        let (words, after) = rest.split_once('"')?;
        after.starts_with('<').then_some(words)
    });
    let attributes = ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""];
    let named = attributes.into_iter().flat_map(|attribute| {
        let values = source.split(attribute).skip(1);
        values.filter_map(|rest| rest.split('"').next())
    });
    // The program's own name is the same in every language.
    const KEPT: &[&str] = &["GAN ", "Playground"];
    let is_words = |text: &&str| text.starts_with(char::is_alphabetic) && !KEPT.contains(text);
    between.chain(named).filter(is_words)
}

#[test]
fn no_text_of_a_view_is_bare() {
    let sources = sources();
    let bare: Vec<_> = sources.iter().flat_map(|source| bare(source)).collect();
    assert!(bare.is_empty(), "without say(): {bare:#?}");
}

#[test]
fn what_the_source_says_is_told() {
    let said = said();
    check(said.iter().map(String::as_str));
}

fn menu<T: setting::Choice>() -> impl Iterator<Item = &'static str> {
    setting::menu::<T>().into_iter().map(|(_, name)| name)
}

#[test]
fn settings_and_the_course_are_told() {
    let mut all = Vec::new();
    for knob in config::KNOBS.iter() {
        all.extend([knob.name, knob.unit, knob.help]);
        if let config::Range::Choice(entries) = knob.range {
            all.extend(entries().into_iter().map(|(_, name)| name));
        }
    }
    all.extend(config::Group::ALL.into_iter().map(|group| group.name()));
    all.extend(menu::<values::Choice>());
    all.extend(menu::<values::Look>());
    all.extend(menu::<values::TextSize>());
    all.extend(menu::<values::LatentWay>());
    all.extend(views::VIEWS.iter().flat_map(|view| [view.name, view.help]));
    all.extend(
        metric::METRICS
            .iter()
            .flat_map(|metric| [metric.name(), metric.help()]),
    );
    all.extend(course::SUBJECTS.iter().map(|subject| subject.title));
    all.extend(course::LECTURES.iter().map(|lecture| lecture.title));
    all.extend(course::all().flat_map(|stop| [stop.title(), stop.text()]));
    let trained = course::TRAINED.iter().map(|trained| trained.title);
    all.extend(trained);
    for entry in objective::OBJECTIVES {
        all.extend([entry.name(), entry.help()]);
        all.extend(words_of(entry.formula()));
    }
    for entry in lipschitz::LIPSCHITZ {
        all.extend([entry.name(), entry.help()]);
        all.extend(words_of(entry.formula()));
    }
    for entry in remedy::REMEDIES.each() {
        all.extend([entry.name(), entry.help()]);
        all.extend(words_of(entry.formula()));
    }
    for entry in architecture::ARCHITECTURES {
        all.extend([entry.name(), entry.help()]);
    }
    all.extend(plan::COLUMNS.iter().map(|column| column.title));
    for lesson in lesson::LESSONS {
        all.extend([lesson.text, lesson.bad_reason, lesson.good_reason]);
    }
    check(all);
}

#[test]
fn files_and_how_they_are_understood_are_told() {
    let kinds = FileKind::ALL.iter().map(|kind| kind.what());
    let letters = menu::<Encoding>().chain(menu::<Separator>());
    let marks = menu::<setting::number::Mark>();
    check(kinds.chain(letters).chain(marks));
}

#[test]
fn the_networks_layers_are_told() {
    let mut names = Said::default();
    let ask = |query: String, names: &mut Said| {
        let (config, _) = config::RunConfig::from_query(&query);
        for plan in [plan::generator(&config), plan::critic(&config)] {
            add_layers(&plan.layers, names);
        }
    };
    for entry in architecture::ARCHITECTURES {
        let query = format!(
            "data=mnist&objective=non-saturating&architecture={}",
            entry.slug()
        );
        for more in [
            "",
            "&conditional=1",
            "&minibatch_std=1",
            "&lipschitz=gradient-penalty",
        ] {
            ask(format!("{query}{more}"), &mut names);
        }
    }
    for remedy in ["virtual_batch_norm", "minibatch_discrimination"] {
        ask(
            format!("data=ring&objective=non-saturating&{remedy}=1"),
            &mut names,
        );
    }
    assert!(names.sentences.len() > 15, "{:?}", names.sentences);
    names.check();
}

/// What the layers are called, those inside of others included.
fn add_layers(parts: &[Part], names: &mut Said) {
    for part in parts {
        names.add(&part.name());
        match part {
            Part::Residual { body, shortcut } => {
                [body, shortcut].map(|parts| add_layers(parts, names))
            }
            Part::Fade { old, new, .. } => [old, new].map(|parts| add_layers(parts, names)),
            _ => continue,
        };
    }
}

#[test]
fn faults_are_told() {
    let mut said = Said::default();
    for fault in Fault::all() {
        said.add(&fault.text());
    }
    assert!(said.sentences.len() > 80);
    said.check();
}

/// A link with thousands of separators, in a language whose texts are tried on finished sentences,
/// would be taken apart in 2ⁿ ways.
#[test]
fn what_is_quoted_is_never_taken_apart() {
    let german = Lang::ALL[1];
    learn(german, &file(german));
    speak(german);
    let long = ", x: y; z · w → v. “u” ".repeat(300);
    for query in [
        "clip",
        "objective",
        "view",
        "colour",
        "drawing",
        "hide",
        "lesson",
    ] {
        let pairs = [
            (query.to_string(), long.clone()),
            (long.clone(), String::new()),
        ];
        let (_, faults) = Address::read(&pairs);
        assert!(!faults.is_empty());
        for fault in faults {
            let told = tell(fault.clone());
            assert_ne!(told, fault.to_string());
            assert!(told.chars().count() < 1000, "{told}");
        }
    }
    speak(Lang::ENGLISH);
}

#[test]
fn titles_of_runs_are_told() {
    let german = Lang::ALL[1];
    learn(german, &file(german));
    speak(german);
    let (address, _) = Address::read(&config::split_pairs(
        "compare=minimax,wasserstein&b.clip=0.1&b.width=64&b.depth=1",
    ));
    let settings = address.settings;
    let told = tell(settings.title(1));
    assert!(
        told.starts_with("Wasserstein · ") && told.ends_with(" · …"),
        "{told}"
    );
    assert_ne!(told, *settings.title(1));
    let alone = settings.compared(None);
    let changes = settings.differences(&alone).into_iter().map(tell);
    assert_eq!(
        changes.collect::<Vec<_>>(),
        ["Vergleichen mit Wasserstein → nichts"]
    );
    speak(Lang::ENGLISH);
}

/// The settings of the other tests, and every pair of choices.
fn settings(demo: &dyn Demo) -> Vec<Knobs> {
    let choices: Vec<_> = demo
        .knobs()
        .iter()
        .filter(|row| row.grid().is_none())
        .flat_map(|row| common::ends(row).into_iter().map(|value| (row.slug, value)))
        .collect();
    let mut all = common::settings(demo);
    for (i, (first, one)) in choices.iter().enumerate() {
        for (second, other) in choices.iter().skip(i) {
            let mut knobs = Knobs::defaults(demo.knobs());
            knobs.set(first, *one);
            knobs.set(second, *other);
            all.push(knobs);
        }
    }
    all
}

/// At rest, after each of the first steps, and at the end.
fn motions(demo: &dyn Demo, knobs: &Knobs) -> Vec<Option<Motion>> {
    let mut motions = vec![None];
    if let Some(action) = demo.action() {
        let mut motion = action.start(knobs);
        while !action.done(&motion) {
            if motion.steps() < 8 {
                motions.push(Some(motion.clone()));
            }
            action.step(knobs, &mut motion);
        }
        motions.push(Some(motion));
    }
    motions
}

/// What figures say.
#[derive(Default)]
struct Said {
    /// By the page: each is to be told in every language.
    sentences: BTreeSet<&'static str>,
    /// What is to read the same everywhere; of those that differ in numbers and symbols alone only one.
    same: BTreeMap<String, String>,
}

impl Said {
    fn add(&mut self, text: &Text) {
        let Said { sentences, same } = self;
        let mut add_same = |piece: &str| {
            let words = piece.split(|letter: char| !letter.is_alphabetic());
            let shape: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            same.entry(shape.join(" "))
                .or_insert_with(|| piece.to_string());
        };
        text.pieces(&mut |english| _ = sentences.insert(english), &mut add_same);
    }

    /// Nothing is left out of any language, and what is to read the same everywhere has no words.
    fn check(self) {
        check(self.sentences);
        let pieces = self.same.values().filter(|piece| !is_wordless(piece));
        let pieces: Vec<_> = pieces.collect();
        assert!(pieces.is_empty(), "{}: {pieces:#?}", pieces.len());
    }

    /// Everything that a demo says of itself in these circumstances.
    fn add_figure(&mut self, demo: &dyn Demo, knobs: &Knobs, now: Now) {
        let mut figure = demo.figure(knobs, now);
        figure.texts_mut(|text| self.add(text));
        for readout in demo.readouts(knobs, now) {
            self.sentences.extend([readout.name, readout.symbol]);
            self.add(&readout.value);
        }
        let formula = demo.formula(knobs, now);
        for words in words_of(&formula) {
            if !others().all(|lang| texts(lang).find(words).is_some()) {
                self.add(&Text::same(words));
            }
        }
    }
}

#[test]
fn figures_are_told_everywhere() {
    let mut said = Said::default();
    for demo in DEMOS {
        said.sentences.insert(demo.caption());
        said.sentences
            .extend(demo.action().map(|action| action.label()));
        for spec in demo.knobs() {
            said.sentences
                .extend([spec.name, spec.help, spec.fold, spec.unit]);
            if let config::Range::Choice(entries) = spec.range {
                said.sentences
                    .extend(entries().iter().map(|(_, name)| *name));
            }
        }
        for knobs in settings(*demo) {
            for motion in motions(*demo, &knobs) {
                let motion = motion.as_ref();
                said.add_figure(*demo, &knobs, Now { motion, lanes: &[] });
            }
            let count = demo.live().map_or(0, |live| live.runs(&knobs).len());
            for lane in [
                common::results(true),
                common::results(false),
                Lane::default(),
            ] {
                let lanes = vec![lane; count];
                said.add_figure(*demo, &knobs, Now::trained(&lanes));
            }
        }
    }
    said.check();
}

#[test]
fn the_page_speaks_a_language_once_it_has_its_texts() {
    let german = Lang::ALL[1];
    assert_eq!(say("Gallery"), "Gallery");
    assert!(knows(Lang::ENGLISH) && !knows(german));
    speak(german);
    assert_eq!(say("Gallery"), "Gallery");
    learn(german, &file(german));
    speak(german);
    assert_eq!(say("Gallery"), "Galerie");
    assert_eq!(say("Parallel lines"), "Parallele Strecken");
    assert_eq!(fill("{} of {}", &[&3, &7]), "3 von 7");
    assert_eq!(say("no such words"), "no such words");
    assert_eq!(tell(Text::same("Gallery")), "Gallery");
    speak(Lang::ENGLISH);
    assert_eq!(say("Gallery"), "Gallery");
}

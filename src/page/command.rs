//! What a message of a parent page asks for.

use crate::fault::Fault;

/// Longer texts are no values: a drawing, the longest there is, has 2,000 letters.
pub const LONGEST: usize = 4_000;

/// What a message has in one of its places.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Given {
    #[default]
    Nothing,
    Text(String),
    Number(f64),
    Switch(bool),
    List,
    Object,
}

impl Given {
    /// As the address has a setting's value.
    ///
    /// # Errors
    /// Why it is none.
    fn value(self) -> Result<String, Fault> {
        match self {
            Given::Text(text) if text.len() > LONGEST => Err(Fault::LongText { most: LONGEST }),
            Given::Text(text) => Ok(text),
            Given::Number(number) if number.is_finite() => Ok(number.to_string()),
            Given::Number(number) => Err(Fault::NotFinite {
                given: number.to_string(),
            }),
            Given::Switch(on) => Ok(on.to_string()),
            Given::Nothing => Err(Fault::NothingGiven),
            Given::List => Err(Fault::ListGiven),
            Given::Object => Err(Fault::ObjectGiven),
        }
    }
}

/// A message as it came.
#[derive(Clone, Debug, Default)]
pub struct Message {
    pub command: Given,
    pub query: Given,
    pub count: Given,
    pub steps: Given,
    pub scale: Given,
    /// Names and values; `None` where no object of such was sent.
    pub settings: Option<Vec<(String, Given)>>,
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Query,
    Open(String),
    Measure(u32),
    Sleep,
    Wake,
    Snapshot(u32),
    /// By its word, which some views refuse.
    Steer(&'static str, Steer),
}

/// What is done with a run, or with a figure that moves.
#[derive(Clone, Debug, PartialEq)]
pub enum Steer {
    Play,
    Pause,
    Step(u32),
    Reset,
    Set(Vec<(String, String)>),
}

/// What is wrong, each with the name of its part of the message.
pub type Wrong = Vec<Fault>;
type Read = fn(Message) -> Result<Command, Wrong>;

/// All commands by their words.
static COMMANDS: &[(&str, Read)] = &[
    ("play", |_| Ok(Command::Steer("play", Steer::Play))),
    ("pause", |_| Ok(Command::Steer("pause", Steer::Pause))),
    ("step", |message| {
        let count = whole("count", message.count, 1, 100_000)?;
        Ok(Command::Steer("step", Steer::Step(count)))
    }),
    ("reset", |_| Ok(Command::Steer("reset", Steer::Reset))),
    ("set", |message| {
        Ok(Command::Steer("set", Steer::Set(values(message.settings)?)))
    }),
    ("query", |_| Ok(Command::Query)),
    ("open", |message| {
        Ok(Command::Open(text("query", message.query)?))
    }),
    ("measure", |message| {
        let steps = whole("steps", message.steps, 20, 1_000_000)?;
        Ok(Command::Measure(steps))
    }),
    ("sleep", |_| Ok(Command::Sleep)),
    ("wake", |_| Ok(Command::Wake)),
    ("snapshot", |message| {
        let scale = whole("scale", message.scale, 1, 2)?;
        Ok(Command::Snapshot(scale))
    }),
];

/// The words of all commands.
pub fn words() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|(word, _)| *word)
}

impl Command {
    /// Reads a message.
    ///
    /// # Errors
    /// The command is unknown, or what it needs is missing or beyond its bounds.
    pub fn read(message: Message) -> Result<Self, Wrong> {
        let Given::Text(command) = &message.command else {
            let known = words().map(str::to_string).collect();
            return Err(vec![Fault::NeedsWord { known }.about("command")]);
        };
        let found = COMMANDS.iter().find(|(word, _)| word == command);
        match found {
            Some((_, read)) => read(message),
            None => Err(vec![Fault::unknown(command, words()).about("command")]),
        }
    }
}

/// A whole number from 1 on, where it is given.
fn whole(name: &str, given: Given, usual: u32, most: u32) -> Result<u32, Wrong> {
    match given {
        Given::Nothing => Ok(usual),
        Given::Number(n) if n.fract() == 0.0 && (1.0..=f64::from(most)).contains(&n) => {
            Ok(n as u32)
        }
        _ => Err(vec![Fault::NeedsWhole { most }.about(name)]),
    }
}

/// A text, where it is given.
fn text(name: &str, given: Given) -> Result<String, Wrong> {
    match given {
        Given::Nothing => Ok(String::new()),
        Given::Text(text) => Ok(text),
        _ => Err(vec![Fault::NeedsText.about(name)]),
    }
}

/// Settings as the address has them: all of them, or what is wrong with some.
fn values(given: Option<Vec<(String, Given)>>) -> Result<Vec<(String, String)>, Wrong> {
    let given = given.ok_or_else(|| vec![Fault::NoObject.about("settings")])?;
    let mut wrong = Vec::new();
    let mut values = Vec::new();
    for (name, given) in given {
        match given.value() {
            Ok(value) => values.push((name, value)),
            Err(why) => wrong.push(why.unchanged(&name)),
        }
    }
    match wrong.is_empty() {
        true => Ok(values),
        false => Err(Fault::bounded(wrong)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(command: &str, fill: impl Fn(&mut Message)) -> Result<Command, Wrong> {
        let mut message = Message {
            command: Given::Text(command.to_string()),
            ..Message::default()
        };
        fill(&mut message);
        Command::read(message)
    }

    #[test]
    fn what_is_left_out_has_its_usual_value() {
        let step = Command::Steer("step", Steer::Step(1));
        assert_eq!(read("step", |_| {}), Ok(step));
        assert_eq!(read("measure", |_| {}), Ok(Command::Measure(20)));
        assert_eq!(read("snapshot", |_| {}), Ok(Command::Snapshot(1)));
        assert_eq!(read("open", |_| {}), Ok(Command::Open(String::new())));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let no_number = || {
            let wrong = [0.0, 1.5, -1.0, 2e6, f64::NAN, f64::INFINITY].map(Given::Number);
            let others = [
                Given::Text("3".into()),
                Given::List,
                Given::Object,
                Given::Switch(true),
            ];
            wrong.into_iter().chain(others)
        };
        let mut all = vec![
            (read("fly", |_| {}), "command"),
            (read("", |_| {}), "command"),
            (read("Play", |_| {}), "command"),
            (
                read("play", |message| message.command = Given::Nothing),
                "command",
            ),
            (
                read("play", |message| message.command = Given::Number(3.0)),
                "command",
            ),
            (read("set", |_| {}), "settings"),
            (
                read("open", |message| message.query = Given::Object),
                "query",
            ),
            (
                read("open", |message| message.query = Given::Number(3.0)),
                "query",
            ),
            (
                read("snapshot", |message| message.scale = Given::Number(3.0)),
                "scale",
            ),
        ];
        for given in no_number() {
            all.push((
                read("step", |message| message.count = given.clone()),
                "count",
            ));
            all.push((
                read("measure", |message| message.steps = given.clone()),
                "steps",
            ));
        }
        for (wrong, name) in all {
            let wrong = wrong.expect_err(name);
            assert_eq!(wrong.len(), 1, "one clear sentence");
            assert!(
                wrong[0].to_string().starts_with(&format!("{name}: ")),
                "{wrong:?}"
            );
        }
        let unknown = read("fly", |_| {}).unwrap_err()[0].to_string();
        assert!(words().all(|word| unknown.contains(word)), "{unknown}");
    }

    #[test]
    fn settings_are_words_and_numbers() {
        let set = |given: Given| {
            read("set", |message| {
                message.settings = Some(vec![
                    ("seed".to_string(), Given::Number(3.0)),
                    ("clip".to_string(), given.clone()),
                ]);
            })
        };
        for (given, text) in [
            (Given::Text("0.5".into()), "0.5"),
            (Given::Number(0.5), "0.5"),
            (Given::Number(7.0), "7"),
            (Given::Switch(true), "true"),
        ] {
            let pairs =
                [("seed", "3"), ("clip", text)].map(|(n, v)| (n.to_string(), v.to_string()));
            assert_eq!(
                set(given),
                Ok(Command::Steer("set", Steer::Set(pairs.to_vec())))
            );
        }
        for given in [
            Given::Nothing,
            Given::List,
            Given::Object,
            Given::Number(f64::NAN),
            Given::Number(f64::NEG_INFINITY),
            Given::Text("x".repeat(LONGEST + 1)),
        ] {
            let wrong = set(given.clone()).expect_err("no value");
            assert_eq!(wrong.len(), 1);
            assert!(
                wrong[0].to_string().starts_with("clip: "),
                "{given:?}: {wrong:?}"
            );
        }
        let many = |message: &mut Message| {
            let one = |i| (format!("x{i}"), Given::List);
            message.settings = Some((0..10_000).map(one).collect());
        };
        assert!(read("set", many).expect_err("lists").len() < 10);
    }

    #[test]
    fn a_word_of_steering_is_its_own() {
        for word in words() {
            let given = Message {
                command: Given::Text(word.to_string()),
                settings: Some(Vec::new()),
                ..Message::default()
            };
            if let Command::Steer(own, _) = Command::read(given).unwrap() {
                assert_eq!(own, word);
            }
        }
    }
}

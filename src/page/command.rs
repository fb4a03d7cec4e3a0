//! What a message of a parent page asks for.

use crate::fault::Fault;

/// A message as it came: what is missing or no text is empty, and a number that is none is NaN.
#[derive(Clone, Debug, Default)]
pub struct Message {
    pub command: String,
    pub query: String,
    pub count: Option<f64>,
    pub steps: Option<f64>,
    pub scale: Option<f64>,
    /// Names and values as the address has them; `None` where no object was sent.
    pub settings: Option<Vec<(String, String)>>,
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

/// What is wrong, and with which part of the message.
pub type Wrong = (&'static str, Fault);
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
        let settings = message.settings.ok_or(("settings", Fault::NoObject))?;
        Ok(Command::Steer("set", Steer::Set(settings)))
    }),
    ("query", |_| Ok(Command::Query)),
    ("open", |message| Ok(Command::Open(message.query))),
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
        let found = COMMANDS.iter().find(|(word, _)| *word == message.command);
        match found {
            Some((_, read)) => read(message),
            None => Err(("command", Fault::unknown(&message.command, words()))),
        }
    }
}

/// A whole number from 1 on, where it is given.
fn whole(name: &'static str, given: Option<f64>, usual: u32, most: u32) -> Result<u32, Wrong> {
    match given {
        None => Ok(usual),
        Some(n) if n.fract() == 0.0 && (1.0..=f64::from(most)).contains(&n) => Ok(n as u32),
        Some(_) => Err((name, Fault::NeedsWhole { most })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(command: &str, fill: fn(&mut Message)) -> Result<Command, Wrong> {
        let mut message = Message {
            command: command.to_string(),
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
        for (wrong, name) in [
            (read("fly", |_| {}), "command"),
            (read("", |_| {}), "command"),
            (read("set", |_| {}), "settings"),
            (read("step", |message| message.count = Some(0.0)), "count"),
            (read("step", |message| message.count = Some(1.5)), "count"),
            (
                read("step", |message| message.count = Some(f64::NAN)),
                "count",
            ),
            (
                read("measure", |message| message.steps = Some(2e6)),
                "steps",
            ),
            (
                read("snapshot", |message| message.scale = Some(3.0)),
                "scale",
            ),
        ] {
            assert_eq!(wrong.map_err(|(name, _)| name), Err(name));
        }
        let (_, unknown) = read("fly", |_| {}).unwrap_err();
        let unknown = unknown.to_string();
        assert!(words().all(|word| unknown.contains(word)), "{unknown}");
    }

    #[test]
    fn a_word_of_steering_is_its_own() {
        for word in words() {
            let given = Message {
                command: word.to_string(),
                settings: Some(Vec::new()),
                ..Message::default()
            };
            if let Command::Steer(own, _) = Command::read(given).unwrap() {
                assert_eq!(own, word);
            }
        }
    }
}

//! The rounds of “Which one is real?”: what was shown, what was said, and who was right.

/// Rounds of a game.
pub const ROUNDS: usize = 10;

/// What is shown in a round, and asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A real and a generated picture: which one is real?
    Pairs,
    /// One picture: is it real?
    Singles,
}

/// A game. In pairs `true` says that the first picture is the real one, in singles that the picture
/// is real.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounds {
    pub mode: Mode,
    truth: Vec<bool>,
    /// What the critic says.
    critic: Vec<bool>,
    /// What the visitor has said so far.
    said: Vec<bool>,
}

/// Pictures by what they are and what they were called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub real_called_real: usize,
    pub real_called_fake: usize,
    pub fake_called_real: usize,
    pub fake_called_fake: usize,
}

impl Tally {
    fn add(&mut self, is_real: bool, called_real: bool) {
        *match (is_real, called_real) {
            (true, true) => &mut self.real_called_real,
            (true, false) => &mut self.real_called_fake,
            (false, true) => &mut self.fake_called_real,
            (false, false) => &mut self.fake_called_fake,
        } += 1;
    }
}

impl Rounds {
    /// A game of rounds whose truth and the critic's answers are these.
    pub fn new(mode: Mode, truth: Vec<bool>, critic: Vec<bool>) -> Self {
        Rounds {
            mode,
            truth,
            critic,
            said: Vec::new(),
        }
    }

    pub fn count(&self) -> usize {
        self.truth.len()
    }

    /// Rounds that were answered.
    pub fn answered(&self) -> usize {
        self.said.len()
    }

    /// Answers the next round, where there is one.
    pub fn answer(&mut self, said: bool) {
        if self.said.len() < self.truth.len() {
            self.said.push(said);
        }
    }

    /// Truth, what was said, and what the critic says, of a round that was answered.
    pub fn verdict(&self, round: usize) -> Option<(bool, bool, bool)> {
        let said = *self.said.get(round)?;
        Some((*self.truth.get(round)?, said, *self.critic.get(round)?))
    }

    /// Rounds that were answered rightly: by the visitor, by the critic.
    pub fn score(&self) -> (usize, usize) {
        let verdicts = (0..self.answered()).filter_map(|round| self.verdict(round));
        verdicts.fold((0, 0), |(you, critic), (truth, said, machine)| {
            (
                you + usize::from(said == truth),
                critic + usize::from(machine == truth),
            )
        })
    }

    /// The rounds that were answered, picture by picture: the visitor's calls, the critic's. In a
    /// pair to call one real is to call the other generated.
    pub fn tallies(&self) -> (Tally, Tally) {
        let (mut you, mut critic) = (Tally::default(), Tally::default());
        for round in 0..self.answered() {
            let Some((truth, said, machine)) = self.verdict(round) else {
                break;
            };
            for (tally, called) in [(&mut you, said), (&mut critic, machine)] {
                tally.add(truth, called);
                if self.mode == Mode::Pairs {
                    tally.add(!truth, !called);
                }
            }
        }
        (you, critic)
    }
}

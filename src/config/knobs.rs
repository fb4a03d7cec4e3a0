//! Every setting of a run, in the order of the page. Those that belong to a part of it are in that
//! part's file.

use super::RunConfig;
use super::knob::{Group, Knob, Lead};
use crate::activation::ACTIVATIONS;
use crate::architecture::{ARCHITECTURES, Growth};
use crate::data::{DATASETS, Frozen};
use crate::lipschitz::Control;
use crate::objective::OBJECTIVES;
use crate::optimiser::Updates;
use crate::registry::menu;
use crate::remedy::Remedies;
use crate::setting::Spacing::{Even, Ratios};
use crate::setting::{Field, Row};
use std::sync::LazyLock;

/// Every setting of a run, in the order of the page.
pub static KNOBS: LazyLock<Vec<Knob>> = LazyLock::new(|| {
    let game = game().into_iter().map(|(row, leads)| Knob {
        row,
        group: Group::Game,
        leads,
    });
    let groups = [
        (Group::Critic, critic()),
        (Group::Updates, of(Updates::rows(), |run| &mut run.updates)),
        (Group::Growing, growing()),
        (Group::Remedies, remedies()),
        (Group::Networks, networks()),
    ];
    let knobs = groups.into_iter().flat_map(|(group, rows)| {
        rows.into_iter().map(move |row| Knob {
            row,
            group,
            leads: Lead::Nothing,
        })
    });
    game.chain(knobs).collect()
});

type Rows = Vec<Row<RunConfig>>;

/// The settings of a part of a run.
fn of<T: Copy + 'static>(rows: Vec<Row<T>>, field: Field<RunConfig, T>) -> Rows {
    rows.into_iter().map(|row| row.within(field)).collect()
}

/// What is played, and what else depends on it.
fn game() -> Vec<(Row<RunConfig>, Lead)> {
    let data = Row::pick(
        "data",
        || menu(DATASETS),
        DATASETS,
        |run: &mut RunConfig| &mut run.data,
    )
    .says("Data", "What the generator must imitate.");
    let objective = Row::pick(
        "objective",
        || menu(OBJECTIVES),
        OBJECTIVES,
        |run: &mut RunConfig| &mut run.objective,
    )
    .says("Objective", "The losses of critic and generator.");
    let architecture = Row::pick(
        "architecture",
        || menu(ARCHITECTURES),
        ARCHITECTURES,
        |run: &mut RunConfig| &mut run.architecture,
    )
    .when(|run| run.data.is_images())
    .says(
        "Architecture",
        "What the two networks are made of: the rows of the WGAN-GP paper's table, and networks that \
         grow.",
    );
    let control = Control::row().within(|run: &mut RunConfig| &mut run.control);
    vec![
        (data, Lead::All),
        (objective, Lead::All),
        (architecture, Lead::All),
        (control, Lead::Rest),
    ]
}

fn critic() -> Rows {
    let mut rows = of(Control::rows(), |run| &mut run.control);
    rows.extend([
        Row::int("critic_steps", 1, 10, Even, |run: &mut RunConfig| {
            &mut run.critic_steps
        })
        .live()
        .unit("per generator step")
        .says(
            "Critic steps",
            "Critic updates before each generator update (n_critic; k of algorithm 1).",
        ),
        Row::pick(
            "critic_activation",
            || menu(ACTIVATIONS),
            ACTIVATIONS,
            |run: &mut RunConfig| &mut run.critic_activation,
        )
        .when(|run| run.takes("critic_activation"))
        .says(
            "Critic activation",
            "What the critic's hidden units do: straight pieces, or a smooth curve.",
        ),
    ]);
    rows
}

fn growing() -> Rows {
    let rows = of(Growth::rows(), |run| &mut run.growth).into_iter();
    rows.map(|row| row.when(|run| run.architecture.grows()))
        .collect()
}

fn remedies() -> Rows {
    let rows = Remedies::rows().into_iter();
    rows.map(|(row, fits)| {
        row.within(|run: &mut RunConfig| &mut run.remedies)
            .when(move |run| fits(&run.remedies, &run.game()))
    })
    .collect()
}

fn networks() -> Rows {
    let mut rows = vec![
        Row::switch("conditional", |run: &mut RunConfig| &mut run.conditional)
            .when(|run| run.data.classes() > 0 && !run.frozen.on)
            .says(
                "Conditional",
                "Both networks are told which digit it is: the generator makes the one that is \
                 asked for, and the critic knows which it should be (Mirza, Osindero 2014).",
            ),
    ];
    rows.extend(of(Frozen::rows(), |run| &mut run.frozen));
    rows.extend([
        Row::int("batch", 4, 512, Ratios, |run: &mut RunConfig| {
            &mut run.batch
        })
        .unit("samples")
        .says(
            "Batch size",
            "Real samples, and as many generated ones, per update.",
        ),
        Row::int("width", 4, 512, Ratios, |run: &mut RunConfig| {
            &mut run.width
        })
        .when(|run| run.takes("width"))
        .unit("units")
        .says("Width", "Units of each fully connected hidden layer."),
        Row::int("filters", 2, 64, Ratios, |run: &mut RunConfig| {
            &mut run.filters
        })
        .when(|run| run.takes("filters"))
        .unit("channels")
        .says(
            "Filters",
            "Channels of the convolutions at 14 × 14 pixels. Twice as many take four times as \
             long.",
        ),
        Row::int("depth", 1, 5, Even, |run: &mut RunConfig| &mut run.depth)
            .when(|run| run.takes("depth"))
            .unit("hidden layers")
            .says("Depth", "Hidden layers of generator and critic."),
        Row::int("latent", 1, 128, Ratios, |run: &mut RunConfig| {
            &mut run.latent
        })
        .unit("dimensions")
        .says(
            "Latent size",
            "Dimension of the noise z that the generator turns into a sample.",
        ),
        Row::int("seed", 0, 999_999, Even, |run: &mut RunConfig| {
            &mut run.seed
        })
        .says(
            "Seed",
            "Same seed, same engine, same settings: the same run.",
        ),
    ]);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RunConfig;
    use crate::registry::Pick;
    use crate::setting::{Range, Value};

    #[test]
    fn slugs_are_unique() {
        for (i, knob) in KNOBS.iter().enumerate() {
            assert!(KNOBS[..i].iter().all(|other| other.slug != knob.slug));
        }
    }

    /// Both ends of a range, or all words.
    fn values(knob: &Knob) -> Vec<Value> {
        match knob.range {
            Range::Choice(words) => words().iter().map(|(slug, _)| Value::Slug(slug)).collect(),
            Range::Int { min, max, .. } => vec![Value::Int(min), Value::Int(max)],
            Range::Float { min, max, .. } => vec![Value::Float(min), Value::Float(max)],
            Range::Switch => vec![Value::Switch(false), Value::Switch(true)],
        }
    }

    /// Wherever it is held, and whether it matters or not.
    #[test]
    fn a_setting_is_read_where_it_is_set_and_no_other_moves() {
        let before = RunConfig::default();
        for knob in KNOBS.iter() {
            for value in values(knob) {
                let mut after = before;
                (knob.set)(&mut after, value);
                assert_eq!((knob.get)(&after), value, "{}", knob.slug);
                let others = KNOBS.iter().filter(|other| other.slug != knob.slug);
                for other in others {
                    let (was, is) = ((other.get)(&before), (other.get)(&after));
                    assert_eq!(was, is, "{} moved {}", knob.slug, other.slug);
                }
            }
        }
    }

    #[test]
    fn every_recommendation_is_in_range() {
        for data in DATASETS {
            for objective in OBJECTIVES {
                for architecture in ARCHITECTURES {
                    let config =
                        RunConfig::recommended(Pick(*data), Pick(*objective), Pick(*architecture));
                    if objective.refuses(*data).is_none() {
                        assert_eq!(config.objective.slug(), objective.slug());
                    }
                    for knob in KNOBS.iter() {
                        let value = (knob.get)(&config);
                        assert_eq!(knob.parse(&value.to_string()), Ok(value), "{}", knob.slug);
                    }
                }
            }
        }
    }
}

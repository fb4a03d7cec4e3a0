//! Every setting of a run, in the order of the page.

use super::knob::{Group, Knob, Lead};
use crate::activation::ACTIVATIONS;
use crate::architecture::ARCHITECTURES;
use crate::data::DATASETS;
use crate::lipschitz::LIPSCHITZ;
use crate::objective::OBJECTIVES;
use crate::optimiser::OPTIMISERS;
use crate::registry::{find, menu};
use crate::setting::Spacing::{Even, Ratios};
use crate::setting::{Range, Value};

/// A knob over a registry held in the field of the same name.
macro_rules! choice {
    ($field:ident, $entries:expr) => {
        Knob::new(
            stringify!($field),
            Range::Choice(|| menu($entries)),
            |c| Value::Slug(c.$field.slug()),
            |c, v| {
                if let Value::Slug(slug) = v
                    && let Some(entry) = find($entries, slug)
                {
                    c.$field = entry;
                }
            },
        )
    };
}

/// A knob over the whole number held in the field of the same name.
macro_rules! int {
    ($field:ident, $type:ty, $min:expr, $max:expr, $spacing:expr) => {
        Knob::new(
            stringify!($field),
            Range::Int {
                min: $min,
                max: $max,
                spacing: $spacing,
            },
            |c| Value::Int(c.$field as u64),
            |c, v| {
                if let Value::Int(n) = v {
                    c.$field = n as $type;
                }
            },
        )
    };
}

/// A live knob over the number held in the field of the same name.
macro_rules! float {
    ($field:ident, $min:expr, $max:expr, $spacing:expr) => {
        Knob::new(
            stringify!($field),
            Range::Float {
                min: $min,
                max: $max,
                step: 0.0,
                spacing: $spacing,
            },
            |c| Value::Float(c.$field),
            |c, v| {
                if let Value::Float(x) = v {
                    c.$field = x;
                }
            },
        )
        .live()
    };
}

/// A switch, a remedy's where nothing else is said, held in the field of the same name.
macro_rules! switch {
    ($field:ident) => {
        Knob::new(
            stringify!($field),
            Range::Switch,
            |c| Value::Switch(c.$field),
            |c, v| {
                if let Value::Switch(on) = v {
                    c.$field = on;
                }
            },
        )
        .group(Group::Remedies)
    };
}

/// What stands for "as the critic" in the generator's optimiser.
const SAME: (&str, &str) = ("same", "Same as the critic's");

/// Every setting of a run, in the order of the page.
pub static KNOBS: &[Knob] = &[
    choice!(data, DATASETS)
        .leads(Lead::All)
        .says("Data", "What the generator must imitate."),
    choice!(objective, OBJECTIVES)
        .leads(Lead::All)
        .says("Objective", "The losses of critic and generator."),
    choice!(architecture, ARCHITECTURES)
        .leads(Lead::All)
        .when(|c| c.data.is_images())
        .says(
            "Architecture",
            "What the two networks are made of: the rows of the WGAN-GP paper's table, and networks \
             that grow.",
        ),
    choice!(lipschitz, LIPSCHITZ).leads(Lead::Rest).says(
        "Lipschitz control",
        "How the critic is kept from growing steep.",
    ),
    float!(clip, 0.001, 1.0, Ratios)
        .group(Group::Critic)
        .when(|c| c.lipschitz.clips())
        .says(
            "Clip value",
            "Every weight of the critic is held in [−c, c]. The WGAN paper uses 0.01.",
        ),
    float!(penalty_weight, 0.0001, 100.0, Ratios)
        .group(Group::Critic)
        .when(|c| c.lipschitz.penalty().is_some())
        .says(
            "Penalty weight",
            "How much the gradient penalty counts (λ; γ of R1). The WGAN-GP paper uses 10 on \
             images and 0.1 on toys.",
        ),
    int!(critic_steps, usize, 1, 10, Even)
        .group(Group::Critic)
        .live()
        .unit("per generator step")
        .says(
            "Critic steps",
            "Critic updates before each generator update (n_critic; k of algorithm 1).",
        ),
    choice!(critic_activation, ACTIVATIONS)
        .group(Group::Critic)
        .when(|c| c.takes("critic_activation"))
        .says(
            "Critic activation",
            "What the critic's hidden units do: straight pieces, or a smooth curve.",
        ),
    choice!(optimiser, OPTIMISERS)
        .group(Group::Updates)
        .says("Optimiser", "The update rule of both networks."),
    Knob::new(
        "generator_optimiser",
        Range::Choice(|| std::iter::once(SAME).chain(menu(OPTIMISERS)).collect()),
        |c| Value::Slug(c.generator_optimiser.map_or(SAME.0, |o| o.slug())),
        |c, v| {
            if let Value::Slug(slug) = v {
                c.generator_optimiser = find(OPTIMISERS, slug);
            }
        },
    )
    .group(Group::Updates)
    .says(
        "Generator optimiser",
        "The generator's update rule, where it has its own.",
    ),
    float!(critic_lr, 1e-6, 1.0, Ratios)
        .group(Group::Updates)
        .says(
            "Critic learning rate",
            "Step size of the critic's updates. A faster critic than generator is the two \
             time-scale rule (TTUR, Heusel et al. 2017).",
        ),
    float!(generator_lr, 1e-6, 1.0, Ratios)
        .group(Group::Updates)
        .says(
            "Generator learning rate",
            "Step size of the generator's updates. 0.000001 all but freezes it.",
        ),
    float!(momentum, 0.0, 0.99, Even)
        .group(Group::Updates)
        .when(|c| c.any_optimiser(|o| o.has_momentum()))
        .says(
            "Momentum",
            "How much of the last update is carried on. 0 is none.",
        ),
    float!(beta1, 0.0, 0.99, Even)
        .group(Group::Updates)
        .when(|c| c.any_optimiser(|o| o.has_betas()))
        .says("Adam β₁", "Decay of the running mean of the gradient."),
    float!(beta2, 0.5, 0.9999, Even)
        .group(Group::Updates)
        .when(|c| c.any_optimiser(|o| o.has_betas()))
        .says(
            "Adam β₂",
            "Decay of the running mean of the squared gradient.",
        ),
    int!(hold_7, u64, 1, 10_000, Ratios)
        .group(Group::Growing).live().when(|c| c.takes("hold_7"))
        .unit("iterations")
        .says("Time at 7 × 7", "Iterations before 14 × 14 begins to fade in."),
    int!(fade_14, u64, 1, 10_000, Ratios)
        .group(Group::Growing).live().when(|c| c.takes("fade_14"))
        .unit("iterations")
        .says(
            "14 × 14 fades in over",
            "Meanwhile α, the share of the new layers, grows from 0 to 1.",
        ),
    int!(hold_14, u64, 1, 10_000, Ratios)
        .group(Group::Growing).live().when(|c| c.takes("hold_14"))
        .unit("iterations")
        .says("Time at 14 × 14", "Iterations before 28 × 28 begins to fade in."),
    int!(fade_28, u64, 1, 10_000, Ratios)
        .group(Group::Growing).live().when(|c| c.takes("fade_28"))
        .unit("iterations")
        .says(
            "28 × 28 fades in over",
            "Meanwhile α, the share of the new layers, grows from 0 to 1.",
        ),
    float!(rate_7, 0.1, 10.0, Ratios).group(Group::Growing).live().when(|c| c.takes("rate_7")).says(
        "Learning rates at 7 × 7, times",
        "Both networks' learning rates are multiplied by this at the size of 7 × 7.",
    ),
    float!(rate_14, 0.1, 10.0, Ratios).group(Group::Growing).live().when(|c| c.takes("rate_14")).says(
        "Learning rates at 14 × 14, times",
        "Both networks' learning rates are multiplied by this once 14 × 14 begins to fade in.",
    ),
    float!(rate_28, 0.1, 10.0, Ratios).group(Group::Growing).live().when(|c| c.takes("rate_28")).says(
        "Learning rates at 28 × 28, times",
        "Both networks' learning rates are multiplied by this once 28 × 28 begins to fade in.",
    ),
    switch!(label_smoothing)
        .live()
        .when(|c| c.objective.smooths_labels())
        .says(
            "Label smoothing",
            "The critic's targets are softer than 1 and 0.",
        ),
    float!(real_label, 0.5, 1.0, Even)
        .group(Group::Remedies)
        .when(|c| c.label_smoothing)
        .says(
            "Label of real samples",
            "α: the target on real samples. One-sided smoothing lowers only this one.",
        ),
    float!(fake_label, 0.0, 0.5, Even)
        .group(Group::Remedies)
        .when(|c| c.label_smoothing)
        .says(
            "Label of generated samples",
            "β: the target on generated samples. Above 0 it rewards the generator where it is.",
        ),
    switch!(minibatch_discrimination).says(
        "Minibatch discrimination",
        "The critic sees how close each sample is to the others of its batch.",
    ),
    int!(kernels, usize, 1, 32, Ratios)
        .group(Group::Remedies)
        .when(|c| c.minibatch_discrimination)
        .says(
            "Discrimination kernels",
            "B: closeness is measured in this many ways.",
        ),
    int!(kernel_size, usize, 1, 16, Ratios)
        .group(Group::Remedies)
        .when(|c| c.minibatch_discrimination)
        .unit("dimensions")
        .says("Kernel size", "C: each measure sees this many numbers."),
    switch!(minibatch_std).says(
        "Minibatch standard deviation",
        "The critic sees how much its batch varies.",
    ),
    switch!(feature_matching).live().says(
        "Feature matching",
        "The generator matches the mean of the critic's last hidden layer instead of fooling it.",
    ),
    switch!(historical_averaging).live().says(
        "Historical averaging",
        "Both players are drawn to the mean of their own past.",
    ),
    float!(history_weight, 0.001, 10.0, Ratios)
        .group(Group::Remedies)
        .when(|c| c.historical_averaging)
        .says("Pull of the past", "Weight of the distance to the mean."),
    switch!(virtual_batch_norm).says(
        "Virtual batch norm",
        "The generator's hidden layers are normalised by a fixed reference batch.",
    ),
    switch!(instance_noise).live().says(
        "Instance noise",
        "Noise on real and generated samples alike, so that they overlap; it fades.",
    ),
    float!(noise, 0.01, 1.0, Ratios)
        .group(Group::Remedies)
        .when(|c| c.instance_noise)
        .says("Noise at the start", "Standard deviation at iteration 0."),
    int!(noise_steps, u64, 100, 100_000, Ratios)
        .group(Group::Remedies)
        .live()
        .when(|c| c.instance_noise)
        .unit("iterations")
        .says("Noise fades over", "After this many iterations it is gone."),
    int!(packing, usize, 1, 4, Even)
        .group(Group::Remedies)
        .when(|c| c.objective.packs())
        .unit("samples")
        .says(
            "Packing",
            "The critic judges this many samples at once: 1 is the plain critic. What is left of \
             a batch that does not divide is not used.",
        ),
    switch!(ema).live().says(
        "Averaged generator",
        "What is shown comes from a running mean of the generator's weights.",
    ),
    float!(ema_decay, 0.9, 0.9999, Even)
        .group(Group::Remedies)
        .when(|c| c.ema)
        .says("Averaging decay", "How much of the mean is kept per step."),
    switch!(conditional)
        .group(Group::Networks)
        .when(|c| c.data.classes() > 0 && !c.frozen_generator)
        .says(
            "Conditional",
            "Both networks are told which digit it is: the generator makes the one that is asked \
             for, and the critic knows which it should be (Mirza, Osindero 2014).",
        ),
    switch!(frozen_generator).group(Group::Networks).says(
        "Frozen generator",
        "Generated samples are real ones plus noise, as in figure 1 of the WGAN-GP paper: only \
         the critic learns.",
    ),
    float!(frozen_shift, -10.0, 10.0, Even)
        .group(Group::Networks)
        .when(|c| c.frozen_generator)
        .says(
            "Frozen shift",
            "How far the generated samples are moved along their first coordinate.",
        ),
    float!(frozen_noise, 0.0, 2.0, Even)
        .group(Group::Networks)
        .when(|c| c.frozen_generator)
        .says(
            "Frozen noise",
            "Standard deviation of the noise on the generated samples.",
        ),
    int!(batch, usize, 4, 512, Ratios)
        .group(Group::Networks)
        .unit("samples")
        .says(
            "Batch size",
            "Real samples, and as many generated ones, per update.",
        ),
    int!(width, usize, 4, 512, Ratios)
        .group(Group::Networks)
        .when(|c| c.takes("width"))
        .unit("units")
        .says("Width", "Units of each fully connected hidden layer."),
    int!(filters, usize, 2, 64, Ratios)
        .group(Group::Networks)
        .when(|c| c.takes("filters"))
        .unit("channels")
        .says(
            "Filters",
            "Channels of the convolutions at 14 × 14 pixels. Twice as many take four times as \
             long.",
        ),
    int!(depth, usize, 1, 5, Even)
        .group(Group::Networks)
        .when(|c| c.takes("depth"))
        .unit("hidden layers")
        .says("Depth", "Hidden layers of generator and critic."),
    int!(latent, usize, 1, 128, Ratios)
        .group(Group::Networks)
        .unit("dimensions")
        .says(
            "Latent size",
            "Dimension of the noise z that the generator turns into a sample.",
        ),
    int!(seed, u64, 0, 999_999, Even)
        .group(Group::Networks)
        .says(
            "Seed",
            "Same seed, same engine, same settings: the same run.",
        ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RunConfig;
    use crate::registry::Pick;

    #[test]
    fn slugs_are_unique() {
        for (i, knob) in KNOBS.iter().enumerate() {
            assert!(KNOBS[..i].iter().all(|other| other.slug != knob.slug));
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
                    for knob in KNOBS {
                        let value = (knob.get)(&config);
                        assert_eq!(knob.parse(&value.to_string()), Ok(value), "{}", knob.slug);
                    }
                }
            }
        }
    }
}

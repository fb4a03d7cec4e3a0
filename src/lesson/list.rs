use super::{Bound, Lesson, Measure};

/// All lessons, in the order in which lectures meet them.
pub static LESSONS: &[Lesson] = &[
    Lesson {
        slug: "vanishing-gradient",
        title: "Vanishing gradient",
        lectures: &["L0", "L1", "L2"],
        text: "The better the discriminator, the less the saturating loss tells the generator: \
               where D is sure that a sample is fake, log(1 − D) is flat. Watch the arrows under \
               the generated density.",
        bad_reason: "The saturating loss with a strong discriminator: the push on the samples is \
                     nearly zero.",
        good_reason: "The same discriminator with −log D: the push is strongest where D is surest.",
        bad: "data=gaussian-1d&objective=minimax&critic_steps=10&critic_lr=0.01",
        good: "data=gaussian-1d&objective=non-saturating&critic_steps=10&critic_lr=0.01",
        views: "metrics",
        iterations: 600,
        measure: Measure::Metric("w1"),
        bad_is: Bound::Above(0.5),
        good_is: Bound::Below(0.3),
    },
    Lesson {
        slug: "mode-collapse",
        title: "Mode collapse",
        lectures: &["L0", "L1", "L2"],
        text: "Nothing in the game asks the generator for all of the data: one sample that fools \
               the critic is enough, until the critic moves and the generator moves on.",
        bad_reason: "One critic step and no control: the generator chases the critic from mode to \
                     mode.",
        good_reason: "A Wasserstein critic with a gradient penalty, trained well before each \
                      generator step, sees the missing modes.",
        bad: "data=ring&objective=non-saturating&generator_lr=0.005",
        good: "data=ring&objective=wasserstein&lipschitz=gradient-penalty&optimiser=adam&beta1=0",
        views: "samples,heat,metrics",
        iterations: 2000,
        measure: Measure::Metric("modes"),
        bad_is: Bound::Below(5.0),
        good_is: Bound::Above(7.0),
    },
];

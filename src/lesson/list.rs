use super::{Bound, Lesson, Measure};

/// All lessons, in the order in which lectures meet them.
pub static LESSONS: &[Lesson] = &[
    Lesson {
        slug: "vanishing-gradient",
        title: "Vanishing gradient",
        text: "The better the discriminator, the less the saturating loss tells the generator: \
               where D is sure that a sample is fake, log(1 − D) is flat. Watch the arrows under \
               the generated density. (Both generators use plain SGD: Adam would rescale even a \
               vanishing gradient.)",
        bad_reason: "The saturating loss with a strong discriminator: the push on the samples is \
                     nearly zero.",
        good_reason: "The same discriminator with −log D: the push is strongest where D is surest.",
        bad: "data=gaussian-1d&objective=minimax&width=64&critic_steps=10&critic_lr=0.01\
              &generator_optimiser=sgd&generator_lr=0.002",
        good: "data=gaussian-1d&objective=non-saturating&width=64&critic_steps=10&critic_lr=0.01\
               &generator_optimiser=sgd&generator_lr=0.002",
        views: "optimum,metrics,losses",
        iterations: 200,
        measure: Measure::Metric("w1"),
        bad_is: Bound::Above(0.6),
        good_is: Bound::Below(0.35),
    },
    Lesson {
        slug: "mode-collapse",
        title: "Mode collapse",
        text: "Nothing in the game asks the generator for all of the data: one sample that fools \
               the critic is enough, until the critic moves and the generator moves on.",
        bad_reason: "The generator is faster than its critic and nothing holds the critic: all samples \
                     gather where it last looked away.",
        good_reason: "A critic that keeps up, smooth by a penalty (R1), pulls towards every mode at \
                      once.",
        bad: "data=ring&objective=non-saturating&lipschitz=none&critic_lr=0.0002\
              &generator_lr=0.005",
        good: "data=ring&objective=non-saturating&lipschitz=r1&penalty_weight=0.1&critic_lr=0.005\
               &generator_lr=0.001",
        views: "samples,heat,metrics",
        iterations: 1500,
        measure: Measure::Metric("modes"),
        bad_is: Bound::Below(5.0),
        good_is: Bound::Above(7.0),
    },
    Lesson {
        slug: "oscillation",
        title: "Oscillation",
        text: "Two players who both follow their gradients may circle each other for ever. Speed \
               and momentum make the circles wider.",
        bad_reason: "A high learning rate with strong momentum: the generator swings past the data \
                     again and again.",
        good_reason: "No momentum, a slower generator and a penalty on the data: the swings die out.",
        bad: "data=gaussian-1d&objective=non-saturating&critic_lr=0.01&generator_lr=0.01&beta1=0.9",
        good: "data=gaussian-1d&objective=non-saturating&beta1=0&lipschitz=r1&penalty_weight=1",
        views: "optimum,metrics,losses",
        iterations: 1500,
        measure: Measure::Swing("w1"),
        bad_is: Bound::Above(0.15),
        good_is: Bound::Below(0.1),
    },
    Lesson {
        slug: "exploding-critic",
        title: "Exploding critic",
        text: "A Wasserstein critic maximises a difference that has no upper limit unless \
               something holds it. Watch the estimate: it should be the distance, about 1.",
        bad_reason: "Clipped at 1, which is hardly clipped at all: the value grows by orders of \
                     magnitude.",
        good_reason: "A gradient penalty holds the slope near 1, and the value near the distance.",
        bad: "data=ring&objective=wasserstein&lipschitz=clip&clip=1",
        good: "data=ring&objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=1\
               &beta2=0.999&critic_lr=0.005",
        views: "samples,heat,weights,slopes,losses",
        iterations: 200,
        measure: Measure::MeanDifference,
        bad_is: Bound::Above(10.0),
        good_is: Bound::Below(2.0),
    },
    Lesson {
        slug: "crawling-critic",
        title: "Crawling critic",
        text: "Clipped too hard the critic is nearly flat: its gradient, and all that the \
               generator learns from it, shrinks layer by layer.",
        bad_reason: "Clipped at 0.001: the critic's output hardly differs between data and samples.",
        good_reason: "Clipped at 0.1: the same critic has a slope to follow.",
        bad: "data=ring&objective=wasserstein&lipschitz=clip&clip=0.001&optimiser=sgd&critic_lr=0.1\
              &generator_lr=0.1",
        good: "data=ring&objective=wasserstein&lipschitz=clip&clip=0.1&optimiser=sgd&critic_lr=0.1\
               &generator_lr=0.1",
        views: "samples,heat,weights,metrics",
        iterations: 600,
        measure: Measure::Metric("sliced-w1"),
        bad_is: Bound::Above(0.25),
        good_is: Bound::Below(0.2),
    },
    Lesson {
        slug: "simple-value-surface",
        title: "A clipped critic is too simple",
        text: "Figure 1 of the WGAN-GP paper: the generator is frozen at the data plus noise, and \
               only the critic learns. The level sets show what it has understood of the data.",
        bad_reason: "Clipped weights pile up at ±c, and the critic becomes a simple shape that \
                     misses the modes.",
        good_reason: "With a gradient penalty the level sets follow the eight modes, and the slope \
                      is near 1 everywhere between data and noise.",
        bad: "data=ring&objective=wasserstein&lipschitz=clip&clip=0.1&frozen_generator=1&width=128\
              &depth=3&optimiser=adam&beta1=0.5&critic_lr=0.001",
        good: "data=ring&objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=3\
               &frozen_generator=1&width=128&depth=3&beta1=0.5&beta2=0.999&critic_lr=0.001",
        views: "samples,heat,levels,weights,slopes",
        iterations: 300,
        measure: Measure::UnevenSlope,
        bad_is: Bound::Above(0.2),
        good_is: Bound::Below(0.15),
    },
    Lesson {
        slug: "two-time-scales",
        title: "Two time scales",
        text: "With one step each, a critic that learns faster than the generator stays close to \
               its best answer. Watch how well the modes are covered.",
        bad_reason: "The generator is fifty times as fast as its critic: it moves before the critic \
                     has understood.",
        good_reason: "The critic is four times as fast as the generator (TTUR).",
        bad: "data=ring&objective=hinge&lipschitz=r1&penalty_weight=0.1&critic_lr=0.0002\
              &generator_lr=0.01",
        good: "data=ring&objective=hinge&lipschitz=r1&penalty_weight=0.1&critic_lr=0.004\
               &generator_lr=0.001",
        views: "samples,heat,metrics",
        iterations: 1500,
        measure: Measure::Metric("sliced-w1"),
        bad_is: Bound::Above(0.3),
        good_is: Bound::Below(0.15),
    },
    Lesson {
        slug: "packing",
        title: "Packing against collapse",
        text: "A critic that sees several samples at once notices that a collapsed generator's are \
               all alike.",
        bad_reason: "The critic judges one sample at a time.",
        good_reason: "The same critic judges three samples at once (PacGAN): three that are alike give the \
                      generator away.",
        bad: "data=ring&objective=non-saturating&lipschitz=none&critic_lr=0.0002\
              &generator_lr=0.005",
        good: "data=ring&objective=non-saturating&lipschitz=none&critic_lr=0.0002\
              &generator_lr=0.005&packing=3",
        views: "samples,heat,metrics",
        iterations: 1500,
        measure: Measure::Metric("modes"),
        bad_is: Bound::Below(5.0),
        good_is: Bound::Above(7.0),
    },
];

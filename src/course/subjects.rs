use super::{Stop, Subject, find};
use crate::data::{DATASETS, Mnist};
use crate::lesson::LESSONS;
use crate::registry::{Entry, Pick};

/// All subjects, in the order of the gallery.
pub static SUBJECTS: &[Subject] = &[
    Subject {
        title: "Train live",
        stops: || {
            listed(&[
                "mnist",
                "dcgan",
                "conditional",
                "progressive-growing",
                "algorithm-1",
                "vanilla-against-wasserstein",
                "ring-learnt-well",
            ])
        },
    },
    Subject {
        title: "Inside a generator of pictures",
        stops: || {
            listed(&[
                "latent-space",
                "write-a-number",
                "epochs",
                "which-is-real",
                "nearest-neighbour",
            ])
        },
    },
    Subject {
        title: "Distances between distributions",
        stops: || {
            listed(&[
                "divergences",
                "lines",
                "mode-seeking",
                "f-divergence",
                "ipm",
            ])
        },
    },
    Subject {
        title: "Optimal transport and its dual",
        stops: || listed(&["earth-mover", "duality", "optimal-critic", "lipschitz"]),
    },
    Subject {
        title: "The game",
        stops: || listed(&["optimal-discriminator", "generator-gradient", "saddle"]),
    },
    Subject {
        title: "Networks, and how to judge them",
        stops: || listed(&["backprop", "push-forward", "evaluation", "architectures"]),
    },
    Subject {
        title: "What goes wrong, and why",
        stops: || LESSONS.iter().map(Stop::Lesson).collect(),
    },
    Subject {
        title: "Losses",
        stops: || {
            listed(&[
                "least-squares",
                "f-gan",
                "mmd-gan",
                "tv-gan",
                "sobolev-gan",
                "stein-gan",
            ])
        },
    },
    Subject {
        title: "Remedies",
        stops: || {
            listed(&[
                "gradient-penalty",
                "spectral-norm",
                "label-smoothing",
                "feature-matching",
                "minibatch-discrimination",
                "minibatch-std",
                "historical-averaging",
                "virtual-batch-norm",
            ])
        },
    },
    Subject {
        title: "Data",
        // Digits are what most visitors come for: they stand at the top.
        stops: || {
            let others = DATASETS.iter().filter(|data| data.slug() != Mnist.slug());
            others.map(|data| Stop::Data(Pick(*data))).collect()
        },
    },
];

fn listed(slugs: &[&str]) -> Vec<Stop> {
    slugs.iter().filter_map(|slug| find(slug)).collect()
}

//! Weights that come with the page, so that what needs a trained generator works at once.
//!
//! `scripts/make-weights` makes the files; `assets/weights/README.md` says with which commands.

/// A trained run.
pub struct Trained {
    /// Its name in the URL.
    pub slug: &'static str,
    pub title: &'static str,
    /// Where it lies beside the page.
    pub file: &'static str,
    /// The settings that it was trained with.
    pub query: &'static str,
}

/// All of them.
pub static TRAINED: &[Trained] = &[
    Trained {
        slug: "mnist-wgan",
        title: "Wasserstein GAN on MNIST, 20,000 iterations",
        file: "weights/mnist-wgan.safetensors.gz",
        query: "data=mnist&objective=wasserstein",
    },
    Trained {
        slug: "mnist-wgan-gp",
        title: "WGAN-GP on MNIST, 6,000 iterations",
        file: "weights/mnist-wgan-gp.safetensors.gz",
        query: "data=mnist&objective=wasserstein&lipschitz=gradient-penalty&optimiser=adam\
                &beta1=0&beta2=0.9&critic_lr=0.0005&generator_lr=0.0005",
    },
    Trained {
        slug: "mnist-dcgan",
        title: "DCGAN on MNIST, 10,000 iterations",
        file: "weights/mnist-dcgan.safetensors.gz",
        query: "data=mnist&objective=non-saturating&architecture=dcgan&batch=32",
    },
    Trained {
        slug: "mnist-conditional",
        title: "Conditional DCGAN on MNIST, 10,000 iterations",
        file: "weights/mnist-conditional.safetensors.gz",
        query: "data=mnist&objective=non-saturating&architecture=dcgan&batch=32&conditional=1",
    },
];

/// The trained run with this slug.
pub fn trained(slug: &str) -> Option<&'static Trained> {
    TRAINED.iter().find(|trained| trained.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RunConfig;

    #[test]
    fn settings_are_taken_whole_and_slugs_are_unique() {
        for (i, trained) in TRAINED.iter().enumerate() {
            assert_eq!(RunConfig::from_query(trained.query).1, Vec::new());
            assert!(TRAINED[..i].iter().all(|other| other.slug != trained.slug));
        }
    }
}

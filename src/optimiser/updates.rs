use super::{Hyper, OPTIMISERS, Optimiser};
use crate::recommended::Recommended;
use crate::registry::{Pick, find, menu};
use crate::setting::Spacing::{Even, Ratios};
use crate::setting::{Range, Row, Value};

/// How the two players move: rules, learning rates, constants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Updates {
    pub optimiser: Pick<dyn Optimiser>,
    /// The generator's own update rule, where it has one.
    pub generator_optimiser: Option<Pick<dyn Optimiser>>,
    pub critic_lr: f64,
    pub generator_lr: f64,
    pub momentum: f64,
    pub beta1: f64,
    pub beta2: f64,
}

impl From<&Recommended> for Updates {
    fn from(known: &Recommended) -> Self {
        Updates {
            optimiser: find(OPTIMISERS, known.optimiser).unwrap_or(Pick(OPTIMISERS[0])),
            generator_optimiser: None,
            critic_lr: known.critic_lr,
            generator_lr: known.generator_lr,
            momentum: known.momentum,
            beta1: known.beta1,
            beta2: known.beta2,
        }
    }
}

/// What stands for "as the critic" in the generator's optimiser.
const SAME: (&str, &str) = ("same", "Same as the critic's");

impl Updates {
    /// The settings, in the order of the page.
    pub fn rows() -> Vec<Row<Self>> {
        let rules = || menu(OPTIMISERS);
        let own = Range::Choice(|| std::iter::once(SAME).chain(menu(OPTIMISERS)).collect());
        vec![
            Row::pick("optimiser", rules, OPTIMISERS, |all: &mut Self| {
                &mut all.optimiser
            })
            .says("Optimiser", "The update rule of both networks."),
            Row::new(
                "generator_optimiser",
                own,
                |all: &Self| Value::Slug(all.generator_optimiser.map_or(SAME.0, |o| o.slug())),
                |all, value| {
                    if let Value::Slug(slug) = value {
                        all.generator_optimiser = find(OPTIMISERS, slug);
                    }
                },
            )
            .says(
                "Generator optimiser",
                "The generator's update rule, where it has its own.",
            ),
            Row::float("critic_lr", 1e-6, 1.0, Ratios, |all: &mut Self| {
                &mut all.critic_lr
            })
            .says(
                "Critic learning rate",
                "Step size of the critic's updates. A faster critic than generator is the two \
                 time-scale rule (TTUR, Heusel et al. 2017).",
            ),
            Row::float("generator_lr", 1e-6, 1.0, Ratios, |all: &mut Self| {
                &mut all.generator_lr
            })
            .says(
                "Generator learning rate",
                "Step size of the generator's updates. 0.000001 all but freezes it.",
            ),
            Row::float("momentum", 0.0, 0.99, Even, |all: &mut Self| {
                &mut all.momentum
            })
            .when(|all| all.any(|rule| rule.has_momentum()))
            .says(
                "Momentum",
                "How much of the last update is carried on. 0 is none.",
            ),
            Row::float("beta1", 0.0, 0.99, Even, |all: &mut Self| &mut all.beta1)
                .when(|all| all.any(|rule| rule.has_betas()))
                .says("Adam β₁", "Decay of the running mean of the gradient."),
            Row::float("beta2", 0.5, 0.9999, Even, |all: &mut Self| &mut all.beta2)
                .when(|all| all.any(|rule| rule.has_betas()))
                .says(
                    "Adam β₂",
                    "Decay of the running mean of the squared gradient.",
                ),
        ]
    }

    /// The critic's update rule and its constants.
    pub fn critic(&self) -> (&'static dyn Optimiser, Hyper) {
        (self.optimiser.0, self.hyper(self.critic_lr))
    }

    /// The generator's.
    pub fn generator(&self) -> (&'static dyn Optimiser, Hyper) {
        let rule = self.generator_optimiser.unwrap_or(self.optimiser);
        (rule.0, self.hyper(self.generator_lr))
    }

    /// True where one of the two update rules is such.
    fn any(&self, is: impl Fn(&dyn Optimiser) -> bool) -> bool {
        is(self.critic().0) || is(self.generator().0)
    }

    fn hyper(&self, lr: f64) -> Hyper {
        Hyper {
            lr,
            momentum: self.momentum,
            beta1: self.beta1,
            beta2: self.beta2,
        }
    }
}

//! The settings that runs are known to train well with.
//!
//! An objective names them; a control of the Lipschitz constant and an architecture change what they
//! know better, in this order.

/// The settings an objective is known to train well with; the page starts from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommended {
    pub lipschitz: &'static str,
    pub clip: f64,
    pub penalty_weight: f64,
    pub critic_steps: usize,
    pub critic_activation: &'static str,
    pub optimiser: &'static str,
    pub momentum: f64,
    pub beta1: f64,
    pub beta2: f64,
    pub critic_lr: f64,
    pub generator_lr: f64,
}

impl Recommended {
    /// What classic GANs train with, on images (`true`) or on 1-D and 2-D toys: Adam with β₁ = ½
    /// (Radford, Metz, Chintala 2016, section 3). On toys the critic is the faster one.
    pub const fn classic(images: bool) -> Self {
        Recommended {
            lipschitz: "none",
            clip: 0.01,
            penalty_weight: if images { 10.0 } else { 0.3 },
            critic_steps: 1,
            critic_activation: "leaky-relu",
            optimiser: "adam",
            momentum: 0.0,
            beta1: 0.5,
            beta2: 0.999,
            critic_lr: if images { 0.0005 } else { 0.005 },
            generator_lr: if images { 0.0005 } else { 0.001 },
        }
    }

    /// The same, with R1 on toys: on the line both total variations stand still without it, and
    /// least squares and reverse KL learn on some seeds only.
    pub const fn regularised(images: bool) -> Self {
        Recommended {
            lipschitz: if images { "none" } else { "r1" },
            ..Self::classic(images)
        }
    }

    /// What critics with a gradient penalty train with: Adam without momentum, 5 critic steps
    /// (Gulrajani et al. 2017, algorithm 1; λ = 0.1 on toys as in the authors' code).
    pub const fn penalised(images: bool) -> Self {
        Recommended {
            lipschitz: "gradient-penalty",
            penalty_weight: if images { 10.0 } else { 0.1 },
            critic_steps: 5,
            beta1: 0.0,
            critic_lr: if images { 0.0005 } else { 0.002 },
            ..Self::classic(images)
        }
    }

    /// A critic under a penalty in the place of clipping: no RMSProp, which the WGAN paper takes
    /// because momentum does not agree with clipping, but Adam with β₁ = 0 and β₂ = 0.9
    /// (Gulrajani et al. 2017, algorithm 1).
    pub const fn unclipped(images: bool) -> Self {
        Recommended {
            beta2: 0.9,
            ..Self::penalised(images)
        }
    }
}

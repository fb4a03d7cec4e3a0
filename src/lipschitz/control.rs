use super::{LIPSCHITZ, Lipschitz, Penalty};
use crate::recommended::Recommended;
use crate::registry::{Pick, find, menu};
use crate::setting::Row;
use crate::setting::Spacing::Ratios;

/// How the critic of a run is kept from growing steep, and how hard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Control {
    pub kind: Pick<dyn Lipschitz>,
    /// c of weight clipping.
    pub clip: f64,
    /// λ of a gradient penalty.
    pub penalty_weight: f64,
}

impl From<&Recommended> for Control {
    fn from(known: &Recommended) -> Self {
        Control {
            kind: find(LIPSCHITZ, known.lipschitz).unwrap_or(Pick(LIPSCHITZ[0])),
            clip: known.clip,
            penalty_weight: known.penalty_weight,
        }
    }
}

impl Control {
    /// Which one it is.
    pub fn row() -> Row<Self> {
        let all = || menu(LIPSCHITZ);
        Row::pick("lipschitz", all, LIPSCHITZ, |of: &mut Self| &mut of.kind).says(
            "Lipschitz control",
            "How the critic is kept from growing steep.",
        )
    }

    /// How hard it is.
    pub fn rows() -> Vec<Row<Self>> {
        vec![
            Row::float("clip", 0.001, 1.0, Ratios, |of: &mut Self| &mut of.clip)
                .when(|of| of.kind.clips())
                .says(
                    "Clip value",
                    "Every weight of the critic is held in [−c, c]. The WGAN paper uses 0.01.",
                ),
            Row::float("penalty_weight", 0.0001, 100.0, Ratios, |of: &mut Self| {
                &mut of.penalty_weight
            })
            .when(|of| of.kind.penalty().is_some())
            .says(
                "Penalty weight",
                "How much the gradient penalty counts (λ; γ of R1). The WGAN-GP paper uses 10 on \
                 images and 0.1 on toys.",
            ),
        ]
    }

    /// c, where every weight of the critic is held in [−c, c].
    pub fn clips_to(&self) -> Option<f64> {
        self.kind.clips().then_some(self.clip)
    }

    /// What is added to the critic's loss, and λ.
    pub fn penalty(&self) -> Option<(&'static dyn Penalty, f64)> {
        let penalty = self.kind.0.penalty()?;
        Some((penalty, self.penalty_weight))
    }
}

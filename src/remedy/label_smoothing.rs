use super::{Game, Remedy};
use crate::objective::Labels;
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;
use crate::setting::Spacing::Even;

/// One-sided label smoothing: the critic's target on real samples is α < 1, on generated ones β.
///
/// With both, the best discriminator is (αp + βq)/(p + q): β > 0 puts q into the numerator, and
/// wrong samples reinforce themselves where p is small; so β is best 0.
///
/// Source: Salimans et al. 2016, section 3.4. Computed by [`crate::objective::Pointwise`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelSmoothing {
    pub on: bool,
    /// α
    pub real: f64,
    /// β
    pub fake: f64,
}

impl Default for LabelSmoothing {
    fn default() -> Self {
        LabelSmoothing {
            on: false,
            real: 0.9,
            fake: 0.0,
        }
    }
}

entry!(LabelSmoothing {
    slug: "label-smoothing",
    name: "Label smoothing",
    help: "Softer targets for the critic: it is never paid for being certain. One-sided: only the \
           target on real samples is lowered.",
    formula: r"D^*(x) = \frac{\alpha\, p(x) + \beta\, q(x)}{p(x) + q(x)}",
    paper: Paper {
        title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.4",
        url: "https://arxiv.org/abs/1606.03498",
    },
});

impl Remedy for LabelSmoothing {
    fn query(&self) -> &'static str {
        "label_smoothing=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("label_smoothing", |labels: &mut Self| &mut labels.on)
                .live()
                .says(
                    "Label smoothing",
                    "The critic's targets are softer than 1 and 0.",
                ),
            Row::float("real_label", 0.5, 1.0, Even, |labels: &mut Self| {
                &mut labels.real
            })
            .when(|labels| labels.on)
            .says(
                "Label of real samples",
                "α: the target on real samples. One-sided smoothing lowers only this one.",
            ),
            Row::float("fake_label", 0.0, 0.5, Even, |labels: &mut Self| {
                &mut labels.fake
            })
            .when(|labels| labels.on)
            .says(
                "Label of generated samples",
                "β: the target on generated samples. Above 0 it rewards the generator where it is.",
            ),
        ]
    }
    fn fits(&self, game: &Game) -> bool {
        game.smooths_labels
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    fn labels(&self) -> Option<Labels> {
        let LabelSmoothing { real, fake, .. } = *self;
        Some(Labels { real, fake })
    }
}

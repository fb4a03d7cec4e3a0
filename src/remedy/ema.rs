#[cfg(feature = "engine")]
use super::Past;
use super::{Game, Kept, Remedy, Role};
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;
use crate::setting::Spacing::Even;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Exponential moving average of the generator's weights, from which samples are shown. Training
/// itself does not see it.
///
/// Source: Yazıcı et al. 2019, The unusual effectiveness of averaging in GAN training, equation 4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ema {
    pub on: bool,
    /// Share of the mean that is kept per step.
    pub decay: f64,
}

impl Default for Ema {
    fn default() -> Self {
        Ema {
            on: false,
            decay: 0.99,
        }
    }
}

/// The mean.
const AVERAGE: Kept = Kept {
    name: "average",
    of: Role::Generator,
    counted: false,
};

entry!(Ema {
    slug: "ema",
    name: "Averaged generator",
    help: "Shows the running mean of the generator instead of its latest step: where the game \
           circles, the mean sits nearer the middle.",
    formula: r"\bar\theta \leftarrow \beta \bar\theta + (1 - \beta)\, \theta",
    paper: Paper {
        title: "Yazıcı et al. 2019, The unusual effectiveness of averaging in GAN training, \
                equation 4",
        url: "https://arxiv.org/abs/1806.04498",
    },
});

impl Remedy for Ema {
    fn query(&self) -> &'static str {
        "ema=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("ema", |ema: &mut Self| &mut ema.on)
                .live()
                .says(
                    "Averaged generator",
                    "What is shown comes from a running mean of the generator's weights.",
                ),
            Row::float("ema_decay", 0.9, 0.9999, Even, |ema: &mut Self| {
                &mut ema.decay
            })
            .when(|ema| ema.on)
            .says("Averaging decay", "How much of the mean is kept per step."),
        ]
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    fn keeps(&self) -> &'static [Kept] {
        &[AVERAGE]
    }
    #[cfg(feature = "engine")]
    fn after_step(&self, generator: &Tensor<1>, past: &mut Past) {
        let mean = past.take(AVERAGE);
        if self.on {
            let parameters = generator.clone();
            let mean = match mean {
                Some((mean, _)) => {
                    mean.mul_scalar(self.decay) + parameters.mul_scalar(1.0 - self.decay)
                }
                // From nothing, the parameters themselves.
                None => parameters,
            };
            past.keep(AVERAGE, mean, 0);
        }
    }
    #[cfg(feature = "engine")]
    fn shown(&self, past: &Past) -> Option<Tensor<1>> {
        past.get(AVERAGE)
    }
}

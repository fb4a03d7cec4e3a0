use super::{Game, Remedy};
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;
use crate::setting::Spacing::Even;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Packing: the critic judges m samples of one kind at once, as one long input.
///
/// Source: Lin, Khetan, Fanti, Oh 2018 (PacGAN), section 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Packing {
    /// m; 1 is the plain critic.
    pub samples: usize,
}

impl Default for Packing {
    fn default() -> Self {
        Packing { samples: 1 }
    }
}

entry!(Packing {
    slug: "packing",
    name: "Packing",
    help: "The critic judges several samples at once. Two draws from a collapsed generator look \
           far more alike than two real ones, so collapse is easier to see.",
    formula: r"D(x_1, \dots, x_m), \quad x_i \text{ all real or all generated}",
    paper: Paper {
        title: "Lin et al. 2018, PacGAN, section 2",
        url: "https://arxiv.org/abs/1712.04086",
    },
});

impl Remedy for Packing {
    fn query(&self) -> &'static str {
        "packing=2"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::int("packing", 1, 4, Even, |packing: &mut Self| {
                &mut packing.samples
            })
            .unit("samples")
            .says(
                "Packing",
                "The critic judges this many samples at once: 1 is the plain critic. What is left \
                 of a batch that does not divide is not used.",
            ),
        ]
    }
    fn fits(&self, game: &Game) -> bool {
        game.packs
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.samples > 1
    }
    fn at_once(&self) -> usize {
        self.samples
    }
}

#[cfg(feature = "engine")]
impl Packing {
    /// `[n, d]` to `[⌊n/m⌋, m·d]`: neighbours are judged together.
    pub fn pack(x: Tensor<2>, m: usize) -> Tensor<2> {
        if m == 1 {
            return x;
        }
        let [n, d] = x.dims();
        let packs = n / m;
        x.slice(0..packs * m).reshape([packs, m * d])
    }

    /// The reverse of [`Packing::pack`] for gradients, `[n, d]`: samples left out have none.
    pub fn unpack(g: Tensor<2>, m: usize, n: usize) -> Tensor<2> {
        if m == 1 {
            return g;
        }
        let [packs, long] = g.dims();
        let d = long / m;
        let g = g.reshape([packs * m, d]);
        match n - packs * m {
            0 => g,
            left => {
                let nothing = Tensor::zeros([left, d], &g.device());
                Tensor::cat(vec![g, nothing], 0)
            }
        }
    }

    /// Each sample m times over, `[n, m·d]`: how a packed critic is asked about one sample.
    pub fn repeat(x: Tensor<2>, m: usize) -> Tensor<2> {
        if m == 1 {
            return x;
        }
        Tensor::cat(vec![x; m], 1)
    }

    /// The gradient at the sample from that at its copies: their sum, `[n, d]`.
    pub fn fold(g: Tensor<2>, m: usize) -> Tensor<2> {
        if m == 1 {
            return g;
        }
        let [n, long] = g.dims();
        let g: Tensor<3> = g.reshape([n, m, long / m]);
        g.sum_dim(1).reshape([n, long / m])
    }
}

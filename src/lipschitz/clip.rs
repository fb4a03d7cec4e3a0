use super::Lipschitz;
use crate::paper::Paper;
use crate::registry::entry;

/// Weight clipping: every weight and bias of the critic is held in [−c, c].
///
/// A network with clipped weights is K-Lipschitz for some K that depends on c and the
/// architecture, so the critic estimates K·W₁, not W₁.
///
/// Source: Arjovsky, Chintala, Bottou 2017, algorithm 1, line 7: `w ← clip(w, −c, c)`.
pub struct WeightClipping;

entry!(WeightClipping {
    slug: "clip",
    name: "Weight clipping",
    help: "After each critic step every weight is clipped to [−c, c]. Small c: tiny gradients and \
           slow learning. Large c: a steep critic that takes long to settle.",
});

impl Lipschitz for WeightClipping {
    fn formula(&self) -> &'static str {
        r"w \leftarrow \operatorname{clip}(w, -c, c)"
    }

    fn paper(&self) -> Option<Paper> {
        Some(Paper {
            title: "Arjovsky, Chintala, Bottou 2017, Wasserstein GAN, algorithm 1",
            url: "https://arxiv.org/abs/1701.07875",
        })
    }

    fn clips(&self) -> bool {
        true
    }
}

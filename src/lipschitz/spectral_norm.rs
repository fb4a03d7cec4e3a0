use super::Lipschitz;
use crate::paper::Paper;
use crate::registry::entry;

/// Spectral normalisation: the critic runs on W/σ(W), σ the largest singular value by power
/// iteration, one step per update, one vector per layer kept across updates. The computation is
/// the engine's.
///
/// Source: Miyato et al. 2018, equation 8 and algorithm 1.
pub struct SpectralNorm;

entry!(SpectralNorm {
    slug: "spectral-norm",
    name: "Spectral norm",
    help: "Each layer is scaled so that it stretches nothing by more than 1: the critic is \
           1-Lipschitz by construction, at the cost of one matrix product with a vector.",
});

impl Lipschitz for SpectralNorm {
    fn formula(&self) -> &'static str {
        r"\bar W = W / \sigma(W), \quad v \leftarrow \frac{W^{\top} u}{\lVert W^{\top} u \rVert}, \; u \leftarrow \frac{W v}{\lVert W v \rVert}, \; \sigma(W) \approx u^{\top} W v"
    }
    fn paper(&self) -> Option<Paper> {
        Some(Paper {
            title: "Miyato et al. 2018, Spectral normalization for GANs, equation 8",
            url: "https://arxiv.org/abs/1802.05957",
        })
    }
    fn normalises(&self) -> bool {
        true
    }
}

#[cfg(feature = "engine")]
use super::Seen;
use super::{Better, Metric};
#[cfg(feature = "engine")]
use crate::math::frechet::{Moments, squared_distance};
use crate::paper::Paper;
use crate::registry::entry;

/// The Fréchet distance of the features of generated and real digits, each taken as a Gaussian.
///
/// The literature's FID uses 2048 features of an Inception network and 50,000 pictures. This one
/// uses the features of the small classifier of digits: another scale, not to be compared. For few
/// pictures it is too large whatever they show, by about as much as the floor.
///
/// Source: Heusel et al. 2017, GANs Trained by a Two Time-Scale Update Rule, equation 6.
pub struct Fid;

entry!(Fid {
    slug: "fid-digits",
    name: "FID (digit features)",
    help: "How far apart means and covariances of generated and real digits are, in the 64 \
           features of a small classifier of digits. Not comparable with the FID of papers, whose \
           features are an Inception network's.",
    formula: r"\lVert \mu - \mu' \rVert^2 + \operatorname{tr}\left(\Sigma + \Sigma' - 2 (\Sigma \Sigma')^{1/2}\right)",
    paper: Paper {
        title: "Heusel et al. 2017, GANs Trained by a Two Time-Scale Update Rule Converge to a \
                Local Nash Equilibrium, equation 6",
        url: "https://arxiv.org/abs/1706.08500",
    },
});

impl Metric for Fid {
    fn better(&self) -> Better {
        Better::Lower
    }

    #[cfg(feature = "engine")]
    fn measure_pictures(&self, real: &Seen, generated: &Seen) -> Option<f64> {
        let moments = |seen: &Seen| Moments::of(seen.features(), seen.width());
        squared_distance(&moments(real)?, &moments(generated)?)
    }
}

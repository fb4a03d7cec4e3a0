use super::Lipschitz;
use crate::paper::Paper;
use crate::registry::entry;

/// No control: the critic of the original GAN.
pub struct Unconstrained;

entry!(Unconstrained {
    slug: "none",
    name: "None",
    help: "The critic may be as steep as it likes. Right for the classic losses; a Wasserstein \
           critic without control grows without bound.",
});

impl Lipschitz for Unconstrained {
    fn formula(&self) -> &'static str {
        ""
    }
    fn paper(&self) -> Option<Paper> {
        None
    }
}

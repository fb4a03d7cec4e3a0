use super::Lipschitz;
use crate::paper::Paper;
use crate::registry::Entry;

/// No control: the critic of the original GAN.
pub struct Unconstrained;

impl Entry for Unconstrained {
    fn slug(&self) -> &'static str {
        "none"
    }
    fn name(&self) -> &'static str {
        "None"
    }
    fn help(&self) -> &'static str {
        "The critic may be as steep as it likes. Right for the classic losses; a Wasserstein \
         critic without control grows without bound."
    }
}

impl Lipschitz for Unconstrained {
    fn formula(&self) -> &'static str {
        ""
    }
    fn paper(&self) -> Option<Paper> {
        None
    }
}

use super::Part;
use crate::activation::Activation;
use crate::registry::Pick;

/// What a pair of networks is built from, whatever else a run is.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Units of each fully connected hidden layer.
    pub width: usize,
    /// Hidden layers of each network.
    pub depth: usize,
    /// Channels of convolutions at half the pictures' size.
    pub filters: usize,
    /// Dimension of the latent.
    pub latent: usize,
    /// Labels that stand behind a latent; 0 where the networks are told none.
    pub classes: usize,
    /// What the critic's hidden units do, where the visitor may say.
    pub critic_activation: Pick<dyn Activation>,
    /// What normalises the generator's hidden layers, in the place of what would.
    pub generator_norm: Option<Part>,
    /// Something holds the critic's gradient at single samples, which a normalisation over the
    /// batch would mix.
    pub single_samples: bool,
}

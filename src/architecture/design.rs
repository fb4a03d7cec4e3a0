use crate::activation::Activation;
use crate::registry::Pick;

/// What a pair of networks is built from, whatever else a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// The generator is normalised by a reference batch in the place of its own.
    pub virtual_batch_norm: bool,
    /// Something holds the critic's gradient at single samples, which a normalisation over the
    /// batch would mix.
    pub single_samples: bool,
}

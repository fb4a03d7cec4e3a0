//! The mathematics of the lectures: pure functions of numbers, tested natively.
//!
//! Reading order: [`special`] (stable logs and the normal law), [`quadrature`] (one adaptive
//! integral), [`density`] (what a 1-D distribution is), [`gaussian`] (the normal one, with its
//! score), [`divergence`] (f-divergences between two of them), [`conjugate`] and [`variational`]
//! (the same from below), [`discriminator`] (the value of the game), [`improve`] (steps that never
//! worsen), [`transport`] (Wasserstein distances on the line), [`plan`] (every plan between piles,
//! the best and the others), [`monge`] (maps between densities), [`potential`] (the dual side),
//! [`mmd`] (distances of means in a kernel's space), [`witness`] (the functions that tell two
//! samples apart), [`assignment`] (transport off the line), [`parallel_lines`] (the example that
//! tells the families apart), [`gaussian_fit`] (what descending each of them leads to),
//! [`gaussian_pair`] (the best critics of two), [`lipschitz`] (how steep a critic can be), [`pull`] (how a penalty on that acts), [`singular`] (how much a matrix stretches), [`game`]
//! (two players who descend), [`spectrum`] (whether they arrive), [`dirac`] (the smallest GAN as
//! such a game), [`push_forward`] (what maps make of the normal law), [`perceptron`] (a network that
//! can be drawn), [`correlation`] (do two quantities rise and fall together), [`curve`] (what is
//! between two points), [`latent`] (ways through a generator's latent space), `frechet` (the distance
//! of Gaussians in any number of dimensions; with an engine, which alone needs it).
//!
//! Logarithms are natural, so divergences are in nats. Infinity is a value here, never an error:
//! KL of two distributions with disjoint supports *is* `f64::INFINITY`.

pub mod assignment;
pub mod conjugate;
pub mod correlation;
pub mod curve;
pub mod density;
pub mod dirac;
pub mod discriminator;
pub mod divergence;
#[cfg(feature = "engine")]
pub mod frechet;
pub mod game;
pub mod gaussian;
pub mod gaussian_fit;
pub mod gaussian_pair;
pub mod improve;
pub mod latent;
pub mod lipschitz;
pub mod mmd;
pub mod monge;
pub mod parallel_lines;
pub mod perceptron;
pub mod plan;
pub mod potential;
pub mod pull;
pub mod push_forward;
pub mod quadrature;
pub mod singular;
pub mod special;
pub mod spectrum;
pub mod transport;
pub mod variational;
pub mod witness;

use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::math::special::normal_quantile;
use crate::network::rows;
use crate::protocol::{Extra, Floats, MANIFOLD};

/// The grid of latents as the generator bends it.
pub struct Manifold;

impl Part for Manifold {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Manifold)
    }
    fn pace(&self) -> Pace {
        Pace::BEHIND
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let (trainer, config) = (scene.trainer, &scene.trainer.config);
        let shown = scene.radius().is_some() && !config.frozen.on;
        if let Some(grid) = latent_grid(config.latent).filter(|_| shown) {
            let count = grid.len() / config.latent;
            let z = rows(grid, count, &trainer.device);
            parcel.ask([trainer.shown_generator().forward(z)], |[points], frame| {
                frame.manifold = Floats(points);
            });
        }
    }
}

/// Cells between these latents hold equal probability. None where the latent has more than two
/// dimensions.
fn latent_grid(latent: usize) -> Option<Vec<f32>> {
    let at = |i: usize| normal_quantile((i as f64 + 0.5) / MANIFOLD as f64) as f32;
    match latent {
        1 => Some((0..MANIFOLD).map(at).collect()),
        2 => Some(
            (0..MANIFOLD * MANIFOLD)
                .flat_map(|i| [at(i % MANIFOLD), at(i / MANIFOLD)])
                .collect(),
        ),
        _ => None,
    }
}

//! Directions of the latent space in which a generator changes most.

use super::{Trainer, read};
use crate::fault::Fault;
use crate::network::Network;
use crate::network::layer::Layer;
use nalgebra::{DMatrix, SymmetricEigen};

impl Trainer {
    /// The `count` orthogonal unit latents n that the generator's first layer stretches most, the
    /// most stretched first, and by how much: the eigenvectors of WWᵀ with the largest eigenvalues,
    /// and their roots ‖nW‖ (Shen & Zhou 2021, "Closed-form factorization of latent semantics in
    /// GANs", equations 4 to 6). No data and no training are needed. The largest coordinate of each
    /// is positive: either sign would do.
    ///
    /// # Errors
    /// The first layer is no linear map of the latent, or the device is lost.
    pub(super) async fn directions(&self, count: usize) -> Result<(Vec<f32>, Vec<f64>), Fault> {
        let generator = self.shown_generator();
        let latent = self.config.latent;
        // A layer that is told more than the latent is told it behind the latent.
        let first = generator.places().next();
        let first = first.filter(|place| place.block.rows >= latent);
        let first = first.ok_or(Fault::NoLinearStart)?;
        let columns = first.block.columns;
        let weights = Network::<dyn Layer>::view(&generator.parameters, first);
        let weights = read(weights.slice([0..latent, 0..columns]).flatten(0, 1)).await?;
        if weights.iter().any(|weight| !weight.is_finite()) {
            return Err(Fault::WeightsNotFinite);
        }
        let weights =
            DMatrix::from_row_iterator(latent, columns, weights.into_iter().map(f64::from));
        let SymmetricEigen {
            eigenvectors,
            eigenvalues,
        } = SymmetricEigen::new(&weights * weights.transpose());
        let mut order: Vec<usize> = (0..latent).collect();
        order.sort_by(|i, j| eigenvalues[*j].total_cmp(&eigenvalues[*i]));
        order.truncate(count);
        let mut directions = Vec::with_capacity(count * latent);
        for &i in &order {
            let direction = eigenvectors.column(i);
            let sign = direction[direction.icamax()].signum();
            directions.extend(direction.iter().map(|x| (sign * x) as f32));
        }
        let stretches = order.iter().map(|&i| eigenvalues[i].max(0.0).sqrt());
        Ok((directions, stretches.collect()))
    }
}

use super::flex::product;
use super::layer::Start;
use super::{Critic, Place, rows};
use crate::rng::Rng;
use burn::tensor::{Device, Tensor};

/// The power iteration of spectral normalisation: for each weight matrix W `[in, out]` two unit
/// vectors that approach the pair of its largest singular value σ ≈ v W uᵀ.
///
/// Source: Miyato et al. 2018, algorithm 1 and equation 12 (the gradient).
#[derive(Clone)]
pub struct Spectral(Vec<Vectors>);

#[derive(Clone)]
struct Vectors {
    place: Place,
    /// `[1, out]`
    u: Tensor<2>,
    /// `[1, in]`
    v: Tensor<2>,
}

/// Iterations before the first update, so that it starts near the right scale.
const WARM_UP: usize = 10;

impl Spectral {
    pub fn new(critic: &Critic, rng: &mut Rng, device: &Device) -> Self {
        let weights = critic
            .places()
            .filter(|place| matches!(place.block.start, Start::Normal(_)));
        let vectors = weights.map(|place| Vectors {
            place,
            u: unit(rows(rng.normals(place.block.columns), 1, device)),
            v: unit(rows(rng.normals(place.block.rows), 1, device)),
        });
        let mut spectral = Spectral(vectors.collect());
        (0..WARM_UP).for_each(|_| spectral.iterate(critic));
        spectral
    }

    /// One step of the power iteration.
    pub fn iterate(&mut self, critic: &Critic) {
        for Vectors { place, u, v } in &mut self.0 {
            let w = Critic::view(&critic.parameters, *place);
            *v = unit(product(u.clone(), w.clone().transpose()));
            *u = unit(product(v.clone(), w));
        }
    }

    /// The critic on W/σ.
    pub fn normalised(&self, critic: &Critic) -> Critic {
        critic.clone().map_parameters(|mut parameters| {
            for vectors in &self.0 {
                let w = Critic::view(&parameters, vectors.place);
                let sigma = vectors.sigma(&w);
                write(&mut parameters, vectors.place, w / sigma);
            }
            parameters
        })
    }

    /// ∂loss/∂W from ∂loss/∂(W/σ) =: G: (G − ⟨G, W/σ⟩ vᵀu) / σ, with u and v held fixed.
    pub fn pull_back(&self, critic: &Critic, mut gradient: Tensor<1>) -> Tensor<1> {
        for vectors in &self.0 {
            let w = Critic::view(&critic.parameters, vectors.place);
            let g = Critic::view(&gradient, vectors.place);
            let sigma = vectors.sigma(&w);
            let along = (g.clone() * w / sigma.clone()).sum_dim(0).sum_dim(1);
            let rank_one = product(vectors.v.clone().transpose(), vectors.u.clone());
            write(&mut gradient, vectors.place, (g - rank_one * along) / sigma);
        }
        gradient
    }

    /// The vectors one after another, for a checkpoint.
    pub fn tensors(&self) -> Vec<Tensor<2>> {
        let pairs = self.0.iter().flat_map(|v| [v.u.clone(), v.v.clone()]);
        pairs.collect()
    }

    /// Takes [`Spectral::tensors`] back; those of other sizes are left out.
    pub fn restore(&mut self, tensors: Vec<Tensor<2>>) {
        let mut tensors = tensors.into_iter();
        for vectors in &mut self.0 {
            if let (Some(u), Some(v)) = (tensors.next(), tensors.next())
                && (u.dims(), v.dims()) == (vectors.u.dims(), vectors.v.dims())
            {
                (vectors.u, vectors.v) = (u, v);
            }
        }
    }
}

impl Vectors {
    /// σ ≈ v W uᵀ, `[1, 1]`.
    fn sigma(&self, w: &Tensor<2>) -> Tensor<2> {
        let image = product(self.v.clone(), w.clone());
        (image * self.u.clone()).sum_dim(1)
    }
}

/// x / ‖x‖, `[1, n]`.
fn unit(x: Tensor<2>) -> Tensor<2> {
    let norm = (x.clone() * x.clone()).sum_dim(1).add_scalar(1e-12).sqrt();
    x / norm
}

fn write(vector: &mut Tensor<1>, place: Place, block: Tensor<2>) {
    let size = place.block.rows * place.block.columns;
    let range = place.start..place.start + size;
    vector.inplace(|all| all.slice_assign(range, block.reshape([size])));
}

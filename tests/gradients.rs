//! The hand-written reverse pass against two judges: Burn's autodiff and finite differences.
#![cfg(feature = "headless")]

use burn::tensor::{Device, Tensor};
use gan_playground::config::RunConfig;
use gan_playground::engine::{Activation, Mlp, Trainer, rows};
use gan_playground::objective::{OBJECTIVES, critic_loss, generator_loss};
use gan_playground::registry::Pick;
use gan_playground::rng::{Purpose, Rng};

#[expect(
    clippy::disallowed_methods,
    reason = "native tests may wait for a device"
)]
fn values<const D: usize>(tensor: &Tensor<D>) -> Vec<f32> {
    let count = tensor.dims().iter().product::<usize>();
    let flat: Tensor<1> = tensor.clone().reshape([count]);
    flat.into_data().try_into_vec().expect("floats")
}

fn network(output: Activation, device: &Device) -> Mlp {
    let mut rng = Rng::new(3, Purpose::CriticWeights, 0);
    let mlp = Mlp::new(vec![3, 5, 4, 2], output, &mut rng, device);
    // Biases start at zero; move everything so that their gradients matter.
    let nudge = Rng::new(4, Purpose::Shown, 0).normals(mlp.count());
    let count = mlp.count();
    let nudge: Tensor<1> = rows(nudge, 1, device).mul_scalar(0.1).reshape([count]);
    mlp.map_parameters(|p| p + nudge)
}

fn batch(rows_: usize, columns: usize, seed: u64, device: &Device) -> Tensor<2> {
    let values = Rng::new(seed, Purpose::Shown, 0).normals(rows_ * columns);
    rows(values, rows_, device)
}

fn close(a: &[f32], b: &[f32], tolerance: f32, what: &str) {
    assert_eq!(a.len(), b.len(), "{what}");
    assert!(
        a.iter().any(|x| *x != 0.0),
        "{what}: all zero proves nothing"
    );
    for (i, (a, b)) in a.iter().zip(b).enumerate() {
        assert!(
            (a - b).abs() <= tolerance * (1.0 + b.abs()),
            "{what}, number {i}: {a} against {b}"
        );
    }
}

#[test]
fn the_reverse_pass_is_what_autodiff_finds() {
    for output in [Activation::Identity, Activation::Tanh] {
        let plain = Device::flex();
        let recorded = Device::flex().autodiff();

        let mlp = network(output, &plain);
        let (x, g) = (batch(7, 3, 5, &plain), batch(7, 2, 6, &plain));
        let trace = mlp.trace(x.clone());
        let parameters = mlp.parameter_gradient(&trace, g.clone());
        let input = mlp.input_gradient(&trace, g);

        let leaf: Tensor<1> = {
            let moved = network(output, &recorded).parameters;
            moved.detach().require_grad()
        };
        let judge = network(output, &recorded).map_parameters(|_| leaf.clone());
        let x = batch(7, 3, 5, &recorded).require_grad();
        let loss = (judge.forward(x.clone()) * batch(7, 2, 6, &recorded)).sum();
        let gradients = loss.backward();
        let of_leaf = leaf.grad(&gradients).expect("parameters are tracked");
        let of_x = x.grad(&gradients).expect("the input is tracked");

        close(&values(&parameters), &values(&of_leaf), 1e-5, "parameters");
        close(&values(&input), &values(&of_x), 1e-5, "input");
    }
}

/// Critic and generator gradients of every objective, by central differences on the losses that
/// the page shows.
#[test]
fn every_objective_descends_its_own_loss() {
    for objective in OBJECTIVES {
        let data = gan_playground::data::DATASETS
            .iter()
            .find(|d| !d.is_images() && d.dimension() == 2)
            .expect("a data set in the plane");
        let mut config = RunConfig::recommended(Pick(*data), Pick(*objective));
        (config.width, config.depth, config.batch) = (6, 2, 9);
        let device = Device::flex();
        let trainer = Trainer::new(config, Default::default(), &device);
        let (real, z) = (
            batch(9, 2, 11, &device),
            batch(9, config.latent, 12, &device),
        );

        let fake = trainer.generator.network.forward(z.clone());
        let gradient = values(&trainer.critic_gradient(real.clone(), fake.clone()));
        let loss = |mlp: &Mlp| {
            critic_loss(
                *objective,
                &values(&mlp.forward(real.clone())),
                &values(&mlp.forward(fake.clone())),
            )
        };
        differences(&trainer.critic.network, &gradient, &loss, objective.slug());

        let gradient = values(&trainer.generator_gradient(z.clone()));
        let loss = |mlp: &Mlp| {
            let logits = trainer.critic.network.forward(mlp.forward(z.clone()));
            generator_loss(*objective, &values(&logits))
        };
        differences(
            &trainer.generator.network,
            &gradient,
            &loss,
            objective.slug(),
        );
    }
}

/// Along random directions: gradient · direction against a central difference.
fn differences(mlp: &Mlp, gradient: &[f32], loss: &dyn Fn(&Mlp) -> f64, what: &str) {
    let device = Device::flex();
    for seed in 0..8 {
        let direction = Rng::new(seed, Purpose::Shown, 9).normals(mlp.count());
        let norm = direction.iter().map(|d| d * d).sum::<f32>().sqrt();
        let h = 2e-3 / norm;
        let step: Tensor<1> = rows(direction.clone(), 1, &device)
            .mul_scalar(h)
            .reshape([mlp.count()]);
        let up = loss(&mlp.clone().map_parameters(|p| p + step.clone()));
        let down = loss(&mlp.clone().map_parameters(|p| p - step));
        let numeric = (up - down) / (2.0 * f64::from(h));
        let exact: f64 = gradient
            .iter()
            .zip(&direction)
            .map(|(g, d)| f64::from(g * d))
            .sum();
        let scale = gradient.iter().map(|g| g * g).sum::<f32>().sqrt() * norm;
        assert!(
            (numeric - exact).abs() < 1e-2 * f64::from(scale),
            "{what}: {exact} against {numeric} (scale {scale})"
        );
    }
}

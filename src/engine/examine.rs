//! Does a device compute what it should? Asked before a run is trusted to it: drivers that give wrong
//! numbers, or noise in their place, are known, and a run on one only looks as if it did not learn.

use super::read;
use crate::activation::Tanh;
use crate::fault::Fault;
use crate::network::layer::{Activate, CriticLayer, Linear};
use crate::network::{Critic, Network, rows};
use crate::registry::Pick;
use crate::rng::{Purpose, Rng};
use burn::tensor::Device;
use nalgebra::DMatrix;

/// Rows, inputs, hidden units and outputs. The rows are no multiple of a tile.
const SHAPE: [usize; 4] = [20, 36, 24, 4];
/// Weights are smaller than what they are multiplied with.
const WEIGHT: f64 = 0.3;
/// As far as floats may differ from doubles here, for values of order 10.
const TOLERANCE: f64 = 1e-3;

/// A number between −1 and 1 for each place.
fn number(i: usize) -> f64 {
    let scattered = (i.wrapping_mul(2_654_435_761)) % 1_021;
    scattered as f64 / 510.0 - 1.0
}

/// Has the device compute with known numbers, with the kernels that nearly every run trains with: layers there and
/// back, and the sums that they learn from.
///
/// # Errors
/// It gives other numbers than it should, or none.
pub async fn examine(device: &Device) -> Result<(), Fault> {
    let [batch, inputs, ..] = SHAPE;
    let numbers = |count, scale: f64| (0..count).map(|i| (scale * number(i)) as f32).collect();
    let network = network(device);
    let count = network.count();
    let network = network.map_parameters(|_| rows(numbers(count, WEIGHT), 1, device).flatten(0, 1));
    let x = rows(numbers(batch * inputs, 1.0), batch, device);
    let trace = network.trace(x, 1);
    let gradient = network.parameter_gradient(&trace, trace.output());
    compare(&network, &read(gradient).await?)
}

fn network(device: &Device) -> Critic {
    let [_, inputs, hidden, outputs] = SHAPE;
    let linear = |inputs, outputs| -> Box<dyn CriticLayer> {
        Box::new(Linear {
            inputs,
            outputs,
            spread: 0.0,
        })
    };
    let layers = vec![
        linear(inputs, hidden),
        Box::new(Activate(Pick(&Tanh))),
        linear(hidden, outputs),
    ];
    let mut rng = Rng::new(0, Purpose::CriticWeights, 0);
    Network::new(layers, &mut rng, device)
}

/// The gradient by each block of parameters of Σ y² / 2, y = tanh(xW + b) V + c, in doubles.
fn expected(network: &Critic) -> Vec<DMatrix<f64>> {
    let [batch, inputs, ..] = SHAPE;
    let blocks = network.places().map(|place| {
        let [height, width] = [place.block.rows, place.block.columns];
        DMatrix::from_fn(height, width, |i, j| {
            WEIGHT * number(place.start + i * width + j)
        })
    });
    let blocks: Vec<_> = blocks.collect();
    let [w, b, v, c] = blocks.as_slice() else {
        return Vec::new();
    };
    let ones = DMatrix::repeat(batch, 1, 1.0);
    let x = DMatrix::from_fn(batch, inputs, |i, j| number(i * inputs + j));
    let h = (&x * w + &ones * b).map(f64::tanh);
    let y = &h * v + &ones * c;
    let back = (&y * v.transpose()).component_mul(&h.map(|h| 1.0 - h * h));
    let sums = ones.transpose();
    vec![
        x.transpose() * &back,
        &sums * &back,
        h.transpose() * &y,
        &sums * &y,
    ]
}

fn compare(network: &Critic, found: &[f32]) -> Result<(), Fault> {
    let wrong = |why: String| Err(Fault::WrongResults { why });
    if found.len() != network.count() {
        return wrong(format!("{} / {}", found.len(), network.count()));
    }
    for (place, expected) in network.places().zip(expected(network)) {
        // A matrix of nalgebra's lies column by column.
        for (&found, expected) in place.of(found).iter().zip(expected.transpose().iter()) {
            let near = (f64::from(found) - expected).abs() <= TOLERANCE;
            if !near {
                return wrong(format!("{found} ≠ {expected:.4}"));
            }
        }
    }
    Ok(())
}

#[cfg(all(test, feature = "headless"))]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_computes_is_trusted() {
        let examined = futures_executor(examine(&Device::flex()));
        assert_eq!(examined, Ok(()));
    }

    /// The CPU's reads are done at once.
    fn futures_executor<T>(future: impl Future<Output = T>) -> T {
        use std::task::{Context, Poll, Waker};
        let mut future = std::pin::pin!(future);
        match future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the CPU reads at once"),
        }
    }

    #[test]
    fn one_wrong_number_is_enough() {
        let network = network(&Device::flex());
        let mut right = vec![0.0; network.count()];
        for (place, expected) in network.places().zip(expected(&network)) {
            for (i, value) in expected.transpose().iter().enumerate() {
                right[place.start + i] = *value as f32;
            }
        }
        assert_eq!(compare(&network, &right), Ok(()));
        let places: Vec<usize> = network.places().map(|place| place.start + 3).collect();
        assert_eq!(places.len(), 4);
        for at in places {
            for wrong in [0.013, f32::NAN, f32::INFINITY] {
                let mut found = right.clone();
                found[at] += wrong;
                let compared = compare(&network, &found);
                assert!(matches!(compared, Err(Fault::WrongResults { .. })));
            }
        }
        assert!(compare(&network, &vec![0.0; right.len()]).is_err());
        assert!(compare(&network, &[]).is_err());
    }
}

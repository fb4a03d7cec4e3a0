//! Does a device compute what it should? Asked before a run is trusted to it: drivers that give wrong
//! numbers, or noise in their place, are known, and a run on one only looks as if it did not learn.

use super::read;
use crate::fault::Fault;
use burn::tensor::{Device, Tensor, TensorData};

/// Rows, inner length and columns of a product: no multiples of what kernels are made of.
const SHAPE: [usize; 3] = [19, 37, 23];
/// As far as floats may differ from doubles here, for values of order 10.
const TOLERANCE: f64 = 1e-3;

/// A number between −1 and 1 for each place.
fn number(i: usize) -> f64 {
    let scattered = (i.wrapping_mul(2_654_435_761)) % 1_021;
    scattered as f64 / 510.0 - 1.0
}

/// Has the device compute with known numbers, kernels of every kind that training needs most: a product,
/// elements, sums.
///
/// # Errors
/// It gives other numbers than it should, or none.
pub async fn examine(device: &Device) -> Result<(), Fault> {
    let [m, k, n] = SHAPE;
    let tensor = |first: usize, rows: usize, columns: usize| {
        let values: Vec<f32> = (0..rows * columns)
            .map(|i| number(first + i) as f32)
            .collect();
        Tensor::<2>::from_data(TensorData::new(values, [rows, columns]), device)
    };
    let product = tensor(0, m, k).matmul(tensor(m * k, k, n));
    let bent = product.clone().tanh() + product.clone().abs().sqrt();
    let sums = bent.clone().sum_dim(0);
    let all = Tensor::cat(
        vec![
            product.flatten(0, 1),
            bent.flatten(0, 1),
            sums.flatten(0, 1),
        ],
        0,
    );
    compare(&read(all).await?)
}

/// The same in doubles.
fn expected() -> Vec<f64> {
    let [m, k, n] = SHAPE;
    let entry = |i: usize, j: usize| -> f64 {
        let terms = (0..k).map(|l| number(i * k + l) * number(m * k + l * n + j));
        terms.sum()
    };
    let product: Vec<f64> = (0..m * n).map(|at| entry(at / n, at % n)).collect();
    let bent: Vec<f64> = product.iter().map(|x| x.tanh() + x.abs().sqrt()).collect();
    let sums = (0..n).map(|j| (0..m).map(|i| bent[i * n + j]).sum());
    let sums: Vec<f64> = sums.collect();
    [product, bent, sums].concat()
}

fn compare(found: &[f32]) -> Result<(), Fault> {
    let expected = expected();
    let wrong = |why: String| Err(Fault::WrongResults { why });
    if found.len() != expected.len() {
        return wrong(format!("{} / {}", found.len(), expected.len()));
    }
    for (&found, expected) in found.iter().zip(expected) {
        let near = (f64::from(found) - expected).abs() <= TOLERANCE;
        if !near {
            return wrong(format!("{found} ≠ {expected:.4}"));
        }
    }
    Ok(())
}

#[cfg(all(test, feature = "headless"))]
mod tests {
    use super::*;

    fn right() -> Vec<f32> {
        expected().into_iter().map(|x| x as f32).collect()
    }

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
        assert_eq!(compare(&right()), Ok(()));
        for at in [0, 400, 850] {
            for wrong in [0.013, f32::NAN, f32::INFINITY] {
                let mut found = right();
                found[at] += wrong;
                assert!(matches!(compare(&found), Err(Fault::WrongResults { .. })));
            }
        }
        assert!(compare(&vec![0.0; right().len()]).is_err());
        assert!(compare(&[]).is_err());
    }
}

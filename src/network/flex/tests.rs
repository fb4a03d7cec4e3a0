//! The loops against sums in double precision and against Burn's operations.

use super::product::Start;
use super::{four, is_on, map, map_two, matrix, new, on_flex, ours, walk, walk_two};
use crate::network::layer::{At, BatchNorm, Layer, Rows};
use crate::optimiser::{Hyper, Memory, OPTIMISERS};
use crate::rng::{Purpose, Rng};
use burn::tensor::{Device, Tensor};
use wide::f32x4;

fn normals(stream: u64, rows: usize, columns: usize) -> Tensor<2> {
    let mut rng = Rng::new(5, Purpose::GeneratorLatent, stream);
    new(rng.normals(rows * columns), [rows, columns])
}

fn numbers(of: Tensor<2>) -> Vec<f32> {
    let of = on_flex(&of).expect("on the CPU").to_contiguous();
    of.storage::<f32>().to_vec()
}

/// Rows, terms and columns around the sizes of tiles and panels, and the networks' own.
const SIZES: [[usize; 3]; 9] = [
    [1, 1, 1],
    [3, 5, 7],
    [4, 8, 8],
    [5, 9, 17],
    [64, 300, 1],
    [150, 2, 16],
    [129, 257, 9],
    [64, 784, 256],
    [6, 25, 520],
];

#[test]
fn products_are_sums_of_products() {
    for [m, k, n] in SIZES {
        let [a, b] = [normals(1, m, k), normals(2, k, n)];
        let row: Vec<f32> = (0..n).map(|n| n as f32).collect();
        let turned = |x: &Tensor<2>| {
            new(numbers(x.clone().transpose()), [x.dims()[1], x.dims()[0]]).transpose()
        };
        // A view inside something larger.
        let inside = |x: &Tensor<2>| {
            let [rows, columns] = x.dims();
            let wide = Tensor::cat(vec![x.clone(), x.clone().mul_scalar(7.0)], 1);
            let all = Tensor::cat(vec![wide.clone().neg(), wide], 0);
            all.slice([rows..2 * rows, 0..columns])
        };
        let (x, y) = (numbers(a.clone()), numbers(b.clone()));
        for (how, a, b) in [
            ("as they are", a.clone(), b.clone()),
            ("first turned", turned(&a), b.clone()),
            ("second turned", a.clone(), turned(&b)),
            ("both turned", turned(&a), turned(&b)),
            ("inside", inside(&a), inside(&b)),
        ] {
            let flex = [a, b].map(|x| on_flex(&x).expect("on the CPU"));
            for (start, first) in [(Start::Nothing, 0.0), (Start::Row(&row), 1.0)] {
                let found = numbers(ours(&flex[0], &flex[1], start));
                for i in 0..m {
                    for j in 0..n {
                        let terms =
                            (0..k).map(|l| f64::from(x[i * k + l]) * f64::from(y[l * n + j]));
                        let expected = terms.sum::<f64>() + first * j as f64;
                        let error = (f64::from(found[i * n + j]) - expected).abs();
                        let bound = 2e-6 * ((k as f64).sqrt() * 4.0 + expected.abs());
                        assert!(error < bound, "{m} {k} {n} {how} at {i} {j}: {error}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_view_is_read_where_it_lies() {
    let x = normals(3, 6, 4).slice([2..5, 1..3]).transpose();
    let x = on_flex(&x).expect("on the CPU");
    let found = matrix(&x);
    assert_eq!(
        [found.rows, found.columns, found.row, found.column],
        [2, 3, 1, 4]
    );
}

#[test]
fn vectors_of_any_length_are_walked_to_their_end() {
    for length in [1, 4, 7, 64] {
        let vector = |stream| normals(stream, 1, length).reshape([length]);
        let [p, m, v, g] = [1, 2, 3, 4].map(vector);
        let rows = |x: Tensor<1>| numbers(x.reshape([1, length]));
        let shared = p.clone();
        let expected = [
            p.clone() - m.clone() * g.clone(),
            m.clone() + g.clone(),
            v.clone() * g.clone(),
        ]
        .map(rows);
        let (mut a, mut b) = (p.clone(), m.clone());
        walk_two([&mut a, &mut b], &g, |[p, m], g| [p - m * g, m + g]);
        assert_eq!([a, b].map(rows), expected[..2]);
        let (mut a, mut b, mut c) = (p, m, v);
        let next = |[p, m, v]: [f32x4; 3], g| [p - m * g, m + g, v * g];
        walk([&mut a, &mut b, &mut c], &g, next);
        assert_eq!([a, b, c].map(rows), expected);
        assert_eq!(
            rows(shared),
            rows(vector(1)),
            "another owner's vector has changed"
        );
    }
}

#[test]
fn numbers_are_mapped_to_their_end() {
    for length in [1, 4, 7, 64] {
        let x = normals(1, 1, length);
        let square = numbers(x.clone() * x.clone());
        let found = map(&x, |x| x * x).expect("on the CPU");
        assert_eq!(numbers(found), square);
        let (found, same) = map_two(&x, |x| (x * x, x)).expect("on the CPU");
        assert_eq!([numbers(found), numbers(same)], [square, numbers(x)]);
    }
}

#[test]
fn what_autodiff_records_is_left_to_it() {
    let device = Device::flex().autodiff();
    let x: Tensor<2> = Tensor::ones([2, 2], &device);
    assert!(on_flex(&x).is_none());
}

/// On a device under autodiff a layer is tensor operations alone.
#[test]
fn batch_norm_is_what_tensor_operations_make_of_it() {
    let layer = BatchNorm {
        channels: 8,
        spread: 0.02,
    };
    let rows = Rows {
        groups: 2,
        reference: 0,
        progress: 1.0,
    };
    let found = [Device::flex(), Device::flex().autodiff()].map(|device| {
        let on = |x: Tensor<2>| {
            let [m, n] = x.dims();
            crate::network::rows(numbers(x), m, &device).reshape([m, n])
        };
        let blocks = [on(normals(1, 1, 8)), on(normals(2, 1, 8))];
        let x = on(normals(3, 6, 40).mul_scalar(3.0).add_scalar(5.0));
        let (y, kept) = layer.keep(&blocks, &x, rows);
        let at = At {
            blocks: &blocks,
            x: &x,
            y: &y,
            kept: &kept,
            rows,
        };
        let slope = on(normals(4, 6, 40));
        let (back, own) = layer.gradients(&at, slope.clone());
        let mut all = vec![y.clone(), layer.input_gradient(&at, slope), back];
        all.extend(own);
        let plain = |x: Tensor<2>| match is_on([&x]) {
            true => x,
            false => x.inner(),
        };
        all.into_iter().map(plain).map(numbers).collect::<Vec<_>>()
    });
    for (i, (ours, theirs)) in found[0].iter().zip(&found[1]).enumerate() {
        assert_eq!(ours.len(), theirs.len());
        assert!(ours.iter().any(|x| *x != 0.0), "all zero proves nothing");
        for (a, b) in ours.iter().zip(theirs) {
            assert!(
                (a - b).abs() < 1e-5 * (1.0 + b.abs()),
                "{i}: {a} against {b}"
            );
        }
    }
}

/// The step and the walk say the same, in the first updates and later ones.
#[test]
fn optimisers_walk_as_they_step() {
    for rule in OPTIMISERS {
        for momentum in [0.0, 0.9] {
            let hyper = Hyper {
                lr: 0.1,
                momentum,
                beta1: 0.5,
                beta2: 0.9,
            };
            let start: Tensor<1> = normals(1, 1, 67).reshape([67]);
            let (mut walked, mut stepped) = (start.clone(), start);
            let (mut one, mut other) = (Memory::default(), Memory::default());
            for t in 2..5 {
                let gradient: Tensor<1> = normals(t, 1, 67).reshape([67]);
                if !rule.moves(&mut walked, &gradient, &mut one, &hyper) {
                    walked = walked.sub(rule.step(gradient.clone(), &mut one, &hyper));
                }
                stepped = stepped.sub(rule.step(gradient, &mut other, &hyper));
                let found = [&walked, &stepped].map(|x| numbers(x.clone().reshape([1, 67])));
                for (a, b) in found[0].iter().zip(&found[1]) {
                    assert!((a - b).abs() <= 1e-6 * (1.0 + b.abs()), "{a} against {b}");
                }
            }
            assert_eq!(one.time, other.time);
            let memories = [&one, &other].map(|of| [of.first.is_some(), of.second.is_some()]);
            assert_eq!(memories[0], memories[1]);
        }
    }
}

#[test]
fn what_is_no_number_stays_none() {
    let x = four::all(f32::NAN);
    let [low, high] = [-1.0, 1.0].map(four::all);
    assert!(four::clamp(x, low, high).to_array()[0].is_nan());
    assert_eq!(four::clamp(four::all(3.0), low, high).to_array(), [1.0; 4]);
    assert_eq!(
        four::clamp(four::all(-3.0), low, high).to_array(),
        [-1.0; 4]
    );
}

#[test]
fn tanh_is_tanh() {
    for i in -120_000..=120_000 {
        let x = i as f32 * 1e-4;
        let found = four::tanh(four::all(x)).to_array();
        let exact = f64::from(x).tanh();
        for found in found {
            let error = (f64::from(found) - exact).abs();
            assert!(
                error <= 4e-7 * exact.abs(),
                "tanh {x}: {found}, not {exact}"
            );
        }
    }
    for x in [f32::INFINITY, f32::NEG_INFINITY, f32::NAN, 0.0, -1e-30] {
        let found = four::tanh(four::all(x)).to_array()[1];
        assert!((found - x.tanh()).abs() < 4e-7 || (found.is_nan() && x.is_nan()));
    }
}

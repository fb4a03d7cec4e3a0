use super::super::Shape;
use cubecl::prelude::*;

/// φ(a).
#[cube]
pub fn phi<N: Size>(a: Vector<f32, N>, below: f32, #[comptime] shape: Shape) -> Vector<f32, N> {
    if comptime!(shape == Shape::Bent) {
        let zero = Vector::new(0.0f32);
        select_many(a.greater_than(&zero), a, a * Vector::new(below))
    } else if comptime!(shape == Shape::Tanh) {
        // Far out a driver makes a quotient of infinities of it; what is no number stays none.
        let far = Vector::new(20.0f32);
        let a = select_many(a.greater_than(&far), far, a);
        let a = select_many((-a).greater_than(&far), -far, a);
        a.tanh()
    } else if comptime!(shape == Shape::Sigmoid) {
        let one = Vector::new(1.0f32);
        one / (one + (-a).exp())
    } else {
        a
    }
}

/// φ′(a), from y = φ(a).
#[cube]
pub fn slope<N: Size>(y: Vector<f32, N>, below: f32, #[comptime] shape: Shape) -> Vector<f32, N> {
    let one = Vector::new(1.0f32);
    if comptime!(shape == Shape::Bent) {
        let zero = Vector::new(0.0f32);
        select_many(y.greater_than(&zero), one, Vector::new(below))
    } else if comptime!(shape == Shape::Tanh) {
        one - y * y
    } else if comptime!(shape == Shape::Sigmoid) {
        y * (one - y)
    } else {
        one
    }
}

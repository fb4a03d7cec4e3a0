//! Four numbers at once. Where code is to be small the compiler neither unrolls loops over arrays nor
//! puts neighbours together by itself: here is how that is said.

use wide::f32x4;

/// The same number four times.
#[inline(always)]
pub fn all(x: f32) -> f32x4 {
    f32x4::new([x, x, x, x])
}

/// Four numbers or, with zeros behind them, fewer.
pub fn some(of: &[f32]) -> f32x4 {
    let mut four = [0.0; 4];
    four[..of.len()].copy_from_slice(of);
    f32x4::new(four)
}

/// tanh, to some units in the last place: a quotient of polynomials, as Eigen (`generic_fast_tanh_float`)
/// and XLA have it.
pub fn tanh(x: f32x4) -> f32x4 {
    /// Beyond it tanh is 1 as far as f32 tells, nearly.
    const FAR: f32 = 7.905_311;
    /// Below it tanh x is x.
    const NEAR: f32 = 0.0004;
    let bounded = clamp(x, all(-FAR), all(FAR));
    let square = bounded * bounded;
    let p = square * all(-2.760_768_5e-16) + all(2.000_188e-13);
    let p = square * p + all(-8.604_672e-11);
    let p = square * p + all(5.122_297e-8);
    let p = square * p + all(1.485_722_4e-5);
    let p = square * p + all(6.372_619_3e-4);
    let p = square * p + all(4.893_524_6e-3);
    let q = square * all(1.198_258_4e-6) + all(1.185_347_1e-4);
    let q = square * q + all(2.268_434_6e-3);
    let q = square * q + all(4.893_525e-3);
    let is_near = x.abs().simd_lt(all(NEAR));
    is_near.select(x, bounded * p / q)
}

/// x held in bounds. What is no number stays none, so that training that diverges shows.
#[inline(always)]
pub fn clamp(x: f32x4, low: f32x4, high: f32x4) -> f32x4 {
    let bounded = x.fast_max(low).fast_min(high);
    x.simd_ne(x).select(x, bounded)
}

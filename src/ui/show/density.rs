//! A sample's density as a curve: a histogram on a fine grid, smoothed with a Gaussian.

/// Cells of the grid.
const CELLS: usize = 200;

/// Points (x, density) over [min, max]. The bandwidth is Silverman's rule, 0.9 · min(σ, IQR/1.34)
/// · n^(−1/5) (Silverman 1986, equation 3.31), and at least one cell.
pub fn smooth_density(sample: &[f32], min: f64, max: f64) -> Vec<(f64, f64)> {
    let mut values: Vec<f64> = sample.iter().map(|x| f64::from(*x)).collect();
    values.retain(|x| x.is_finite());
    if values.len() < 2 {
        return Vec::new();
    }
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    let quantile = |q: f64| values[(q * (n - 1.0)).round() as usize];
    let iqr = (quantile(0.75) - quantile(0.25)) / 1.34;
    let cell = (max - min) / CELLS as f64;
    let spread = if iqr > 0.0 { sd.min(iqr) } else { sd };
    let bandwidth = (0.9 * spread * n.powf(-0.2)).max(cell);

    let mut counts = vec![0.0; CELLS + 1];
    for x in &values {
        let place = ((x - min) / cell).round();
        if (0.0..=CELLS as f64).contains(&place) {
            counts[place as usize] += 1.0;
        }
    }
    let reach = (4.0 * bandwidth / cell).ceil() as usize;
    let kernel: Vec<f64> = (0..=reach)
        .map(|i| (-0.5 * (i as f64 * cell / bandwidth).powi(2)).exp())
        .collect();
    let total = cell * (kernel[0] + 2.0 * kernel[1..].iter().sum::<f64>());
    (0..=CELLS)
        .map(|i| {
            let from = i.saturating_sub(reach);
            let to = (i + reach).min(CELLS);
            let sum: f64 = (from..=to).map(|j| counts[j] * kernel[i.abs_diff(j)]).sum();
            (min + cell * i as f64, sum / (n * total))
        })
        .collect()
}

//! How a slider's positions stand for values.

/// Positions of a logarithmic slider per decade.
const PER_DECADE: f64 = 20.0;

/// Either the value itself in even steps, or a list of values in equal ratios.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    Even { min: f64, max: f64, step: f64 },
    Ratios(Vec<f64>),
}

impl Scale {
    pub fn even(min: f64, max: f64, step: f64) -> Self {
        Scale::Even { min, max, step }
    }

    /// Equal ratios, two significant digits.
    pub fn ratios(min: f64, max: f64) -> Self {
        let steps = ((max / min).log10() * PER_DECADE).round();
        Self::list((0..=steps as usize).map(|i| {
            let value = min * (max / min).powf(i as f64 / steps);
            let rounded = format!("{value:.1e}").parse().unwrap_or(value);
            rounded.clamp(min, max)
        }))
    }

    /// Whole numbers, a quarter of an octave apart: 32, 40, 48, 56, 64.
    pub fn whole_ratios(min: f64, max: f64) -> Self {
        let steps = ((max / min).log2() * 4.0).ceil() as i32;
        let at = |i: i32| {
            let octave = min * 2f64.powi(i / 4);
            (octave * (1.0 + 0.25 * f64::from(i % 4))).round().min(max)
        };
        Self::list((0..=steps).map(at))
    }

    fn list(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.dedup();
        Scale::Ratios(values)
    }

    /// The slider's attributes: min, max, step.
    pub fn attributes(&self) -> (f64, f64, f64) {
        match self {
            Scale::Even { min, max, step } => (*min, *max, *step),
            Scale::Ratios(values) => (0.0, values.len() as f64 - 1.0, 1.0),
        }
    }

    /// Where the slider stands for a value.
    pub fn position(&self, value: f64) -> f64 {
        match self {
            Scale::Even { .. } => value,
            Scale::Ratios(values) => {
                let far = |i: &usize| (values[*i].ln() - value.ln()).abs();
                let nearest = (0..values.len()).min_by(|a, b| far(a).total_cmp(&far(b)));
                nearest.unwrap_or(0) as f64
            }
        }
    }

    /// The value that a position stands for.
    pub fn value(&self, position: f64) -> f64 {
        match self {
            Scale::Even { .. } => position,
            Scale::Ratios(values) => {
                let i = (position.max(0.0) as usize).min(values.len() - 1);
                values[i]
            }
        }
    }
}

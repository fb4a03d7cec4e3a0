/// Targets of label smoothing: α on real, β on generated samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labels {
    pub real: f64,
    pub fake: f64,
}

impl Labels {
    /// No smoothing.
    pub const HARD: Labels = Labels {
        real: 1.0,
        fake: 0.0,
    };
}

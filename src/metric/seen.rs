//! What a classifier says of pictures: all that metrics of pictures look at.

/// Classes of pictures: the ten digits.
pub const CLASSES: usize = 10;

/// A classifier's word on pictures, in their order. They are taken to be drawn independently: where
/// a metric needs fewer, the first are as good as any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    width: usize,
    features: Vec<f32>,
    digits: Vec<u8>,
    confidences: Vec<f32>,
    labels: Option<Vec<u8>>,
}

impl Seen {
    /// Nothing seen yet by a classifier of `width` features.
    pub fn new(width: usize) -> Self {
        Seen {
            width,
            ..Seen::default()
        }
    }

    /// Adds pictures: `width` features and [`CLASSES`] logits of each.
    pub fn add(&mut self, features: &[f32], logits: &[f32]) {
        self.features.extend_from_slice(features);
        for logits in logits.chunks_exact(CLASSES) {
            let (digit, confidence) = verdict(logits);
            self.digits.push(digit);
            self.confidences.push(confidence);
        }
    }

    /// What the pictures are meant to show, one label each: of real ones what they do show, of
    /// generated ones what was asked of a generator that takes labels.
    pub fn label(&mut self, labels: Vec<u8>) {
        self.labels = Some(labels);
    }

    /// Number of pictures.
    pub fn len(&self) -> usize {
        self.digits.len()
    }

    /// True where there is no picture.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// Features of a picture.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The features, one picture after another.
    pub fn features(&self) -> &[f32] {
        &self.features
    }

    /// The features of each picture.
    pub fn iter(&self) -> std::slice::ChunksExact<'_, f32> {
        self.features.chunks_exact(self.width.max(1))
    }

    /// The class that each picture most probably shows.
    pub fn digits(&self) -> &[u8] {
        &self.digits
    }

    /// The probability of that class, by softmax.
    pub fn confidences(&self) -> &[f32] {
        &self.confidences
    }

    /// What the pictures are meant to show, where it is known.
    pub fn labels(&self) -> Option<&[u8]> {
        self.labels.as_deref()
    }

    /// How many pictures most probably show each class.
    pub fn histogram(&self) -> [u32; CLASSES] {
        let mut counts = [0; CLASSES];
        for digit in &self.digits {
            counts[usize::from(*digit)] += 1;
        }
        counts
    }

    /// True for at least one picture and finite numbers, none in part, with a label each if any.
    pub fn is_sound(&self) -> bool {
        !self.is_empty()
            && self.features.len() == self.len() * self.width
            && self.features.iter().all(|x| x.is_finite())
            && self.confidences.iter().all(|x| x.is_finite())
            && self.labels.as_ref().is_none_or(|l| l.len() == self.len())
    }
}

/// The most probable class and its probability: 1 / Σ exp(logit − largest).
fn verdict(logits: &[f32]) -> (u8, f32) {
    let mut best = 0;
    for (i, logit) in logits.iter().enumerate() {
        if *logit > logits[best] {
            best = i;
        }
    }
    let total: f32 = logits
        .iter()
        .map(|logit| (logit - logits[best]).exp())
        .sum();
    (best as u8, 1.0 / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_probable_class_and_its_probability() {
        let mut seen = Seen::new(2);
        let mut logits = [0.0; 2 * CLASSES];
        logits[3] = 9f32.ln();
        logits[CLASSES + 9] = 1000.0;
        seen.add(&[1.0, 2.0, 3.0, 4.0], &logits);
        assert_eq!(seen.digits(), [3, 9]);
        // 9 against nine times 1.
        assert!((seen.confidences()[0] - 0.5).abs() < 1e-6);
        assert_eq!(seen.confidences()[1], 1.0);
        assert_eq!(seen.histogram(), [0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        assert!(seen.is_sound());
        assert_eq!(seen.iter().next(), Some(&[1.0, 2.0][..]));
        seen.label(vec![3]);
        assert!(!seen.is_sound());
    }

    #[test]
    fn what_is_no_number_is_not_sound() {
        for (feature, logit) in [(f32::NAN, 0.0), (0.0, f32::NAN), (f32::INFINITY, 0.0)] {
            let mut seen = Seen::new(1);
            seen.add(&[feature], &[logit; CLASSES]);
            assert!(!seen.is_sound());
        }
        assert!(!Seen::new(1).is_sound());
    }
}

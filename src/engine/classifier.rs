//! The reference classifier of digits, in whose features pictures are compared.

use super::weights::{Archive, Layout};
use crate::activation::{Activation, LeakyRelu};
use crate::data::mnist::SIDE;
use crate::fault::Fault;
use crate::metric::CLASSES;
use crate::network::Generator;
use crate::network::layer::{Activate, Conv, Layer, Linear};
use crate::registry::Pick;
use crate::rng::{Purpose, Rng};
use crate::shape::{Shape, Window};
use burn::tensor::{Device, Tensor, TensorData};

/// Numbers that the layer before the last gives: the features of a picture.
pub const FEATURES: usize = 64;
/// Channels of the convolutions, each of which halves the picture.
const CHANNELS: [usize; 3] = [8, 16, 32];
/// Before the names of its tensors in a file.
const NAME: &str = "classifier";

/// A small convolutional network: 28 × 28 pixels in [−1, 1], to 14 × 14 × 8, 7 × 7 × 16,
/// 3 × 3 × 32, to [`FEATURES`] and to ten logits, leaky ReLU between. How its weights were made is
/// in `assets/classifier/README.md`.
pub struct Classifier {
    pub network: Generator,
}

impl Classifier {
    /// With initial weights of this seed (He et al. 2015, equation 15; the last layer 1 / inputs).
    pub fn new(seed: u64, device: &Device) -> Self {
        let spread = |inputs: usize| (LeakyRelu.gain() / inputs as f64).sqrt() as f32;
        let mut layers: Vec<Box<dyn Layer>> = Vec::new();
        let mut shape = Shape::new(SIDE, SIDE, 1);
        for channels in CHANNELS {
            let window = Window::HALF;
            let inputs = window.kernel * window.kernel * shape.channels;
            let conv = Conv::new(shape, window, channels, true, spread(inputs), device);
            layers.push(Box::new(conv));
            layers.push(Box::new(Activate(Pick(&LeakyRelu))));
            shape = window.over(shape, channels);
        }
        layers.push(Box::new(Linear {
            inputs: shape.size(),
            outputs: FEATURES,
            spread: spread(shape.size()),
        }));
        layers.push(Box::new(Activate(Pick(&LeakyRelu))));
        layers.push(Box::new(Linear {
            inputs: FEATURES,
            outputs: CLASSES,
            spread: (1.0 / FEATURES as f64).sqrt() as f32,
        }));
        let mut rng = Rng::new(seed, Purpose::Classifier, 0);
        Classifier {
            network: Generator::new(layers, &mut rng, device),
        }
    }

    /// With the weights of a file.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn load(bytes: &[u8], device: &Device) -> Result<Self, Fault> {
        let Classifier { network } = Self::new(0, device);
        let mut archive = Archive::parse(bytes)?;
        archive.check()?;
        let mut differences = Vec::new();
        let layout = Layout::of(NAME, &network);
        let weights = layout.put_together("", &mut archive, &mut differences);
        if let Some(first) = differences.into_iter().next() {
            return Err(Fault::NotTheClassifier {
                difference: Box::new(first),
            });
        }
        let count = weights.len();
        let weights = Tensor::from_data(TensorData::new(weights, [count]), device);
        Ok(Classifier {
            network: network.map_parameters(|_| weights),
        })
    }

    /// The tensors of a file, from the parameters as they were read back.
    pub fn save(&self, parameters: &[f32]) -> Archive {
        let mut archive = Archive::default();
        Layout::of(NAME, &self.network).take_apart("", parameters, &mut archive);
        archive
    }

    /// Features and logits side by side.
    ///
    /// # Shapes
    /// `pictures` `[n, 784]` → `[n, FEATURES + CLASSES]`
    pub fn look(&self, pictures: Tensor<2>) -> Tensor<2> {
        let trace = self.network.trace(pictures, 1);
        // The input of the last layer.
        let features = trace.rows(2 * CHANNELS.len() + 2);
        Tensor::cat(vec![features, trace.output()], 1)
    }
}

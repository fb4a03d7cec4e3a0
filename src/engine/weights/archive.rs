use crate::fault::Fault;
use half::f16;
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensorError, SafeTensors, serialize};
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

/// A safetensors file in memory: named tensors of floats, and named texts.
#[derive(Default)]
pub struct Archive {
    tensors: BTreeMap<String, Values>,
    notes: HashMap<String, String>,
}

/// A tensor.
pub struct Values {
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

impl Archive {
    /// Reads a file's content. Tensors of other numbers than floats of 32 or 16 bits are none of ours.
    ///
    /// # Errors
    /// It is no such file.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let wrong = |why: SafeTensorError| Fault::NoSafetensors {
            why: why.to_string(),
        };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(wrong)?;
        let file = SafeTensors::deserialize(bytes).map_err(wrong)?;
        let tensors = file.iter().filter_map(|(name, view)| {
            let values = Values {
                shape: view.shape().to_vec(),
                values: floats(&view)?,
            };
            Some((name.to_string(), values))
        });
        Ok(Archive {
            tensors: tensors.collect(),
            notes: header.metadata().clone().unwrap_or_default(),
        })
    }

    /// The content of the file.
    ///
    /// # Errors
    /// A tensor has not the numbers that its shape asks for.
    pub fn bytes(self) -> Result<Vec<u8>, Fault> {
        let views = self.tensors.iter().map(|(name, tensor)| {
            let bytes = bytemuck::cast_slice(&tensor.values);
            let view = TensorView::new(Dtype::F32, tensor.shape.clone(), bytes);
            view.map(|view| (name, view))
        });
        let views = views.collect::<Result<Vec<_>, _>>();
        let bytes = views.and_then(|views| serialize(views, Some(self.notes)));
        bytes.map_err(Fault::foreign)
    }

    /// Adds a tensor.
    pub fn put(&mut self, name: String, tensor: Values) {
        self.tensors.insert(name, tensor);
    }

    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// Takes a tensor out.
    pub fn take(&mut self, name: &str) -> Option<Values> {
        self.tensors.remove(name)
    }

    /// Takes all tensors out that are left, by name.
    pub fn drain(&mut self) -> impl Iterator<Item = (String, Values)> + use<> {
        std::mem::take(&mut self.tensors).into_iter()
    }

    /// Adds a text.
    pub fn note(&mut self, name: &str, text: String) {
        self.notes.insert(name.to_string(), text);
    }

    /// What a text says.
    ///
    /// # Errors
    /// There is none of this name, or none that can be read: the file is not ours.
    pub fn noted<T: FromStr>(&self, name: &str) -> Result<T, Fault> {
        let text = self.notes.get(name).and_then(|text| text.parse().ok());
        text.ok_or_else(|| Fault::NotSaved {
            lacks: name.to_string(),
        })
    }
}

/// The numbers of a tensor; none where they are of another kind.
fn floats(view: &TensorView) -> Option<Vec<f32>> {
    let halves = || view.data().as_chunks().0.iter();
    match view.dtype() {
        Dtype::F32 => Some(bytemuck::pod_collect_to_vec(view.data())),
        Dtype::F16 => Some(
            halves()
                .map(|two| f16::from_le_bytes(*two).to_f32())
                .collect(),
        ),
        _ => None,
    }
}

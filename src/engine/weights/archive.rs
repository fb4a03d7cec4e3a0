use crate::fault::Fault;
use half::{bf16, f16};
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensorError, SafeTensors, serialize};
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

/// A safetensors file in memory: named tensors of floats, and named texts.
#[derive(Default)]
pub struct Archive {
    tensors: BTreeMap<String, Values>,
    notes: HashMap<String, String>,
    /// The first tensor that no run can be made of, and why.
    unfit: Option<Fault>,
}

/// Its square is a float, too: what is larger ends a run at its next step, whatever the settings.
const LARGEST: f32 = 1e18;

/// A tensor.
pub struct Values {
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

impl Archive {
    /// Reads a file's content. Whether all its tensors are of use is asked by [`Archive::check`], when
    /// it is known that the file is ours.
    ///
    /// # Errors
    /// It is no such file.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let wrong = |why: SafeTensorError| Fault::NoSafetensors {
            why: why.to_string(),
        };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(wrong)?;
        let file = SafeTensors::deserialize(bytes).map_err(wrong)?;
        let mut archive = Archive {
            notes: header.metadata().clone().unwrap_or_default(),
            ..Archive::default()
        };
        for (name, view) in file.iter() {
            match floats(name, &view) {
                Ok(values) => {
                    let shape = view.shape().to_vec();
                    archive.put(name.to_string(), Values { shape, values });
                }
                Err(why) => archive.unfit = archive.unfit.or(Some(why)),
            }
        }
        Ok(archive)
    }

    /// Nothing in it would end a run.
    ///
    /// # Errors
    /// A tensor is of other numbers than floats, or has one that is not finite: by its name.
    pub fn check(&self) -> Result<(), Fault> {
        match &self.unfit {
            Some(why) => Err(why.clone()),
            None => Ok(()),
        }
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

/// The numbers of a tensor, whatever floats they are.
fn floats(name: &str, view: &TensorView) -> Result<Vec<f32>, Fault> {
    let data = view.data();
    let twos = || data.as_chunks().0.iter();
    let values: Vec<f32> = match view.dtype() {
        Dtype::F32 => bytemuck::pod_collect_to_vec(data),
        Dtype::F16 => twos()
            .map(|two| f16::from_le_bytes(*two).to_f32())
            .collect(),
        Dtype::BF16 => twos()
            .map(|two| bf16::from_le_bytes(*two).to_f32())
            .collect(),
        Dtype::F64 => {
            let eights = data.as_chunks().0.iter();
            eights
                .map(|eight| f64::from_le_bytes(*eight) as f32)
                .collect()
        }
        other => {
            return Err(Fault::NoFloats {
                name: name.to_string(),
                kind: other.to_string(),
            });
        }
    };
    // A NaN is not within anything.
    let within = values.iter().filter(|x| x.abs() <= LARGEST).count();
    match values.len() - within {
        0 => Ok(values),
        beyond => Err(Fault::NumbersBeyond {
            name: name.to_string(),
            beyond,
            count: values.len(),
        }),
    }
}

use super::{Archive, Values};
use crate::fault::Fault;
use crate::network::layer::{Block, Layer, Start};
use crate::network::{Network, Place};

/// Where the blocks of a network lie in vectors that are laid out like its parameters.
pub struct Layout {
    parts: Vec<Part>,
    /// Length of the vectors.
    count: usize,
}

struct Part {
    name: String,
    place: Place,
}

impl Part {
    fn shape(&self) -> Vec<usize> {
        vec![self.place.block.rows, self.place.block.columns]
    }
}

impl Layout {
    /// The blocks of a player's network.
    pub fn of<L: Layer + ?Sized>(player: &str, network: &Network<L>) -> Self {
        let places = network.places().enumerate();
        Layout {
            parts: places
                .map(|(i, place)| Part {
                    name: format!("{player}.{i}.{}", kind(place.block)),
                    place,
                })
                .collect(),
            count: network.count(),
        }
    }

    /// True where the archive has one of the blocks in this role.
    pub fn is_in(&self, role: &str, archive: &Archive) -> bool {
        let mut names = self.parts.iter().map(|part| format!("{}{role}", part.name));
        names.any(|name| archive.has(&name))
    }

    /// A vector's blocks into the archive.
    pub fn take_apart(&self, role: &str, vector: &[f32], archive: &mut Archive) {
        for part in &self.parts {
            let (start, shape) = (part.place.start, part.shape());
            let size = shape.iter().product::<usize>();
            let values = vector[start..start + size].to_vec();
            archive.put(format!("{}{role}", part.name), Values { shape, values });
        }
    }

    /// The vector of these blocks, out of the archive. What is not as it should be is told.
    pub fn put_together(
        &self,
        role: &str,
        archive: &mut Archive,
        differences: &mut Vec<Fault>,
    ) -> Vec<f32> {
        // Between the blocks there are zeros.
        let mut vector = vec![0.0; self.count];
        for part in &self.parts {
            let name = format!("{}{role}", part.name);
            match archive.take(&name) {
                Some(tensor) if tensor.shape == part.shape() => {
                    let start = part.place.start;
                    vector[start..start + tensor.values.len()].copy_from_slice(&tensor.values);
                }
                Some(tensor) => differences.push(Fault::OtherShape {
                    name,
                    there: tensor.shape,
                    here: part.shape(),
                }),
                None => differences.push(Fault::NotInFile { name }),
            }
        }
        vector
    }
}

/// What a block is, by how it starts.
fn kind(block: Block) -> &'static str {
    match block.start {
        Start::Normal(_) => "weight",
        Start::Constant(0.0) => "bias",
        Start::Constant(_) | Start::Around(..) => "gain",
    }
}

//! Every text of a figure, for those who read it in another language.

use super::{Axis, Figure, Handle, Layer, Panel};
use crate::text::{Find, Text};

impl Figure {
    /// From now on its texts read in this language.
    pub fn tell(&mut self, find: Find) {
        self.texts_mut(|text| text.tell(find));
    }

    pub fn texts_mut(&mut self, mut visit: impl FnMut(&mut Text)) {
        for panel in &mut self.panels {
            let Panel {
                title,
                x,
                y,
                layers,
                handles,
                alt,
            } = panel;
            [title, alt].into_iter().for_each(&mut visit);
            for Axis { name, unit, .. } in [x, y] {
                [name, unit].into_iter().for_each(&mut visit);
            }
            let labels = handles.iter_mut().map(|Handle { label, .. }| label);
            labels.for_each(&mut visit);
            layers
                .iter_mut()
                .filter_map(Layer::text_mut)
                .for_each(&mut visit);
        }
    }
}

//! Every text of a figure, for those who read it in another language.

use super::{Axis, Figure, Handle, Layer, Panel};

impl Figure {
    pub fn texts_mut(&mut self, mut change: impl FnMut(&mut String)) {
        for panel in &mut self.panels {
            let Panel {
                title,
                x: Axis { name: x, .. },
                y: Axis { name: y, .. },
                layers,
                handles,
                alt,
            } = panel;
            [title, x, y, alt].into_iter().for_each(&mut change);
            let labels = handles.iter_mut().map(|Handle { label, .. }| label);
            labels.for_each(&mut change);
            layers
                .iter_mut()
                .filter_map(Layer::text_mut)
                .for_each(&mut change);
        }
    }
}

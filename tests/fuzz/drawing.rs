//! The drawing in an address.

use super::{fuzz, is_readable};
use gan_playground::data::drawing::Drawing;
use gan_playground::data::stroke_code::MAX_CODE;
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn a_code_is_a_drawing_or_refused() {
    let letters = prop_oneof!["[A-Za-z0-9_.-]{0,40}", "[A-Za-z0-9_.-]{0,2100}", ".{0,60}"];
    fuzz(letters, |text| match Drawing::decode(&text) {
        Err(why) => is_readable(&why),
        Ok(drawing) => {
            let again = drawing.encode();
            assert!(again.len() <= MAX_CODE);
            let back = Drawing::decode(&again).expect("what was written is read");
            assert_eq!(back.encode(), again);
        }
    });
}

#[test]
fn any_strokes_have_a_code() {
    let point = (any::<f32>(), any::<f32>());
    let near = (-2.0_f32..2.0, -2.0_f32..2.0);
    let stroke = prop_oneof![vec(point, 0..20), vec(near, 0..400)];
    fuzz(vec(stroke, 0..30), |strokes| {
        let mut drawing = Drawing::default();
        let taken = strokes.iter().filter(|stroke| drawing.push(stroke)).count();
        let back = Drawing::decode(&drawing.encode()).expect("its own code");
        assert_eq!(back.strokes().len(), taken);
        if taken > 0 {
            let points = drawing.points(100).expect("points");
            assert!(points.points().iter().all(|x| x.abs() <= 1.5));
        }
    });
}

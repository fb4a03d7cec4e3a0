use super::{Game, Remedy};
use crate::architecture::Part;
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;

/// Minibatch standard deviation: one number for the whole batch, the mean standard deviation of
/// its features, appended to each sample's. The layer is `engine::MinibatchStd`.
///
/// Source: Karras et al. 2018, section 3.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MinibatchStd {
    pub on: bool,
}

entry!(MinibatchStd {
    slug: "minibatch-std",
    name: "Minibatch standard deviation",
    help: "The critic is shown how much its batch varies: too little, and it is fake. The simple \
           cousin of minibatch discrimination.",
    formula: r"s = \frac{1}{W} \sum_w \sqrt{\operatorname{Var}_i f_w(x_i)}",
    paper: Paper {
        title: "Karras et al. 2018, Progressive growing of GANs, section 3",
        url: "https://arxiv.org/abs/1710.10196",
    },
});

impl Remedy for MinibatchStd {
    fn query(&self) -> &'static str {
        "minibatch_std=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("minibatch_std", |layer: &mut Self| &mut layer.on).says(
                "Minibatch standard deviation",
                "The critic sees how much its batch varies.",
            ),
        ]
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    fn told(&self) -> Option<Part> {
        Some(Part::MinibatchStd)
    }
}

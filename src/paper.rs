/// Where something was first said: a formula, a remedy, a measure, a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    pub title: &'static str,
    pub url: &'static str,
}

/// Where something was first said: a formula, a remedy, a measure, a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    pub title: &'static str,
    pub url: &'static str,
}

/// What a paper says in a formula.
pub trait Cited {
    /// LaTeX; of an objective the two losses, critic then generator.
    fn formula(&self) -> &'static str;
    /// The paper that proposes or defines it.
    fn paper(&self) -> Paper;
}

use crate::fault::Fault;

/// How the results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns.
    Table,
    Markdown,
    /// Everything.
    Json,
    /// A line per measurement.
    Csv,
}

impl Format {
    const ALL: [(&str, Format); 4] = [
        ("table", Format::Table),
        ("markdown", Format::Markdown),
        ("json", Format::Json),
        ("csv", Format::Csv),
    ];

    /// Reads a name.
    ///
    /// # Errors
    /// A sentence that lists those there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|(name, _)| *name == text);
        found
            .map(|(_, format)| format)
            .ok_or_else(|| Fault::unknown(text, Self::ALL.map(|(name, _)| name)).to_string())
    }
}

//! What a lecturer pastes into a page or a deck.

/// An iframe with this address.
pub fn iframe(address: &str, title: &str) -> String {
    format!(
        "<iframe src=\"{}\"\n        width=\"960\" height=\"540\" title=\"{}\" \
         style=\"border: 0\" loading=\"lazy\"></iframe>",
        escaped(address),
        escaped(title)
    )
}

/// The custom element of `embed.js` with these parameters as attributes, and its script.
pub fn element(script: &str, pairs: &[(String, String)], title: &str) -> String {
    let attributes: Vec<String> = pairs
        .iter()
        // Inside another page is where the element always is.
        .filter(|(name, _)| name != "embed")
        .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
        .collect();
    format!(
        "<script src=\"{}\"></script>\n<gan-widget {} title=\"{}\"></gan-widget>",
        escaped(script),
        attributes.join(" "),
        escaped(title)
    )
}

/// The address of a file beside the page.
pub fn beside(page: &str, file: &str) -> String {
    let folder = page.rfind('/').map_or("", |end| &page[..=end]);
    format!("{folder}{file}")
}

/// As it may stand in an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

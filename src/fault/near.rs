//! Which word somebody may have meant.

/// No name is as long: what is longer is like none.
const LONGEST: usize = 32;

/// The one of these words that is almost the given one.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known = known.into_iter().map(|word| (distance(given, word), word));
    let (distance, word) = known.min()?;
    // A third of it may be wrong.
    (3 * distance <= word.chars().count()).then_some(word)
}

/// How many letters have to be put in, left out or changed.
pub fn distance(a: &str, b: &str) -> usize {
    let letters = |word: &str| -> Vec<char> { word.to_lowercase().chars().take(LONGEST).collect() };
    let (a, b) = (letters(a), letters(b));
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found() {
        let known = ["clip", "critic_steps", "seed", "q-centre"];
        let near = |given| nearest(given, known);
        assert_eq!(near("critic-steps"), Some("critic_steps"));
        assert_eq!(near("q-center"), Some("q-centre"));
        assert_eq!(near("sead"), Some("seed"));
        assert_eq!(near("colour"), None);
        assert_eq!(near(&"seed".repeat(10_000)), None);
        assert_eq!((distance("", "abc"), distance("abc", "abc")), (3, 0));
    }
}

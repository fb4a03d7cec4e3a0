//! The values of one demo's settings, whichever demo it is; their text form is the URL's query.

use super::settings::{Entry, Reader, Settings, Table};
use crate::fault::Fault;
use crate::setting::Value;

/// The current value of every setting of one demo. Always within its range.
#[derive(Clone, Debug)]
pub struct Knobs {
    table: &'static Table,
    values: Vec<Value>,
}

/// Of the same demo, and at the same values.
impl PartialEq for Knobs {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table) && self.values == other.values
    }
}

impl Knobs {
    pub fn defaults(table: &'static Table) -> Self {
        Self {
            table,
            values: table.iter().map(|row| row.default).collect(),
        }
    }

    /// From a URL's parameters. What cannot be used keeps its default and is reported by its name,
    /// for the page to show: a link that silently shows something else misleads.
    pub fn from_query<'a>(
        table: &'static Table,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Self, Vec<(String, Fault)>) {
        let mut knobs = Self::defaults(table);
        let mut faults = Vec::new();
        for (name, text) in pairs {
            let unknown = || Err(Fault::unknown(name, table.iter().map(|row| row.slug)));
            if let Err(fault) = knobs.read(name, text).unwrap_or_else(unknown) {
                faults.push((name.to_string(), fault));
            }
        }
        (knobs, faults)
    }

    /// Takes one setting over from its text, or says why it cannot; `None` where there is no such
    /// setting.
    pub fn read(&mut self, slug: &str, text: &str) -> Option<Result<(), Fault>> {
        let index = self.index(slug)?;
        let value = self.table[index].parse(text);
        Some(value.map(|value| self.values[index] = value))
    }

    /// The settings that differ from their defaults, for a URL.
    pub fn to_query(&self) -> Vec<(&'static str, String)> {
        let both = self.table.iter().zip(&self.values);
        both.filter(|(row, value)| **value != row.default)
            .map(|(row, value)| (row.slug, value.to_string()))
            .collect()
    }

    /// In the order of the table.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    pub fn rows(&self) -> impl Iterator<Item = (&'static Entry, Value)> + '_ {
        self.table.iter().zip(self.values.iter().copied())
    }

    pub fn value(&self, slug: &str) -> Option<Value> {
        Some(self.values[self.index(slug)?])
    }

    /// As the demo itself has them.
    pub fn settings<S: Settings>(&self) -> S {
        debug_assert!(std::ptr::eq(self.table, S::table()), "another demo's");
        S::read(&mut Reader::new(&self.values))
    }

    /// Whether this setting means something beside the others.
    pub fn applies(&self, slug: &str) -> bool {
        let applying = self.table.applying(self);
        debug_assert_eq!(applying.len(), self.values.len(), "declared by what is set");
        self.index(slug)
            .and_then(|index| applying.get(index).copied())
            .unwrap_or(false)
    }

    /// To this value, if it is one that the setting takes.
    pub fn set(&mut self, slug: &str, value: Value) {
        if let Some(index) = self.index(slug)
            && let Ok(value) = self.table[index].parse(&value.to_string())
        {
            self.values[index] = value;
        }
    }

    /// A number's nearest value.
    pub fn drag(&mut self, slug: &str, x: f64) {
        if let Some(index) = self.index(slug)
            && let Some(value) = self.table[index].nearest(x)
        {
            self.values[index] = value;
        }
    }

    fn index(&self, slug: &str) -> Option<usize> {
        self.table.iter().position(|row| row.slug == slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{choice, number, whole};
    use crate::{choice, settings};

    choice! {
        enum Way {
            One = "one", "One";
            Two = "two", "Two";
        }
    }

    settings! {
        struct Sample {
            way: Way = choice("c", "C", "", Way::One),
            x: f64 = number("x", "X", "", (-1.0, 2.0, 0.05), 0.5),
            n: usize = whole("n", "N", "", (1, 9), 3).when(way == Way::Two),
            both: [f64; 2] = ["y", "z"].map(|slug| number(slug, "", "", (0.1, 10.0, 0.1), 1.0).ratios()),
        }
    }

    const AT_FIRST: Sample = Sample {
        way: Way::One,
        x: 0.5,
        n: 3,
        both: [1.0, 1.0],
    };

    #[test]
    fn what_is_set_is_read() {
        let mut knobs = Knobs::defaults(Sample::table());
        assert_eq!(knobs.settings::<Sample>(), AT_FIRST);
        assert_eq!(Sample::default(), AT_FIRST);
        knobs.set("c", Value::Slug("two"));
        knobs.drag("x", 0.31);
        knobs.drag("n", 99.0);
        knobs.drag("z", 2.0);
        // None of these is a value there.
        knobs.drag("c", 1.0);
        knobs.set("x", Value::Float(9.0));
        knobs.set("nothing", Value::Float(1.0));
        let set = Sample {
            way: Way::Two,
            x: 0.3,
            n: 9,
            both: [1.0, 2.0],
        };
        assert_eq!(knobs.settings::<Sample>(), set);
    }

    #[test]
    fn a_query_says_what_it_could_not_use() {
        let pairs = [("x", "9"), ("c", "three"), ("w", "1"), ("n", "2.5")];
        let (knobs, faults) = Knobs::from_query(Sample::table(), pairs);
        assert_eq!(knobs, Knobs::defaults(Sample::table()));
        let said = faults.iter().map(|(name, why)| format!("{name}: {why}"));
        let expected = [
            "x: 9 is outside −1 to 2",
            "c: “three” is unknown; it can be one, two",
            "w: “w” is unknown; it can be c, x, n, y, z",
            "n: “2.5” is not a whole number",
        ];
        assert!(said.eq(expected));
    }

    #[test]
    fn one_setting_is_taken_or_refused() {
        let mut knobs = Knobs::defaults(Sample::table());
        assert_eq!(knobs.read("w", "1"), None);
        assert_eq!(knobs.read("x", "-1"), Some(Ok(())));
        assert!(knobs.read("x", "9").is_some_and(|taken| taken.is_err()));
        assert_eq!(knobs.value("x"), Some(Value::Float(-1.0)));
    }

    #[test]
    fn a_setting_can_depend_on_those_before_it() {
        let mut knobs = Knobs::defaults(Sample::table());
        assert!(knobs.applies("x") && !knobs.applies("n"));
        knobs.set("c", Value::Slug("two"));
        assert!(knobs.applies("n"));
    }

    #[test]
    fn only_what_differs_is_in_the_link() {
        let (knobs, faults) = Knobs::from_query(Sample::table(), [("x", "0.1"), ("c", "one")]);
        assert!(faults.is_empty());
        assert_eq!(knobs.to_query(), [("x", "0.1".to_string())]);
    }
}

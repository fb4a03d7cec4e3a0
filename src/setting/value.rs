use std::fmt;

/// A setting's value. Shown, it is what the address has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Slug(&'static str),
    Int(u64),
    Float(f64),
    /// On (`1`) or off (`0`).
    Switch(bool),
}

impl Value {
    /// Of a number, whole or not.
    pub fn number(self) -> Option<f64> {
        match self {
            Value::Int(n) => Some(n as f64),
            Value::Float(x) => Some(x),
            Value::Slug(_) | Value::Switch(_) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Slug(slug) => f.write_str(slug),
            Value::Int(n) => write!(f, "{n}"),
            Value::Float(x) => write!(f, "{x}"),
            Value::Switch(on) => write!(f, "{}", u8::from(*on)),
        }
    }
}

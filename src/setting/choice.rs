use crate::fault::Fault;

/// A type whose values are words: of the address, and of a menu.
pub trait Choice: Copy + PartialEq + 'static {
    /// In the order of a menu.
    const ALL: &'static [Self];
    /// The word in the address: a stable interface.
    fn slug(self) -> &'static str;
    /// The word in a menu.
    fn name(self) -> &'static str;
}

/// Slug and name of each, for [`Range::Choice`](super::Range::Choice).
pub fn menu<T: Choice>() -> Vec<(&'static str, &'static str)> {
    let all = T::ALL.iter();
    all.map(|choice| (choice.slug(), choice.name())).collect()
}

/// The one with this slug.
///
/// # Errors
/// Names those there are.
pub fn read<T: Choice>(slug: &str) -> Result<T, Fault> {
    let mut all = T::ALL.iter().copied();
    all.find(|choice| choice.slug() == slug)
        .ok_or_else(|| Fault::unknown(slug, T::ALL.iter().map(|choice| choice.slug())))
}

/// `choice! { Part { Graph = "graph", "One step in the network"; … } }`: makes [`Choice`] of an enum,
/// in the order of the menu. None can be forgotten: it would not compile. With `pub enum` in front the
/// enum is made too.
#[macro_export]
macro_rules! choice {
    ($(#[$doc:meta])* $see:vis enum $type:ident {
        $($(#[$of:meta])* $variant:ident = $slug:literal, $name:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $see enum $type {
            $($(#[$of])* $variant),+
        }
        $crate::choice!($type { $($variant = $slug, $name;)+ });
    };
    ($type:ident { $($variant:ident = $slug:literal, $name:literal;)+ }) => {
        impl $crate::setting::Choice for $type {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug),+
                }
            }
            fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::choice! {
        enum Side {
            Left = "left", "To the left";
            Right = "right", "To the right";
        }
    }

    #[test]
    fn a_choice_is_read_by_its_slug() {
        assert_eq!(read("right"), Ok(Side::Right));
        let known = vec!["left".to_string(), "right".to_string()];
        let given = "Right".to_string();
        assert_eq!(read::<Side>("Right"), Err(Fault::Unknown { given, known }));
        assert_eq!(menu::<Side>()[0], ("left", "To the left"));
    }
}

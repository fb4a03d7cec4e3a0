//! What every menu entry has, and how it is found by its slug.
//!
//! Objectives, Lipschitz controls, optimisers and datasets are slices of trait objects. Menus,
//! URL parsing, help and the registry tests iterate the slices; nothing else matches on a slug.

use std::fmt;
use std::ops::Deref;

/// An entry of a registry: something with a stable name in the URL and a readable one on the page.
pub trait Entry: Sync {
    /// Kebab-case word of the field, unique in its registry. A stable interface: links contain it.
    fn slug(&self) -> &'static str;
    /// Name shown in menus.
    fn name(&self) -> &'static str;
    /// One or two sentences of help.
    fn help(&self) -> &'static str;
}

/// An [`Entry`] that says always the same, and, where it is [`Cited`](crate::paper::Cited), what.
macro_rules! entry {
    ($entry:ident {
        slug: $slug:expr,
        name: $name:expr,
        help: $help:expr
        $(, formula: $formula:expr, paper: $paper:expr)?
        $(,)?
    }) => {
        impl $crate::registry::Entry for $entry {
            fn slug(&self) -> &'static str {
                $slug
            }
            fn name(&self) -> &'static str {
                $name
            }
            fn help(&self) -> &'static str {
                $help
            }
        }
        $(impl $crate::paper::Cited for $entry {
            fn formula(&self) -> &'static str {
                $formula
            }
            fn paper(&self) -> $crate::paper::Paper {
                $paper
            }
        })?
    };
}
pub(crate) use entry;

/// A reference to a registry entry: copied freely, compared and printed by slug.
pub struct Pick<T: ?Sized + 'static>(pub &'static T);

impl<T: ?Sized> Clone for Pick<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Pick<T> {}

impl<T: ?Sized> Deref for Pick<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: ?Sized + Entry> PartialEq for Pick<T> {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

impl<T: ?Sized + Entry> fmt::Debug for Pick<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// The entry with this slug.
pub fn find<T: ?Sized + Entry>(entries: &[&'static T], slug: &str) -> Option<Pick<T>> {
    entries
        .iter()
        .find(|entry| entry.slug() == slug)
        .map(|entry| Pick(*entry))
}

/// Slug and name of every entry, in menu order.
pub fn menu<T: ?Sized + Entry>(entries: &[&'static T]) -> Vec<(&'static str, &'static str)> {
    entries.iter().map(|e| (e.slug(), e.name())).collect()
}

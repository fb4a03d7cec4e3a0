//! What a browser says of its WebGPU.

/// An adapter that the engine can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adapter {
    /// A graphics card, as far as anybody says.
    Hardware,
    /// A program that computes on the CPU what a graphics card would: slower than the CPU engine.
    Software,
}

/// Such programs, as they are called: Chromium's, Mesa's by its two names, and Windows'.
const PROGRAMS: [&str; 5] = [
    "swiftshader",
    "llvmpipe",
    "lavapipe",
    "basic render",
    "warp",
];

impl Adapter {
    /// By what it is called (`GPUAdapterInfo`), and whether the browser itself calls it a fallback.
    pub fn called<'a>(names: impl IntoIterator<Item = &'a str>, fallback: bool) -> Self {
        let is_program = |name: &str| {
            let name = name.to_lowercase();
            PROGRAMS.iter().any(|program| name.contains(program))
        };
        match fallback || names.into_iter().any(is_program) {
            true => Adapter::Software,
            false => Adapter::Hardware,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_name_or_as_a_fallback() {
        let called = |names: &[&str], fallback| Adapter::called(names.iter().copied(), fallback);
        // Chromium without a graphics card, and Firefox, which gives no names.
        assert_eq!(called(&["google", "swiftshader"], true), Adapter::Software);
        assert_eq!(called(&["", "", "", ""], true), Adapter::Software);
        assert_eq!(
            called(&["", "", "", "llvmpipe (LLVM 19.1)"], false),
            Adapter::Software
        );
        assert_eq!(
            called(
                &["microsoft", "", "", "Microsoft Basic Render Driver"],
                false
            ),
            Adapter::Software
        );
        for names in [["apple", "metal-3"], ["nvidia", "ampere"], ["", ""]] {
            assert_eq!(called(&names, false), Adapter::Hardware);
        }
    }
}

//! Meanings become colours here and nowhere else.

/// What a mark stands for. Real and fake keep their colours through the whole playground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The data: P.
    Real,
    /// The generator's output: Q, P_θ.
    Fake,
    /// Discriminator or critic.
    Critic,
    Generator,
    /// Mass on its way, Wasserstein distances.
    Transport,
    /// What the eye should go to: text colour.
    Accent,
    /// Scaffolding: rules, secondary notes.
    Muted,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Real,
        Self::Fake,
        Self::Critic,
        Self::Generator,
        Self::Transport,
        Self::Accent,
        Self::Muted,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The colours of one appearance. Roles differ in lightness as well as in hue, in the manner of
/// Okabe & Ito's palette (2008), and stand out ≥ 3:1 from the background (WCAG 2.2, 1.4.11).
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub background: Rgb,
    pub text: Rgb,
    pub grid: Rgb,
    real: Rgb,
    fake: Rgb,
    critic: Rgb,
    generator: Rgb,
    transport: Rgb,
    muted: Rgb,
}

impl Theme {
    pub fn light() -> Self {
        Self {
            background: Rgb(255, 255, 255),
            text: Rgb(27, 31, 36),
            grid: Rgb(229, 232, 236),
            real: Rgb(0, 98, 168),
            fake: Rgb(217, 84, 0),
            critic: Rgb(135, 60, 150),
            generator: Rgb(168, 120, 0),
            transport: Rgb(0, 140, 105),
            muted: Rgb(98, 106, 116),
        }
    }

    pub fn dark() -> Self {
        Self {
            background: Rgb(21, 24, 29),
            text: Rgb(236, 239, 243),
            grid: Rgb(50, 56, 64),
            real: Rgb(93, 176, 255),
            fake: Rgb(255, 147, 77),
            critic: Rgb(211, 143, 227),
            generator: Rgb(240, 200, 80),
            transport: Rgb(60, 205, 160),
            muted: Rgb(150, 159, 171),
        }
    }

    pub fn colour(&self, role: Role) -> Rgb {
        match role {
            Role::Real => self.real,
            Role::Fake => self.fake,
            Role::Critic => self.critic,
            Role::Generator => self.generator,
            Role::Transport => self.transport,
            Role::Accent => self.text,
            Role::Muted => self.muted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 relative luminance.
    fn luminance(Rgb(r, g, b): Rgb) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn everything_is_legible() {
        for theme in [Theme::light(), Theme::dark()] {
            assert!(contrast(theme.text, theme.background) >= 7.0);
            // Axis labels and notes are written in it.
            assert!(contrast(theme.colour(Role::Muted), theme.background) >= 4.5);
            for role in Role::ALL {
                assert!(
                    contrast(theme.colour(role), theme.background) >= 3.0,
                    "{role:?}"
                );
            }
        }
    }
}

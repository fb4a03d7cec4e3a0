//! Numbers for people: four significant digits, a true minus sign, ∞ as ∞.

use crate::text::Text;

/// For labels and readouts. NaN is "undefined".
pub fn number(value: f64) -> Text {
    match value {
        _ if value.is_nan() => "undefined".into(),
        f64::INFINITY => Text::same("∞"),
        f64::NEG_INFINITY => Text::same("−∞"),
        _ => Text::same(written(value)),
    }
}

fn written(value: f64) -> String {
    let (mantissa, exponent) = parts(value);
    match exponent {
        None => mantissa.replace('-', "−"),
        Some(exponent) => {
            let exponent: String = exponent.to_string().chars().map(superscript).collect();
            format!("{}×10{exponent}", mantissa.replace('-', "−"))
        }
    }
}

/// The same, as LaTeX.
pub fn latex(value: f64) -> String {
    if value.is_nan() {
        return r"\text{undefined}".into();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            r"\infty".into()
        } else {
            r"-\infty".into()
        };
    }
    match parts(value) {
        (mantissa, None) => mantissa,
        (mantissa, Some(exponent)) => format!(r"{mantissa} \cdot 10^{{{exponent}}}"),
    }
}

/// Digits, and the power of ten if the number is too small or too large to write out.
fn parts(value: f64) -> (String, Option<i32>) {
    // Rounding first, so that 0.99999 is counted as 1.
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    if rounded == 0.0 {
        return ("0".into(), None);
    }
    let magnitude = rounded.abs().log10().floor() as i32;
    match magnitude {
        -3..4 => (
            trim(&format!("{rounded:.*}", (3 - magnitude) as usize)),
            None,
        ),
        4..6 => (format!("{rounded:.0}"), None),
        _ => {
            let digits = format!("{rounded:.2e}");
            let (mantissa, exponent) = digits.split_once('e').unwrap_or((&digits, "0"));
            (trim(mantissa), exponent.parse().ok())
        }
    }
}

fn trim(decimal: &str) -> String {
    if !decimal.contains('.') {
        return decimal.into();
    }
    decimal.trim_end_matches('0').trim_end_matches('.').into()
}

fn superscript(digit: char) -> char {
    match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => other
            .to_digit(10)
            .and_then(|d| char::from_u32('⁰' as u32 + d))
            .unwrap_or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_people() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (std::f64::consts::LN_2, "0.6931"),
            (-1.5, "−1.5"),
            (1.0 - 1e-12, "1"),
            (12.345_67, "12.35"),
            (45000.0, "45000"),
            (4_499_991.4, "4.5×10⁶"),
            (0.001_234_6, "0.001235"),
            (-1.234e-7, "−1.23×10⁻⁷"),
            (f64::INFINITY, "∞"),
            (f64::NEG_INFINITY, "−∞"),
            (f64::NAN, "undefined"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn for_formulas() {
        assert_eq!(latex(-0.25), "-0.25");
        assert_eq!(latex(f64::INFINITY), r"\infty");
        assert_eq!(latex(2e9), r"2 \cdot 10^{9}");
    }
}

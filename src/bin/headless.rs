//! The engine without a browser: see docs/headless.md.

use std::process::ExitCode;

fn main() -> ExitCode {
    gan_playground::headless::main()
}

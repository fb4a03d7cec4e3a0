//! The page.

fn main() {
    gan_playground::ui::start();
}

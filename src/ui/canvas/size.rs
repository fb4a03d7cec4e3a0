//! How large an element is, in CSS pixels and in the screen's own.

use crate::ui::page::Page;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};

/// CSS pixels, and the screen's pixels per CSS pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
    pub scale: f64,
}

impl Size {
    fn of(element: &Element, density: f64) -> Self {
        Size {
            width: f64::from(element.client_width()),
            height: f64::from(element.client_height()),
            scale: density.clamp(1.0, 4.0),
        }
    }

    /// False before the first layout.
    pub fn is_some(&self) -> bool {
        self.width >= 1.0 && self.height >= 1.0
    }

    /// Gives a canvas as many pixels as the screen has there.
    pub fn fit(&self, canvas: &HtmlCanvasElement) {
        let (width, height) = (self.pixels(self.width), self.pixels(self.height));
        // Setting either clears the canvas.
        if canvas.width() != width || canvas.height() != height {
            canvas.set_width(width);
            canvas.set_height(height);
        }
    }

    fn pixels(&self, css: f64) -> u32 {
        (css * self.scale).round().max(1.0) as u32
    }
}

/// Follows an element's size for as long as the caller's component lives.
pub fn observe<E: leptos::html::ElementType>(node: NodeRef<E>) -> RwSignal<Size>
where
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    let density = expect_context::<Page>().density;
    let size = RwSignal::new(Size::default());
    let watching = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move || {
        let Some(output) = node.get() else { return };
        let element: Element = AsRef::<Element>::as_ref(&output).clone();
        size.set(Size::of(&element, density.get()));
        let target = element.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            let new = Size::of(&target, density.get_untracked());
            if size.try_get_untracked().is_some_and(|old| old != new) {
                size.set(new);
            }
        });
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            let before =
                watching.try_update_value(|watching| watching.replace((observer, changed)));
            if let Some((observer, _)) = before.flatten() {
                observer.disconnect();
            }
        }
    });
    on_cleanup(move || {
        let stopped = watching.try_update_value(Option::take).flatten();
        if let Some((observer, _)) = stopped {
            observer.disconnect();
        }
    });
    size
}

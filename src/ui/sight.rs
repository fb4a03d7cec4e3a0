//! Whether an element can be seen.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

type Watching = (IntersectionObserver, Closure<dyn FnMut(js_sys::Array)>);

/// Follows whether an element is within the window, for as long as the caller's component lives.
/// `before` is what holds until the browser has looked.
pub fn in_sight<E: leptos::html::ElementType>(node: NodeRef<E>, before: bool) -> RwSignal<bool>
where
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    let seen = RwSignal::new(before);
    let watching = StoredValue::new_local(None::<Watching>);
    Effect::new(move || {
        let Some(output) = node.get() else { return };
        let look = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last: Option<IntersectionObserverEntry> =
                entries.iter().last().map(JsCast::unchecked_into);
            let now = last.is_none_or(|entry| entry.is_intersecting());
            if seen.try_get_untracked().is_some_and(|was| was != now) {
                seen.set(now);
            }
        });
        if let Ok(observer) = IntersectionObserver::new(look.as_ref().unchecked_ref()) {
            observer.observe(output.as_ref());
            watching.set_value(Some((observer, look)));
        }
    });
    on_cleanup(move || {
        let stopped = watching.try_update_value(Option::take).flatten();
        if let Some((observer, _)) = stopped {
            observer.disconnect();
        }
    });
    seen
}

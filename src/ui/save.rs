//! “Save”: every picture of a view as a file, and its numbers.

use super::canvas::{Drawings, Drawn, gives_pixels_back, png, svg};
use super::lang::{say, tell};
use super::menu::Menu;
use super::page::Page;
use crate::fault::Fault;
use crate::figure::csv;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement, HtmlElement, Url};

#[component]
pub fn SaveMenu() -> impl IntoView {
    let page = expect_context::<Page>();
    let drawings = expect_context::<Drawings>();
    let open = RwSignal::new(false);
    // Asked for when it is opened: the pictures are those of that moment.
    let entries = move || {
        let canvases = match open.get() {
            true => canvases(),
            false => Vec::new(),
        };
        let entry = |canvas| untrack(|| entry(page, drawings, canvas));
        canvases.into_iter().map(entry).collect_view()
    };
    let noise = move || {
        let noise = open.get() && !gives_pixels_back();
        noise.then(|| view! { <p class="wrong" role="status">{tell(Fault::PixelsAreNoise)}</p> })
    };
    view! { <Menu name=say("Save") class="save" opened=open>{noise}{entries}</Menu> }
}

/// The formats of one picture: of a figure all, of points and digits their pixels.
fn entry(page: Page, drawings: Drawings, canvas: HtmlCanvasElement) -> AnyView {
    let label = canvas.get_attribute("aria-label").unwrap_or_default();
    let name = label
        .split(['.', ','])
        .next()
        .unwrap_or_default()
        .to_string();
    let file = file_name(page.view.get().slug(), &name);
    let buttons = match drawings.on(&canvas) {
        None => {
            let canvas = StoredValue::new_local(canvas);
            let save = move || {
                let url = canvas.try_with_value(HtmlCanvasElement::to_data_url);
                if let Some(Ok(url)) = url {
                    download(&format!("{file}.png"), &url);
                }
            };
            vec![pixels(&name, save)]
        }
        Some(Drawn {
            figure, size, zoom, ..
        }) => {
            let figure = StoredValue::new(figure.get());
            let theme = StoredValue::new(page.theme());
            let (size, zoom) = (size.get(), zoom.get());
            let files = ["svg", "png", "csv"].map(|ending| format!("{file}.{ending}"));
            let [svg_file, png_file, csv_file] = files;
            let as_svg = move || {
                let text = theme.with_value(|t| figure.with_value(|f| svg(f, t, size, zoom)));
                offer(&svg_file, &text);
            };
            let as_png = move || {
                let url = theme.with_value(|t| figure.with_value(|f| png(f, t, size, zoom)));
                if let Some(url) = url {
                    download(&png_file, &url);
                }
            };
            let as_csv = move || offer(&csv_file, &figure.with_value(csv));
            vec![
                button("SVG", &name, as_svg),
                pixels(&name, as_png),
                button("CSV", &name, as_csv),
            ]
        }
    };
    view! { <div class="row"><span>{name}</span><div class="formats">{buttons}</div></div> }
        .into_any()
}

fn button(kind: &'static str, name: &str, save: impl Fn() + Clone + Send + 'static) -> AnyView {
    offered(kind, name, true, save)
}

/// What is read from a canvas: not offered where that is noise.
fn pixels(name: &str, save: impl Fn() + Clone + Send + 'static) -> AnyView {
    offered("PNG", name, gives_pixels_back(), save)
}

fn offered(
    kind: &'static str,
    name: &str,
    works: bool,
    save: impl Fn() + Clone + Send + 'static,
) -> AnyView {
    let label = format!("{kind}: {name}");
    view! { <button type="button" aria-label=label disabled=!works on:click=move |_| save()>{kind}</button> }
        .into_any()
}

/// Every picture of the view, from top to bottom.
fn canvases() -> Vec<HtmlCanvasElement> {
    let found = document().query_selector_all("main canvas[role=img]");
    let Ok(found) = found else { return Vec::new() };
    let nodes = (0..found.length()).filter_map(|i| found.get(i));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

/// `gan-lines-parallel-lines`: safe in every file system.
fn file_name(view: &str, name: &str) -> String {
    let mut slug = format!("gan-{view}");
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            slug.push('-');
            slug += &word.to_lowercase();
        }
    }
    slug
}

/// Text as a file.
fn offer(file: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    if let Ok(blob) = Blob::new_with_str_sequence(&parts) {
        offer_blob(file, &blob);
    }
}

/// Bytes as a file.
pub fn offer_bytes(file: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    if let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) {
        offer_blob(file, &blob);
    }
}

fn offer_blob(file: &str, blob: &Blob) {
    if let Ok(url) = Url::create_object_url_with_blob(blob) {
        download(file, &url);
        Url::revoke_object_url(&url).ok();
    }
}

/// A file from an address.
pub fn download(file: &str, url: &str) {
    let Ok(link) = document().create_element("a") else {
        return;
    };
    link.set_attribute("href", url).ok();
    link.set_attribute("download", file).ok();
    link.unchecked_into::<HtmlElement>().click();
}

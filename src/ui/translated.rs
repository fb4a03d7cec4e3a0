//! Browsers translate pages by putting nodes of their own in the place of ours. What is written into a node
//! that is on the page no more is seen by nobody: numbers would stand still, and what is mounted beside such
//! a node would be lost.
//!
//! Ours stay, each beside what stands for it and silent; as soon as one has something else to say, or goes,
//! what stood for it goes.

use leptos::prelude::document;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{
    CharacterData, Element, MutationObserver, MutationObserverInit, MutationRecord, Node,
};

/// What a silent node says: nothing that is seen, read aloud, or taken for words.
const SILENT: &str = "\u{feff}";

/// A node of ours, what stands for it, and what it said.
struct Swap {
    ours: CharacterData,
    theirs: Node,
    said: String,
}

/// For as long as the page lives.
pub fn outlive_translators() {
    let swaps = RefCell::new(Vec::new());
    let heard = move |records: js_sys::Array, observer: MutationObserver| {
        let mut swaps = swaps.borrow_mut();
        for record in records {
            put_back(&record.unchecked_into(), &observer, &mut swaps);
        }
        swaps.retain(settle);
    };
    let heard = Closure::<dyn FnMut(js_sys::Array, MutationObserver)>::new(heard);
    let observer = MutationObserver::new(heard.as_ref().unchecked_ref());
    if let (Ok(observer), Some(body)) = (observer, document().body()) {
        let all = MutationObserverInit::new();
        all.set_child_list(true);
        all.set_subtree(true);
        observer.observe_with_options(&body, &all).ok();
        heard.forget();
    }
}

/// Puts nodes that something else was put in the place of beside that.
fn put_back(record: &MutationRecord, observer: &MutationObserver, swaps: &mut Vec<Swap>) {
    let removed = record.removed_nodes();
    for at in 0..removed.length() {
        let node = removed.item(at).filter(|node| !node.is_connected());
        let node = node.and_then(|node| node.dyn_into::<CharacterData>().ok());
        let (Some(ours), Some(theirs)) = (node, instead(record)) else {
            continue;
        };
        let Some(parent) = theirs.parent_node() else {
            continue;
        };
        if swaps.iter().any(|swap| swap.ours == ours) {
            // What is silent needs no translation.
            parent.replace_child(&ours, &theirs).ok();
            continue;
        }
        let after = theirs.next_sibling();
        if parent.insert_before(&ours, after.as_ref()).is_err() {
            continue;
        }
        // A comment holds a place, and says nothing anyway.
        if ours.node_type() == Node::TEXT_NODE {
            let said = ours.data();
            ours.set_data(SILENT);
            let words = MutationObserverInit::new();
            words.set_character_data(true);
            observer.observe_with_options(&ours, &words).ok();
            swaps.push(Swap { ours, theirs, said });
        }
    }
}

/// What came in the place of a removed node. The page itself takes out and puts in one by one, and makes no
/// `<font>`, which is what translators wrap their words in.
fn instead(record: &MutationRecord) -> Option<Node> {
    let added = record.added_nodes();
    if let Some(last) = added.length().checked_sub(1) {
        return added.item(last);
    }
    let beside = [record.previous_sibling(), record.next_sibling()];
    let is_font = |node: &Node| {
        let element = node.dyn_ref::<Element>();
        element.is_some_and(|element| element.local_name() == "font")
    };
    beside.into_iter().flatten().find(is_font)
}

/// What has become of a swap; whether it goes on.
fn settle(swap: &Swap) -> bool {
    let Swap { ours, theirs, said } = swap;
    let remove = || theirs.unchecked_ref::<Element>().remove();
    if !ours.is_connected() {
        // With all around it, or alone.
        if theirs.is_connected() {
            remove();
        }
        return false;
    }
    if ours.data() != SILENT {
        remove();
        return false;
    }
    if !theirs.is_connected() {
        ours.set_data(said);
        return false;
    }
    true
}

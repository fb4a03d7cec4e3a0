//! What stands above the pictures: lessons, and the visitor's own data.

use super::drawing::DrawingBoard;
use super::lessons::{LessonCard, Lessons};
use super::own_data::{Intake, OwnNumbers};
use super::own_pictures::OwnPicturesCard;
use crate::ui::page::Page;
use crate::ui::run::Run;
use leptos::prelude::*;

#[component]
pub fn Above(run: Run) -> impl IntoView {
    let page = expect_context::<Page>();
    let intake = expect_context::<Intake>();
    view! {
        <Lessons run/>
        {page.shows("lesson").then(|| view! { <LessonCard run embed=false/> })}
        <OwnNumbers run intake/>
        <OwnPicturesCard run intake=intake.pictures/>
        <DrawingBoard run/>
    }
}

//! The words of the address that are no settings: one row each, from which the address, messages, the
//! status, the native program and the documentation's test derive. Settings have rows of their own in
//! [`crate::config`] and in the demos.

use super::address::{Address, Draft, usual_views};
use super::changes::{parse_compare, parse_lesson};
use super::lang::Lang;
use super::own::drawn;
use super::parts::parse_names;
use super::pasted::in_any_case;
use super::values::{Choice, LatentWay, Look, TextSize, parse_speed, speed_word};
use super::view::View;
use super::views::{VIEWS, Which, parse_views};
use crate::course::{LECTURES, TRAINED, lecture, trained};
use crate::data::drawing::Drawing;
use crate::fault::Fault;
use crate::protocol::Speed;
use crate::setting::{self, switch};

/// One word.
pub struct PageWord {
    /// Its name in the address and in messages: a stable interface.
    pub slug: &'static str,
    /// It says something of a run: the address has it in the train view, which opens for it.
    pub of_a_run: bool,
    /// And of a figure's networks, where it trains some.
    pub of_training: bool,
    /// An address without `view` that has it means the train view.
    pub trains: bool,
    /// A message changes it on the page as it is. For any other the page is opened anew.
    pub live: bool,
    /// The status has it among the settings.
    pub in_status: bool,
    /// The words that it can be, where they are few.
    pub known: fn() -> Vec<&'static str>,
    /// Takes a value over.
    pub read: fn(&mut Draft, &str) -> Result<(), Fault>,
    /// Its value, where it has one.
    pub value: fn(&Address) -> Option<String>,
    /// The address leaves it out: nothing else is to be expected.
    pub usual: fn(&Address) -> bool,
    /// Capital letters in it are others than small ones.
    pub exact: bool,
    /// On an open page it stays as it is where another address does not speak of it: takes it over
    /// from what is there.
    pub stays: Option<fn(&mut Address, &Address)>,
}

/// All words, in the order of the address.
pub static WORDS: &[PageWord] = &[
    PageWord::new(
        "view",
        |draft, text| put(&mut draft.address.view, View::find(text)),
        |address| Some(address.view.slug().to_string()),
    ),
    PageWord::new(
        "weights",
        |draft, text| {
            let found = trained(text).ok_or_else(|| unknown(text, names_of_weights()));
            put(&mut draft.address.trained, found.map(Some))
        },
        |address| Some(address.trained?.slug.to_string()),
    )
    .of_a_run()
    .known(names_of_weights),
    PageWord::new(
        "lesson",
        |draft, text| put(&mut draft.changes.lesson, parse_lesson(text)),
        |address| Some(address.lesson?.slug.to_string()),
    )
    .of_a_run()
    .live()
    .in_status(),
    PageWord::new(
        "compare",
        |draft, text| put(&mut draft.changes.compare, parse_compare(text).map(Some)),
        |address| {
            let (first, second) = (address.settings.base.objective, address.settings.versus?);
            Some(format!("{},{}", first.slug(), second.slug()))
        },
    )
    .of_a_run()
    .live()
    .in_status()
    .usual(|address| address.lesson.is_some()),
    PageWord::new(
        "drawing",
        |draft, text| put(&mut draft.address.drawing, Drawing::decode(text)),
        |address| Some(address.drawing.encode()).filter(|code| !code.is_empty()),
    )
    .of_a_run()
    .live()
    .usual(|address| address.lesson.is_some() || address.settings.base.data != drawn())
    .exact()
    .stays(|to, now| to.drawing = now.drawing.clone()),
    PageWord::new(
        "views",
        |draft, text| put(&mut draft.address.views, parse_views(text)),
        |address| Some(address.views.to_text()),
    )
    .of_a_run()
    .live()
    .in_status()
    .known(|| VIEWS.iter().map(|view| view.slug).collect())
    .usual(|address| address.views == usual_views(address.lesson)),
    PageWord::new(
        "latent_way",
        |draft, text| put(&mut draft.address.latent_way, setting::read(text)),
        |address| slug(address.latent_way),
    )
    .of_a_run()
    .live()
    .known(slugs::<LatentWay>)
    .usual(|address| is_default(address.latent_way) || !address.views.has(Which::Latent)),
    PageWord::new(
        "engine",
        |draft, text| put(&mut draft.engine, setting::read(text).map(Some)),
        |address| slug(address.engine),
    )
    .of_a_run()
    .of_training()
    .live()
    .stays(|to, now| to.engine = now.engine)
    // A figure that trains says it where it was chosen.
    .usual(|address| address.view != View::Train && is_default(address.engine))
    .known(slugs::<Choice>),
    PageWord::new(
        "speed",
        |draft, text| put(&mut draft.address.speed, parse_speed(text)),
        |address| Some(speed_word(address.speed)),
    )
    .of_a_run()
    .live()
    .in_status()
    .of_training()
    .stays(|to, now| to.speed = now.speed)
    .usual(|address| address.speed == Speed::Max),
    PageWord::new(
        "autoplay",
        |draft, text| put(&mut draft.address.autoplay, switch(text)),
        |address| is_on(address.autoplay),
    )
    .trains()
    .usual(|address| address.view == View::Gallery),
    PageWord::new(
        "lecture",
        |draft, text| {
            let found = lecture(text).ok_or_else(|| unknown(text, names_of_lectures()));
            put(&mut draft.address.lecture, found.map(Some))
        },
        |address| Some(address.lecture?.slug.to_string()),
    )
    .stays(|to, now| to.lecture = now.lecture),
    // Once it needed no `view`.
    PageWord::new(
        "embed",
        |draft, text| put(&mut draft.address.embed, switch(text)),
        |address| is_on(address.embed),
    )
    .trains()
    .stays(|to, now| to.embed = now.embed),
    PageWord::new(
        "hide",
        |draft, text| put(&mut draft.address.parts.hide, Ok(parse_names(text))),
        |address| list(&address.parts.hide),
    )
    .stays(|to, now| to.parts.hide = now.parts.hide.clone()),
    PageWord::new(
        "show",
        |draft, text| put(&mut draft.address.parts.show, Ok(parse_names(text))),
        |address| list(&address.parts.show),
    )
    .stays(|to, now| to.parts.show = now.parts.show.clone()),
    PageWord::new(
        "text",
        |draft, text| put(&mut draft.address.parts.text, switch(text)),
        |address| (!address.parts.text).then(|| "0".to_string()),
    )
    .stays(|to, now| to.parts.text = now.parts.text),
    PageWord::new(
        "theme",
        |draft, text| put(&mut draft.address.look, setting::read(text)),
        |address| slug(address.look),
    )
    .known(slugs::<Look>)
    .stays(|to, now| to.look = now.look)
    .usual(|address| is_default(address.look)),
    PageWord::new(
        "size",
        |draft, text| put(&mut draft.address.size, setting::read(text)),
        |address| slug(address.size),
    )
    .known(slugs::<TextSize>)
    .stays(|to, now| to.size = now.size)
    .usual(|address| is_default(address.size)),
    PageWord::new(
        "lang",
        |draft, text| put(&mut draft.address.lang, setting::read(text)),
        |address| slug(address.lang),
    )
    .known(slugs::<Lang>)
    .stays(|to, now| to.lang = now.lang)
    .usual(|address| is_default(address.lang)),
];

/// The word of this name.
pub fn find(name: &str) -> Option<&'static PageWord> {
    WORDS.iter().find(|word| word.slug == name)
}

impl PageWord {
    /// A word of every view, for which the page is opened anew: the methods below say otherwise.
    const fn new(
        slug: &'static str,
        read: fn(&mut Draft, &str) -> Result<(), Fault>,
        value: fn(&Address) -> Option<String>,
    ) -> Self {
        PageWord {
            slug,
            of_a_run: false,
            of_training: false,
            trains: false,
            live: false,
            in_status: false,
            known: Vec::new,
            read,
            value,
            usual: |_| false,
            exact: false,
            stays: None,
        }
    }

    const fn of_a_run(mut self) -> Self {
        self.of_a_run = true;
        self.trains()
    }

    const fn of_training(mut self) -> Self {
        self.of_training = true;
        self
    }

    const fn exact(mut self) -> Self {
        self.exact = true;
        self
    }

    const fn stays(mut self, take: fn(&mut Address, &Address)) -> Self {
        self.stays = Some(take);
        self
    }

    const fn trains(mut self) -> Self {
        self.trains = true;
        self
    }

    const fn live(mut self) -> Self {
        self.live = true;
        self
    }

    const fn in_status(mut self) -> Self {
        self.in_status = true;
        self
    }

    const fn known(mut self, known: fn() -> Vec<&'static str>) -> Self {
        self.known = known;
        self
    }

    const fn usual(mut self, usual: fn(&Address) -> bool) -> Self {
        self.usual = usual;
        self
    }

    /// Takes a value over, whatever the case of its letters.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn take(&self, draft: &mut Draft, text: &str) -> Result<(), Fault> {
        match self.exact {
            true => (self.read)(draft, text),
            false => in_any_case(text, |text| (self.read)(draft, text)),
        }
    }

    /// What the address has of it, where it has something.
    pub fn written(&self, address: &Address) -> Option<String> {
        let trains = self.of_training && address.view.trains();
        let applies = !self.of_a_run || address.view == View::Train || trains;
        let value = (self.value)(address).filter(|_| applies && !(self.usual)(address))?;
        Some(format!("{}={value}", self.slug))
    }
}

fn put<T>(slot: &mut T, value: Result<T, Fault>) -> Result<(), Fault> {
    value.map(|value| *slot = value)
}

fn slug<T: setting::Choice>(value: T) -> Option<String> {
    Some(value.slug().to_string())
}

fn slugs<T: setting::Choice>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.slug()).collect()
}

fn is_default<T: Default + PartialEq>(value: T) -> bool {
    value == T::default()
}

fn is_on(on: bool) -> Option<String> {
    on.then(|| "1".to_string())
}

fn list(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(","))
}

fn unknown(text: &str, known: Vec<&'static str>) -> Fault {
    Fault::unknown(text, known)
}

fn names_of_weights() -> Vec<&'static str> {
    TRAINED.iter().map(|trained| trained.slug).collect()
}

fn names_of_lectures() -> Vec<&'static str> {
    LECTURES.iter().map(|lecture| lecture.slug).collect()
}

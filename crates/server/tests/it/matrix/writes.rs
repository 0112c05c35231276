//! What each route that changes something takes when all is well: the matrix calls it so for whoever
//! may, on things made for that call, and looks that it goes well.

#[path = "writes/ask.rs"]
mod ask;
#[path = "writes/forms.rs"]
mod forms;
#[path = "writes/systems.rs"]
mod systems;
#[path = "writes/tell.rs"]
mod tell;
#[path = "writes/things.rs"]
mod things;

/// A good call.
#[derive(Clone, Copy, Debug)]
pub struct Write {
    /// Method and path.
    pub route: &'static str,
    /// What is made anew before each call, so that one doesn't spoil the next.
    pub fresh: &'static [&'static str],
    /// What an administrator does before: lines of method, path and body.
    pub before: &'static [(&'static str, &'static str, &'static str)],
    pub body: Body,
}

/// What is sent. `$noun` is the id of a thing, `$me` whoever sends it, `$new` a word that is new each
/// time, and `$word` one that is the same in all that is said for one call.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// The example of the API's description.
    Example,
    /// JSON, or a form for pages.
    Text(&'static str),
    /// What the form on a page holds that goes to this route, with these fields in place of its own.
    Form {
        page: &'static str,
        with: &'static str,
    },
}

const fn on(route: &'static str, fresh: &'static [&'static str], body: &'static str) -> Write {
    Write {
        route,
        fresh,
        before: &[],
        body: Body::Text(body),
    }
}

/// As the description of the API says, on something new.
const fn described(route: &'static str, fresh: &'static [&'static str]) -> Write {
    Write {
        route,
        fresh,
        before: &[],
        body: Body::Example,
    }
}

/// As a browser sends the form of a page back.
const fn form(
    route: &'static str,
    fresh: &'static [&'static str],
    (page, with): (&'static str, &'static str),
) -> Write {
    Write {
        route,
        fresh,
        before: &[],
        body: Body::Form { page, with },
    }
}

const fn after(
    before: &'static [(&'static str, &'static str, &'static str)],
    write: Write,
) -> Write {
    Write { before, ..write }
}

/// All good calls.
pub fn all() -> impl Iterator<Item = &'static Write> {
    [
        things::WRITES,
        forms::WRITES,
        ask::WRITES,
        tell::WRITES,
        systems::WRITES,
    ]
    .into_iter()
    .flatten()
}

//! What stands in the report, part by part.

use figures::Group;

use crate::analyze::compute::{Analysis, Comparison};
use crate::analyze::html::{Act, Part, Picture, Sheet};
use crate::analyze::tables::Table;
use crate::analyze::{pictures as draw, tables as table, words};

/// So many rejected values are listed; the rest is in the JSON.
const SHOWN_REJECTED: usize = 200;
/// So many words of each side.
const SHOWN_WORDS: usize = 40;

/// The priorities, those that hold beside the other drivers first; none without any.
pub(super) fn act(analysis: &Analysis) -> Option<Act> {
    let mut drivers: Vec<&analysis::Driver> = analysis
        .drivers
        .drivers
        .iter()
        .filter(|driver| driver.priority)
        .collect();
    let gain = |driver: &analysis::Driver| driver.what_if.map_or(0.0, |what_if| what_if.gain);
    drivers.sort_by(|a, b| {
        let sure = words::is_sure(b).cmp(&words::is_sure(a));
        sure.then(gain(b).total_cmp(&gain(a)))
    });
    let heads = [
        "<driver",
        ">agree",
        ">points beside the others",
        ">points alone",
        "<how sure",
    ];
    let mut table = Table::new("Where to act", &heads);
    for driver in &drivers {
        let limits = driver
            .kss
            .ci95
            .map(|[low, high]| [100.0 - high, 100.0 - low]);
        table.row([
            driver.name.clone(),
            words::share(driver.agree),
            words::what_if_between(driver),
            words::gain_between(driver.kss.gain, limits),
            if words::is_sure(driver) {
                "act first".to_owned()
            } else {
                "less sure".to_owned()
            },
        ]);
    }
    (!drivers.is_empty()).then(|| Act {
        sheet: Sheet::new(table, ""),
        note: "NPS points if everybody agreed with the statement: beside the others with all other \
               answers as they are, alone with what goes along with it. Both only if the link is \
               causal; points of several drivers don't add up. Less sure: beside the others it may be chance.",
    })
}

/// The pictures.
pub(super) fn pictures(analysis: &Analysis) -> Vec<Part<Picture>> {
    let mut parts = vec![Part {
        id: "score",
        title: format!(
            "How the scores spread: {}",
            analysis.columns.names[analysis.columns.score]
        ),
        says: String::new(),
        items: Picture::new("", "", draw::distribution(analysis))
            .into_iter()
            .collect(),
    }];
    parts.push(Part {
        id: "drivers",
        title: "What drives the score".to_owned(),
        says: String::new(),
        items: drivers(analysis),
    });
    parts.push(Part {
        id: "change",
        title: "Where it moved".to_owned(),
        says: "From the figure before to the figure after: the parts add up.".to_owned(),
        items: draw::changes(analysis)
            .into_iter()
            .filter_map(|(column, svg)| Picture::new(&format!("By {column}"), "", svg))
            .collect(),
    });
    parts.extend(groups(analysis));
    let [low, high] = draw::words_apart(analysis);
    let people = words::writers(analysis);
    let says = format!("Share of the {people} with a comment who write it.");
    parts.push(Part {
        id: "words",
        title: "Words that set them apart".to_owned(),
        says,
        items: [
            Picture::new("Detractors write more", "", low),
            Picture::new("Promoters write more", "", high),
        ]
        .into_iter()
        .flatten()
        .collect(),
    });
    parts.retain(|part| !part.items.is_empty());
    parts
}

fn drivers(analysis: &Analysis) -> Vec<Picture> {
    let importance = Picture::new(
        "How well, and how strongly",
        "To the right: more people agree. Higher: goes more strongly with the score. What counts much \
         and does badly is top left. Lines are 95 % intervals.",
        draw::importance(analysis),
    );
    let leading = analysis.drivers.leading.len();
    let together = match leading {
        0 | 1 => String::new(),
        _ => format!(" The {leading} marked ones can't be told apart."),
    };
    let kss = Picture::new(
        "How much to gain, alone",
        &format!(
            "KSS: 100 minus the NPS points to gain, each driver by itself; lower is more to gain.{together}"
        ),
        draw::kss(analysis),
    );
    let what_if = Picture::new(
        "How much to gain, beside the others",
        "NPS points if everybody agreed with this one and all other answers stayed as they are, if \
         the link is causal. Beside it, how many people that would move.",
        draw::what_if(analysis),
    );
    [importance, kss, what_if].into_iter().flatten().collect()
}

fn groups(analysis: &Analysis) -> Option<Part<Picture>> {
    let by = analysis.columns.by?;
    let moments = matches!(analysis.comparison, Comparison::Previous(_));
    let pictured = draw::pictured(analysis).len();
    let says = if (1..analysis.figures.by.len()).contains(&pictured) {
        "Groups with fewer than 30 answers are in the table only."
    } else {
        ""
    };
    let title = if moments {
        "NPS over time"
    } else {
        "NPS by group"
    };
    let pictures = [
        Picture::new(title, says, draw::groups(analysis)),
        Picture::new("KSS of every driver", "", draw::drivers_by_group(analysis)),
    ];
    Some(Part {
        id: "groups",
        title: format!("By {}", analysis.columns.names[by]),
        says: String::new(),
        items: pictures.into_iter().flatten().collect(),
    })
}

/// The tables.
pub(super) fn tables(analysis: &Analysis) -> Vec<Part<Sheet>> {
    let part = |id, title: &str, items| Part {
        id,
        title: title.to_owned(),
        says: String::new(),
        items,
    };
    let plain = |table: Table| Sheet::new(table, "");
    let mut parts = vec![part(
        "table-score",
        "Scores",
        vec![
            plain(table::classes(analysis)),
            plain(table::scores(analysis)),
        ],
    )];
    if let Some(accounts) = &analysis.accounts {
        let says = words::about_accounts(accounts).join(" ");
        let sheet = Sheet::new(table::accounts(accounts), &says);
        parts.push(part("table-accounts", "Accounts", vec![sheet]));
    }
    if !analysis.drivers.drivers.is_empty() {
        parts.push(part("table-drivers", "Drivers", driver_tables(analysis)));
    }
    if !analysis.drivers.attributes.is_empty() {
        let sheet = plain(table::attributes(analysis));
        parts.push(part("table-attributes", "Attributes", vec![sheet]));
    }
    if let Some(change) = &analysis.change {
        let title = format!("From {} to {}", change.from, change.to);
        let apart = change.parts.iter();
        let apart = apart.map(|parts| plain(table::taken_apart(parts, change)));
        let sheets = std::iter::once(plain(table::change(change))).chain(apart);
        parts.push(part("table-change", &title, sheets.collect()));
    }
    parts.extend(group_tables(analysis));
    let words = table::words_apart(analysis, SHOWN_WORDS);
    if !words.is_empty() {
        let sheets = words.into_iter().map(plain);
        parts.push(part("table-words", "Words", sheets.collect()));
    }
    let rejected = analysis.figures.rejected.len();
    if rejected > 0 {
        let note = if rejected > SHOWN_REJECTED {
            "The rest is in the JSON output."
        } else {
            ""
        };
        let sheet = Sheet::new(table::rejected(analysis, SHOWN_REJECTED), note);
        let title = format!("Left out: {}", words::values(rejected));
        parts.push(part("table-rejected", &title, vec![sheet]));
    }
    parts
}

fn driver_tables(analysis: &Analysis) -> Vec<Sheet> {
    vec![
        Sheet::new(table::how_well(analysis), ""),
        Sheet::new(
            table::how_strongly(analysis),
            "Part: of what all drivers explain together. First in: share of resamples in which it is the \
             most important.",
        ),
        Sheet::new(
            table::to_gain(analysis),
            "NPS points to gain alone and beside the others. Lowest in: share of resamples in which its \
             KSS is the lowest. Lifted: people who don't agree yet.",
        ),
        Sheet::new(table::behind(analysis), ""),
    ]
}

fn group_tables(analysis: &Analysis) -> Option<Part<Sheet>> {
    let by = analysis.columns.by?;
    let groups = table::groups(analysis);
    let note = if groups.any_few() {
        words::INTERVAL_ALONE
    } else {
        ""
    };
    let mut sheets = vec![Sheet::new(groups, note)];
    let (told, others) = with_kss(&analysis.figures.by);
    if !told.is_empty() {
        let note = drivers_note(&told, others);
        sheets.push(Sheet::new(table::kss_by_group(analysis, &told), &note));
    }
    Some(Part {
        id: "table-groups",
        title: format!("By {}", analysis.columns.names[by]),
        says: String::new(),
        items: sheets,
    })
}

/// The groups of which any driver's KSS may be shown, and how many others there are.
fn with_kss(groups: &[Group]) -> (Vec<&Group>, usize) {
    let shows = |driver: &figures::Driver| driver.kss.ci95.is_some();
    let told: Vec<&Group> = groups
        .iter()
        .filter(|group| group.drivers.iter().any(shows))
        .collect();
    let others = groups.len() - told.len();
    (told, others)
}

fn drivers_note(told: &[&Group], others: usize) -> String {
    let alone = |driver: &figures::Driver| driver.kss.value.is_none() && driver.kss.ci95.is_some();
    let is_any_alone = told.iter().any(|group| group.drivers.iter().any(alone));
    let others = match others {
        0 => String::new(),
        1 => "One group has too few answers for any driver.".to_owned(),
        _ => format!("{others} groups have too few answers for any driver."),
    };
    let alone = if is_any_alone {
        words::INTERVAL_ALONE
    } else {
        ""
    };
    format!("{alone} {others}").trim().to_owned()
}

//! The HTML of a mail: one column of 600 px in tables with inline styles, because Outlook writes
//! with Word and Gmail may drop the style sheet. Everything works without the sheet; it only makes
//! the scale two even rows on a phone and sets the colours of a dark screen.
//!
//! The points of a scale all look the same: colours would tell people what to answer.

use std::fmt::Write as _;

use super::words::direction;
use super::{Button, Parts, Scale};

const FONT: &str =
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Arial,sans-serif";
/// Neither ground is pure, so that programs which turn colours around keep the contrast.
const SHEET: &str = "\
:root{color-scheme:light dark;supported-color-schemes:light dark}\
body{margin:0;padding:0;-webkit-text-size-adjust:100%}\
a{color:#1f4fa8}\
@media (max-width:600px){.pad{padding:20px 16px!important}.points{max-width:288px!important}}\
@media (prefers-color-scheme:dark){\
.ground{background:#141619!important}.sheet{background:#1d2024!important}\
.ink,.ink a.point{color:#ececea!important}.soft,.soft a{color:#b4b8be!important}\
.point{background:#262a2f!important;border-color:#8b9098!important}\
.button,.button a{background:#a9c6f8!important;color:#12151a!important}\
a{color:#a9c6f8}}";

/// The mail as a whole HTML document.
pub(super) fn html(parts: &Parts<'_>) -> String {
    let mut page = String::with_capacity(12 * 1024);
    let language = escape(parts.language);
    let direction = direction(parts.language);
    let subject = escape(&parts.subject);
    let preheader = escape(&preheader(&parts.body));
    put(
        &mut page,
        format_args!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\" \
             xmlns:v=\"urn:schemas-microsoft-com:vml\" \
             xmlns:w=\"urn:schemas-microsoft-com:office:word\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
             <meta name=\"format-detection\" content=\"telephone=no,date=no,address=no,email=no\">\n\
             <meta name=\"x-apple-disable-message-reformatting\">\n<title>{subject}</title>\n\
             <style>{SHEET}</style>\n</head>\n\
             <body class=\"ground\" style=\"margin:0;padding:0;background:#f3f3f0\">\n\
             <div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\" \
             aria-hidden=\"true\">{preheader}</div>\n\
             <div role=\"article\" aria-roledescription=\"email\" aria-label=\"{subject}\" \
             lang=\"{language}\" dir=\"{direction}\">\n\
             <table role=\"presentation\" class=\"ground\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\" border=\"0\" style=\"background:#f3f3f0\"><tr>\
             <td align=\"center\">\n{OUTLOOK_OPEN}\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
             border=\"0\" style=\"max-width:600px\">\n"
        ),
    );
    sheet(&mut page, parts);
    foot(&mut page, parts);
    put(
        &mut page,
        format_args!("</table>\n{OUTLOOK_CLOSE}</td></tr></table>\n</div>\n</body>\n</html>\n"),
    );
    page
}

/// Word knows no `max-width`: a table of fixed width around ours.
const OUTLOOK_OPEN: &str = "<!--[if mso]><table role=\"presentation\" width=\"600\" \
     cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n";
const OUTLOOK_CLOSE: &str = "<!--[if mso]></td></tr></table><![endif]-->\n";

/// The letter itself.
fn sheet(page: &mut String, parts: &Parts<'_>) {
    put(
        page,
        format_args!(
            "<tr><td class=\"sheet ink pad\" style=\"background:#fbfbf9;padding:28px 24px;{FONT};\
             font-size:16px;line-height:1.5;color:#1f2328;overflow-wrap:break-word;\
             word-break:break-word\">\n"
        ),
    );
    paragraphs(page, &parts.greeting, "");
    paragraphs(page, &parts.body, "");
    paragraphs(page, parts.note.unwrap_or_default(), "");
    match (&parts.scale, &parts.button) {
        (Some(scale), _) => points(page, parts, scale),
        (None, Some(own)) => button(page, parts, own),
        (None, None) => {}
    }
    paragraphs(page, &parts.closing, "");
    page.push_str("</td></tr>\n");
}

/// Why one gets this mail, who sends it, how to end it; and the link for programs.
fn foot(page: &mut String, parts: &Parts<'_>) {
    put(
        page,
        format_args!(
            "<tr><td class=\"soft pad\" lang=\"{}\" style=\"padding:20px 24px 28px;{FONT};\
             font-size:13px;line-height:1.5;color:#555b64;word-break:break-word\">\n",
            parts.words.language
        ),
    );
    let small = "font-size:13px;line-height:1.5;";
    paragraphs(page, &parts.why, small);
    paragraphs(page, &parts.sent_by, small);
    let unsubscribe = escape(&parts.links.unsubscribe());
    put(
        page,
        format_args!(
            "<p style=\"margin:0;{small}\">{} <a href=\"{unsubscribe}\" style=\"color:#555b64;\
             text-decoration:underline;display:inline-block;padding:4px 0\">{}</a></p>\n",
            parts.words.enough, parts.words.unsubscribe
        ),
    );
    if parts.has_trap {
        let hidden = escape(&parts.links.hidden());
        put(
            page,
            format_args!(
                "<div aria-hidden=\"true\" style=\"display:none;max-height:0;overflow:hidden;\
                 font-size:0;line-height:0;mso-hide:all\"><a href=\"{hidden}\" tabindex=\"-1\" \
                 style=\"display:none;mso-hide:all\"></a></div>\n"
            ),
        );
    }
    page.push_str("</td></tr>\n");
}

/// The question with a link of 44 px for every point. They are blocks in a line, so that they take
/// two rows on a phone even where the style sheet was dropped; Word, which can't, gets a table of
/// drawn boxes, because there only a drawn box can be clicked as a whole.
fn points(page: &mut String, parts: &Parts<'_>, scale: &Scale) {
    let question = escape(&scale.question);
    let [low, high] = scale.ends.map(escape);
    put(
        page,
        format_args!(
            "<p style=\"margin:24px 0 12px;font-size:18px;line-height:1.4;font-weight:600\">\
             {question}</p>\n<div class=\"points\" role=\"group\" aria-label=\"{question}\" \
             style=\"max-width:552px;font-size:0;line-height:0\">\
             <!--[if mso]><table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" \
             border=\"0\"><tr><![endif]-->"
        ),
    );
    for point in scale.low..=scale.high {
        let url = escape(&parts.links.score(point));
        let name = match point {
            _ if point == scale.low => format!(" aria-label=\"{point}, {low}\""),
            _ if point == scale.high => format!(" aria-label=\"{point}, {high}\""),
            _ => String::new(),
        };
        put(
            page,
            format_args!(
                "<!--[if mso]><td width=\"48\"><v:rect href=\"{url}\" style=\"width:44px;\
                 height:44px;v-text-anchor:middle\" strokecolor=\"#767a82\" \
                 fillcolor=\"#fbfbf9\"><w:anchorlock/><center style=\"{FONT};font-size:18px;\
                 color:#1f2328\">{point}</center></v:rect></td><![endif]-->\
                 <!--[if !mso]><!--><a class=\"point\" href=\"{url}\"{name} \
                 style=\"display:inline-block;box-sizing:border-box;width:44px;height:44px;\
                 margin:0 4px 4px 0;border:1px solid #767a82;border-radius:6px;\
                 background:#ffffff;{FONT};font-size:18px;line-height:42px;text-align:center;\
                 color:#1f2328;text-decoration:none\">{point}</a><!--<![endif]-->"
            ),
        );
    }
    page.push_str("<!--[if mso]></tr></table><![endif]--></div>\n");
    ends(page, parts, scale);
}

/// What the ends of a scale say, and what choosing does.
fn ends(page: &mut String, parts: &Parts<'_>, scale: &Scale) {
    let [low, high] = scale.ends.map(escape);
    put(
        page,
        format_args!(
            "<table role=\"presentation\" class=\"points\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\" border=\"0\" style=\"max-width:{width}px\"><tr>\
             <td class=\"soft\" lang=\"{words}\" valign=\"top\" width=\"50%\" style=\"padding:4px \
             8px 0 0;{FONT};font-size:14px;line-height:1.4;color:#555b64\">{first} = {low}</td>\
             <td class=\"soft\" lang=\"{words}\" valign=\"top\" width=\"50%\" align=\"{far}\" \
             style=\"padding:4px 0 0 8px;{FONT};font-size:14px;line-height:1.4;color:#555b64\">\
             {last} = {high}</td></tr></table>\n\
             <p class=\"soft\" lang=\"{words}\" style=\"margin:12px 0 24px;font-size:14px;\
             line-height:1.5;color:#555b64\">{opens}</p>\n",
            width = ends_width(scale),
            words = parts.words.language,
            first = scale.low,
            last = scale.high,
            far = if direction(parts.language) == "rtl" {
                "left"
            } else {
                "right"
            },
            opens = escape(parts.words.opens),
        ),
    );
}

/// How wide the words of the scale's ends lie apart, in px: as the points, but never squeezed.
fn ends_width(scale: &Scale) -> u16 {
    let points = u16::from(scale.high - scale.low) + 1;
    (points * 48).max(320)
}

/// A button, where there is no scale to choose from.
fn button(page: &mut String, parts: &Parts<'_>, own: &Button) {
    let url = escape(&own.url);
    put(
        page,
        format_args!(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
             style=\"margin:24px 0\"><tr><td class=\"button\" lang=\"{}\" bgcolor=\"#1f4fa8\" \
             style=\"border-radius:6px;background:#1f4fa8;mso-padding-alt:14px 24px\">\
             <a href=\"{url}\" style=\"display:inline-block;padding:14px 24px;border-radius:6px;\
             {FONT};font-size:16px;line-height:1.25;font-weight:600;background:#1f4fa8;\
             color:#fbfbf9;text-decoration:none\">{}</a></td></tr></table>\n",
            parts.words.language, own.label
        ),
    );
}

/// Plain text as paragraphs: blank lines part them, other line breaks stay.
fn paragraphs(page: &mut String, text: &str, style: &str) {
    for paragraph in blocks(text) {
        let lines: Vec<String> = paragraph.iter().map(|line| escape(line)).collect();
        let lines = lines.join("<br>\n");
        put(
            page,
            format_args!("<p style=\"margin:0 0 16px;{style}\">{lines}</p>\n"),
        );
    }
}

/// Runs of lines that aren't blank.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        match blocks.last_mut() {
            Some(block) if !line.is_empty() => block.push(line),
            _ => blocks.push(Vec::new()),
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// What an inbox shows behind the subject: the beginning of the body.
fn preheader(body: &str) -> String {
    /// Longer than any inbox shows.
    const MAX: usize = 120;
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Text for HTML, in an element or a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            sign => escaped.push(sign),
        }
    }
    escaped
}

fn put(page: &mut String, text: std::fmt::Arguments<'_>) {
    page.write_fmt(text)
        .expect("writing to a string can't fail");
}

//! The words that set detractors and promoters apart.

use comments::{Group, Message, Options, WordsApart, words_apart};
use facts::Filter;
use stats::nps::{Class, class};

use crate::analyze::columns::Columns;
use crate::analyze::read::Reading;

/// The words and phrases of the comments. Customers are the accounts where a column names them, else
/// the rows.
pub(super) fn words(reading: &Reading, columns: &Columns) -> WordsApart {
    let rows = facts::select(&reading.facts, &Filter::default());
    let scores = facts::gather(&reading.facts, &rows, reading.score);
    let accounts = reading
        .dimension(columns.account)
        .map(|account| facts::gather_dimension(&reading.facts, &rows, account));
    let customer = |row: usize| match &accounts {
        // Rows without an account stand for themselves, behind all accounts.
        Some((places, names)) if places[row] == facts::NO_VALUE => names.len() + row,
        Some((places, _)) => places[row] as usize,
        None => row,
    };
    let messages: Vec<Message<'_>> = scores
        .iter()
        .zip(&reading.comments)
        .enumerate()
        .map(|(row, (&score, text))| Message {
            customer: u32::try_from(customer(row)).unwrap_or(u32::MAX),
            group: group(score),
            text,
            language: None,
        })
        .collect();
    words_apart(&messages, &Options::default())
}

fn group(score: u8) -> Group {
    if !facts::code::is_answer(score) {
        return Group::Other;
    }
    match class(score) {
        Class::Detractor => Group::Low,
        Class::Passive => Group::Other,
        Class::Promoter => Group::High,
    }
}

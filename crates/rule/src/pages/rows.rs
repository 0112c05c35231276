//! Conditions as rows of a form: groups of which one must hold, each of conditions that must all
//! hold. What lies deeper than that was written by a program, and is shown as it was sent.

use policy::trigger::Condition;

/// Groups in a form at most.
pub(super) const GROUPS_MAX: usize = 10;
/// Conditions of a group in a form at most.
pub(super) const ROWS_MAX: usize = 20;

/// A condition, or its denial.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Whether it must not hold.
    pub(super) not: bool,
    /// The condition; holds no others.
    pub(super) leaf: Condition,
}

/// The rows of a condition; `None` when it doesn't have that form.
pub(super) fn rows(when: &Condition) -> Option<Vec<Vec<Row>>> {
    let groups = match when {
        Condition::Any(groups) => groups.iter().map(group).collect::<Option<Vec<_>>>()?,
        other => vec![group(other)?],
    };
    let fits = groups.len() <= GROUPS_MAX && groups.iter().all(|g| g.len() <= ROWS_MAX);
    fits.then_some(groups)
}

fn group(condition: &Condition) -> Option<Vec<Row>> {
    match condition {
        Condition::All(parts) => parts.iter().map(row).collect(),
        other => Some(vec![row(other)?]),
    }
}

fn row(condition: &Condition) -> Option<Row> {
    let (not, leaf) = match condition {
        Condition::Not(inner) => (true, inner.as_ref()),
        other => (false, other),
    };
    let is_leaf = !matches!(
        leaf,
        Condition::All(_) | Condition::Any(_) | Condition::Not(_)
    );
    (is_leaf && super::leaf::is_simple(leaf)).then(|| Row {
        not,
        leaf: leaf.clone(),
    })
}

/// The condition of rows.
pub(super) fn condition(groups: Vec<Vec<Row>>) -> Condition {
    let mut groups = groups.into_iter().map(|group| {
        let rows = group.into_iter().map(|row| {
            if row.not {
                Condition::Not(Box::new(row.leaf))
            } else {
                row.leaf
            }
        });
        Condition::All(rows.collect())
    });
    let first = groups.next().unwrap_or(Condition::All(Vec::new()));
    let rest: Vec<Condition> = groups.collect();
    if rest.is_empty() {
        return first;
    }
    Condition::Any(std::iter::once(first).chain(rest).collect())
}

/// The row and group that a JSON pointer into the condition of [`rows`] is about, with the rest of
/// the pointer.
pub(super) fn place<'p>(when: &Condition, pointer: &'p str) -> Option<(usize, usize, &'p str)> {
    let (group, rest) = match when {
        Condition::Any(_) => number(pointer.strip_prefix("/any/")?)?,
        _ => (0, pointer),
    };
    let inner = match when {
        Condition::Any(groups) => groups.get(group)?,
        other => other,
    };
    let (row, rest) = match inner {
        Condition::All(_) => number(rest.strip_prefix("/all/")?)?,
        _ => (0, rest),
    };
    Some((group, row, rest.strip_prefix("/not").unwrap_or(rest)))
}

fn number(text: &str) -> Option<(usize, &str)> {
    let end = text.find('/').unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Condition {
        serde_json::from_str(json).expect("a condition")
    }

    #[test]
    fn rows_are_read_and_written_the_same() {
        for json in [
            r#"{"all":[]}"#,
            r#"{"all":[{"class":["detractor"]},{"not":{"words":"price"}}]}"#,
            r#"{"any":[{"all":[{"class":["detractor"]}]},{"all":[{"drop":{"points":3}}]}]}"#,
        ] {
            let when = read(json);
            let rows = rows(&when).expect("rows");
            assert_eq!(condition(rows), when, "{json}");
        }
        let plain = read(r#"{"class":["detractor"]}"#);
        let wrapped = read(r#"{"all":[{"class":["detractor"]}]}"#);
        assert_eq!(condition(rows(&plain).expect("rows")), wrapped);
        assert_eq!(rows(&read(r#"{"all":[{"any":[{"words":"a"}]}]}"#)), None);
        assert_eq!(rows(&read(r#"{"not":{"not":{"words":"a"}}}"#)), None);
    }

    #[test]
    fn a_pointer_finds_its_row() {
        let when = read(
            r#"{"any":[{"all":[{"words":"a"}]},{"all":[{"words":"a"},{"not":{"words":"b"}}]}]}"#,
        );
        assert_eq!(
            place(&when, "/any/1/all/1/not/words"),
            Some((1, 1, "/words"))
        );
        let all = read(r#"{"all":[{"account":{"name":"a"}}]}"#);
        assert_eq!(
            place(&all, "/all/0/account/name"),
            Some((0, 0, "/account/name"))
        );
        assert_eq!(place(&all, "/any/0"), None);
    }
}

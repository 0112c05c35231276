//! Which column is what, as said on the command line.

use response::import::draft::Roles;
use response::import::{Mapping, Profile, Target, propose};
use survey::Definition;

/// The flags about columns and codes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ColumnArgs {
    /// Column with the score 0-10.
    #[arg(long, value_name = "COL")]
    score: Option<String>,
    /// Columns with statements 1-5, separated by commas.
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    drivers: Vec<String>,
    /// Columns that become attributes, separated by commas.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    attributes: Vec<String>,
    /// Column with your own id of each response; without one, ids are made from the rows.
    #[arg(long, value_name = "COL")]
    external_id: Option<String>,
    /// Column with the time of answering.
    #[arg(long, value_name = "COL")]
    answered_at: Option<String>,
    /// Column with the language as a code.
    #[arg(long, value_name = "COL")]
    language: Option<String>,
    /// Column with a comment, and the key of its question [default key: why]
    #[arg(long, value_name = "COL[=KEY]")]
    comment: Vec<String>,
    /// Column and the key of the question it answers.
    #[arg(long, value_name = "COL=KEY")]
    map: Vec<String>,
    /// Codes of statements that mean blank, such as 0,Blank.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    missing: Vec<String>,
    /// Codes of the score that mean blank, such as 11,Blank.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    score_missing: Vec<String>,
    /// Codes of statements that mean "don't know", such as 6.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    dont_know: Vec<String>,
    /// Codes of statements that mean "not applicable".
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    not_applicable: Vec<String>,
    /// When rows were answered that don't say so, as 2026-11-21; without it: now.
    #[arg(long, value_name = "DATE")]
    answered_on: Option<String>,
    /// Give every row the attribute "wave" with this value.
    #[arg(long, value_name = "NAME")]
    wave: Option<String>,
}

impl ColumnArgs {
    /// The mapping into a survey that exists: what the flags say, and beyond that columns that are
    /// called like a question.
    pub(super) fn mapping(
        &self,
        profile: &Profile,
        definition: &Definition,
    ) -> Result<Mapping, String> {
        let mut said = Vec::new();
        if let Some(column) = &self.score {
            let outcome = definition
                .outcome()
                .ok_or("this survey has no question for a score")?;
            said.push((column.clone(), Target::Question(outcome.key.clone())));
        }
        let by_name = propose::by_name(profile, definition);
        for column in &self.drivers {
            Self::known(profile, column)?;
            let target = by_name.target(column);
            if !matches!(target, Target::Question(_)) {
                return Err(format!(
                    "no question is called like the column {column:?}: say which with --map \
                     {column}=KEY; the questions are: {}",
                    keys(definition)
                ));
            }
            said.push((column.clone(), target.clone()));
        }
        for pair in &self.comment {
            let (column, key) = pair.split_once('=').unwrap_or((pair, "why"));
            said.push((column.to_owned(), Target::Question(key.to_owned())));
        }
        for pair in &self.map {
            let (column, key) = pair
                .rsplit_once('=')
                .ok_or_else(|| format!("--map needs COL=KEY, not {pair:?}"))?;
            said.push((column.to_owned(), Target::Question(key.to_owned())));
        }
        let attributes = self.attributes.iter();
        said.extend(attributes.map(|c| (c.clone(), Target::Attribute(c.clone()))));
        let meta = [
            (&self.external_id, Target::ExternalId),
            (&self.answered_at, Target::AnsweredAt),
            (&self.language, Target::Language),
        ];
        said.extend(
            meta.into_iter()
                .filter_map(|(c, target)| Some((c.clone()?, target))),
        );
        put(by_name, said)
    }

    /// What the columns of a new survey are.
    pub(super) fn roles(&self, profile: &Profile) -> Result<Roles, String> {
        if !self.map.is_empty() {
            return Err(
                "--map is for the questions of a survey that exists; with --new say \
                        --score, --drivers or --comment"
                    .to_owned(),
            );
        }
        let comments = self.comment.iter().map(|pair| match pair.split_once('=') {
            Some((column, key)) => (column.to_owned(), Some(key.to_owned())),
            None => (pair.clone(), None),
        });
        let roles = Roles {
            score: self.score.clone(),
            drivers: self.drivers.clone(),
            comments: comments.collect(),
            attributes: self.attributes.clone(),
            external_id: self.external_id.clone(),
            answered_at: self.answered_at.clone(),
            language: self.language.clone(),
        };
        if roles.score.is_none() && roles.drivers.is_empty() && roles.comments.is_empty() {
            return Err(format!(
                "say what the columns are; they look like this:\n  {}",
                flags(&Roles::guess(profile))
            ));
        }
        Ok(roles)
    }

    /// Puts codes, date and wave into a mapping; codes that are named replace those found.
    pub(super) fn put_codes(&self, mapping: &mut Mapping) {
        let lists = [
            (&self.missing, &mut mapping.statements.blank),
            (&self.dont_know, &mut mapping.statements.dont_know),
            (&self.not_applicable, &mut mapping.statements.not_applicable),
            (&self.score_missing, &mut mapping.score.blank),
        ];
        for (given, list) in lists {
            if !given.is_empty() {
                list.clone_from(given);
            }
        }
        mapping.answered_on.clone_from(&self.answered_on);
        if let Some(wave) = &self.wave {
            mapping.constants.insert("wave".to_owned(), wave.clone());
        }
    }

    fn known(profile: &Profile, column: &str) -> Result<(), String> {
        if profile.columns.iter().any(|c| c.name == column) {
            return Ok(());
        }
        Err(format!(
            "there is no column {column:?}; the columns are: {}",
            profile.names().join(", ")
        ))
    }
}

/// `mapping` with what was `said`, which comes before what names tell.
fn put(mut mapping: Mapping, said: Vec<(String, Target)>) -> Result<Mapping, String> {
    let targets: Vec<&Target> = said.iter().map(|(_, target)| target).collect();
    mapping
        .columns
        .retain(|_, target| !targets.contains(&&*target));
    let mut named = std::collections::BTreeSet::new();
    for (column, target) in said {
        if !named.insert(column.clone()) {
            return Err(format!("the column {column:?} is named for two things"));
        }
        mapping.columns.insert(column, target);
    }
    Ok(mapping)
}

fn keys(definition: &Definition) -> String {
    let keys: Vec<_> = definition
        .questions
        .iter()
        .map(|q| q.key.as_str())
        .collect();
    keys.join(", ")
}

/// Roles as the flags that say them.
fn flags(roles: &Roles) -> String {
    let mut flags = Vec::new();
    let mut flag = |name: &str, columns: &[&str]| {
        if !columns.is_empty() {
            let columns = columns.join(",");
            let quote = if columns.contains(' ') { "'" } else { "" };
            flags.push(format!("--{name} {quote}{columns}{quote}"));
        }
    };
    let one = |column: &Option<String>| column.iter().cloned().collect::<Vec<_>>();
    let lists = [
        ("score", one(&roles.score)),
        ("drivers", roles.drivers.clone()),
        ("attributes", roles.attributes.clone()),
        ("external-id", one(&roles.external_id)),
        ("answered-at", one(&roles.answered_at)),
        ("language", one(&roles.language)),
    ];
    for (name, columns) in &lists {
        flag(
            name,
            &columns.iter().map(String::as_str).collect::<Vec<_>>(),
        );
    }
    for (column, _) in &roles.comments {
        flag("comment", &[column]);
    }
    flags.join(" ")
}

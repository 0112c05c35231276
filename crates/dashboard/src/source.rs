//! A survey whose answers can be counted, in memory or by SQL, whichever fits.

use std::collections::BTreeSet;
use std::sync::Arc;

use facts::Group;
use platform::{Db, DbError, Problem};
use survey::Survey;

use crate::ask::Ask;
use crate::filter::Dim;
use crate::keeper::{Slot, read};
use crate::plan::Plan;
use crate::privacy::Privacy;
use crate::pushdown::{self, Whose};
use crate::sight::Seen;
use crate::store::{self, Mark};

/// A survey whose answers can be counted: in memory, or by SQL when it is too large for that.
#[derive(Clone)]
pub struct Source {
    /// The survey.
    pub survey: Arc<Survey>,
    /// Its columns.
    pub(crate) plan: Arc<Plan>,
    /// The last change that is counted.
    pub change_seq: i64,
    /// First and last day of the responses; of all that ever were, when the sight isn't limited.
    pub days: Option<(i32, i32)>,
    /// Whose responses are counted.
    pub whose: Whose,
    /// Where they are.
    pub db: Db,
    /// Their columns; none when they do not fit in memory.
    pub(crate) slot: Option<Arc<Slot>>,
    /// Which of them are within the sight.
    pub(crate) seen: Seen,
    /// Where the survey stood.
    pub(crate) mark: Mark,
}

impl Source {
    /// Which groups hide from whoever looks.
    pub fn privacy(&self) -> Privacy {
        let privacy = Privacy::of(&self.survey.definition);
        if self.whose.outside {
            privacy.outside()
        } else {
            privacy
        }
    }

    /// Whether single answers may be read by whoever looks: see
    /// [`survey::Definition::shows_answers_to`]. To people outside a survey that hides groups shows
    /// none either.
    pub fn shows_answers(&self) -> bool {
        let definition = &self.survey.definition;
        let outside = self.whose.outside && Privacy::of(definition).hides();
        definition.shows_answers_to(&self.whose.sight) && !outside
    }

    /// Answers several questions about the same moment.
    pub async fn evaluate(&self, asks: Vec<Ask>) -> Result<Vec<Vec<Group>>, Problem> {
        match &self.slot {
            Some(slot) => {
                let (slot, seen) = (slot.clone(), self.seen.clone());
                let counted = tokio::task::spawn_blocking(move || {
                    let kept = read(&slot.kept);
                    let kept = kept.as_ref().ok_or("facts went missing")?;
                    asks.iter()
                        .map(|ask| {
                            let query = ask.to_query(&kept.facts, &seen).ok_or("unknown column")?;
                            Ok(facts::evaluate(&kept.facts, &query))
                        })
                        .collect::<Result<Vec<_>, &str>>()
                });
                let counted = counted
                    .await
                    .map_err(|e| Problem::Internal(format!("counting: {e}")))?;
                counted.map_err(|e| Problem::Internal(e.to_owned()))
            }
            None => {
                let (whose, plan) = (self.whose.clone(), self.plan.clone());
                let counted = self.db.read_long(move |tx| {
                    asks.iter()
                        .map(|ask| pushdown::evaluate(tx, &whose, &plan, ask))
                        .collect::<Result<Vec<_>, DbError>>()
                });
                Ok(counted.await?)
            }
        }
    }

    /// Every property responses have by which there are figures: attributes by name, then the
    /// built-in ones. Attributes that name people of ours are none.
    pub async fn dims(&self) -> Result<Vec<Dim>, Problem> {
        Ok(self.dims_and_people().await?.0)
    }

    /// Every property, and the attributes that are none because they name people of ours.
    pub(crate) async fn dims_and_people(&self) -> Result<(Vec<Dim>, BTreeSet<String>), Problem> {
        let mut names: Vec<String> = match &self.slot {
            Some(slot) => {
                let kept = read(&slot.kept);
                let dimensions = kept.iter().flat_map(|kept| kept.facts.dimensions());
                dimensions
                    .filter_map(|(_, name)| Dim::attribute_of(name))
                    .collect()
            }
            None => {
                let whose = self.whose.clone();
                self.db
                    .read_long(move |tx| store::attribute_names(tx, &whose))
                    .await?
            }
        };
        names.sort();
        let of_people = self.of_people(&names).await?;
        names.retain(|name| !of_people.contains(name));
        let attributes = names.into_iter().map(Dim::Attribute);
        let dims = attributes.chain([Dim::Language, Dim::Channel, Dim::Version]);
        Ok((dims.collect(), of_people))
    }

    /// Goes up when it is found out who served: with `change_seq` and the survey's revision all that
    /// figures within a sight depend on.
    pub fn served_seq(&self) -> i64 {
        self.mark.served_seq
    }

    /// Where the survey stands, as pages carry it and events say it.
    pub fn mark(&self) -> String {
        self.mark.text(&self.whose.sight)
    }

    /// How many values a property ever had; 0 when only the database knows.
    pub fn values_ever(&self, dim: &Dim) -> usize {
        let Some(slot) = &self.slot else { return 0 };
        let kept = read(&slot.kept);
        let Some(kept) = kept.as_ref() else { return 0 };
        let dimension = kept.facts.find_dimension(&dim.name());
        dimension.map_or(0, |id| kept.facts.dimension_values(id).count())
    }

    /// Whether all values a property ever had are as wanted; none when only the database knows.
    pub fn all_values(&self, dim: &Dim, are: impl FnOnce(Vec<&str>) -> bool) -> Option<bool> {
        let kept = read(&self.slot.as_ref()?.kept);
        let facts = &kept.as_ref()?.facts;
        let dimension = facts.find_dimension(&dim.name())?;
        Some(are(facts.dimension_values(dimension).collect()))
    }
}

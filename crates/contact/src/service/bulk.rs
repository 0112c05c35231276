//! Many contacts in one request: those that are one person become one, each item is told what
//! became of it.

use std::collections::HashMap;

use platform::Problem;
use platform::web::FieldError;
use user::Viewer;

use super::{Contacts, Fate, occasion, pointer};
use crate::groups::Groups;
use crate::item::{Differed, Item};

/// Contacts of one request at most.
pub(crate) const BULK_MAX: usize = 10_000;

/// What became of one item of a request.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// Stored, or not for a reason that shows beside what is stored.
    Fate(Fate),
    /// The same person as an earlier item, and put together with it.
    With {
        /// Index of the earlier item.
        index: usize,
        /// What this one said differently.
        differed: Vec<Differed>,
    },
    /// Not stored: it has mistakes.
    Rejected(Vec<FieldError>),
}

impl Contacts {
    /// Stores all of `items` that have no mistakes.
    pub(crate) async fn put_bulk(
        &self,
        viewer: &Viewer,
        items: Vec<Result<Item, Vec<FieldError>>>,
    ) -> Result<Vec<Told>, Problem> {
        let mut groups = Groups::default();
        for item in &items {
            let item = item.as_ref().ok();
            groups.add(
                item.and_then(|i| i.external_id.as_deref()),
                item.and_then(|i| i.email.value()).map(String::as_str),
            );
        }
        let mut told = Vec::with_capacity(items.len());
        let mut folded: Vec<Item> = Vec::new();
        // Place in `folded` by the index of a group's first item, and those indexes in turn.
        let (mut places, mut firsts) = (HashMap::new(), Vec::new());
        for (index, item) in items.into_iter().enumerate() {
            let item = match item {
                Ok(item) => item,
                Err(errors) => {
                    told.push(Told::Rejected(errors));
                    continue;
                }
            };
            let first = groups.first_of(u32::try_from(index).unwrap_or(u32::MAX)) as usize;
            if let Some(place) = places.get(&first) {
                let earlier: &mut Item = &mut folded[*place];
                let differed = earlier.fold(item);
                told.push(Told::With {
                    index: first,
                    differed,
                });
            } else {
                places.insert(first, folded.len());
                firsts.push(index);
                folded.push(item);
                told.push(Told::Rejected(Vec::new()));
            }
        }
        let occasion = occasion(&self.app, viewer);
        let fates = self.put_all(&occasion, Some(viewer), folded).await?;
        for (index, fate) in firsts.into_iter().zip(fates) {
            told[index] = Told::Fate(fate);
        }
        Ok(told)
    }
}

impl Told {
    /// The mistakes, for those that were not stored.
    pub(crate) fn errors(&self) -> Option<Vec<FieldError>> {
        match self {
            Self::Fate(Ok(_)) | Self::With { .. } => None,
            Self::Fate(Err(wrong)) => {
                Some(vec![FieldError::new(pointer(wrong), wrong.to_string())])
            }
            Self::Rejected(errors) => Some(errors.clone()),
        }
    }
}

//! The product's own words in Dutch and English, from Fluent messages. Survey texts are data and
//! not here.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::slice::Slice;

/// A language of the product's own pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Dutch.
    Nl,
}

impl Language {
    /// Both, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Nl];

    /// `en` or `nl`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
        }
    }

    /// The language for a code such as `nl` or `nl-BE`.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|l| primary.eq_ignore_ascii_case(l.code()))
    }

    /// The best language for an `Accept-Language` header.
    pub fn from_header(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',') {
            let mut fields = part.trim().split(';');
            let code = fields.next().unwrap_or_default();
            let quality = fields
                .find_map(|f| f.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            if let Some(language) = Self::from_code(code)
                && quality > best.map_or(0.0, |(q, _)| q)
            {
                best = Some((quality, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// All messages of all slices.
pub struct Words {
    bundles: HashMap<Language, FluentBundle<FluentResource>>,
}

impl Words {
    /// Reads the messages of `slices`. A broken or double message is a mistake of ours: it stops
    /// the start, so that no page ever shows half a language.
    pub fn new(slices: &[&Slice]) -> Result<Self, String> {
        let mut bundles = HashMap::new();
        for language in Language::ALL {
            let id = language.code().parse().map_err(|e| format!("{e:?}"))?;
            let mut bundle = FluentBundle::new_concurrent(vec![id]);
            // The isolation marks around values would show up in titles and attributes.
            bundle.set_use_isolating(false);
            for slice in slices {
                let source = match language {
                    Language::En => slice.words.en,
                    Language::Nl => slice.words.nl,
                };
                let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, e)| {
                    format!("messages of {} in {}: {e:?}", slice.name, language.code())
                })?;
                bundle.add_resource(resource).map_err(|e| {
                    format!("messages of {} in {}: {e:?}", slice.name, language.code())
                })?;
            }
            bundles.insert(language, bundle);
        }
        Ok(Self { bundles })
    }

    /// The message `key` with its arguments; an unknown key comes back as `⟨key⟩`, which a test
    /// looks for on every page.
    pub fn say(&self, language: Language, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.try_say(language, key, args)
            .unwrap_or_else(|| format!("⟨{key}⟩"))
    }

    /// The message `key`, if there is one.
    pub fn try_say(
        &self,
        language: Language,
        key: &str,
        args: &[(&str, FluentValue<'_>)],
    ) -> Option<String> {
        let bundle = &self.bundles[&language];
        let pattern = bundle.get_message(key)?.value()?;
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
            .collect();
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, ?errors, "message could not be filled in");
        }
        Some(text)
    }

    /// Whether `language` has the message `key`.
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.bundles[&language].has_message(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_by_quality() {
        let cases = [
            ("nl", Some(Language::Nl)),
            ("en-GB,en;q=0.9,nl;q=0.8", Some(Language::En)),
            ("de;q=0.9, nl-BE;q=0.5, en;q=0.4", Some(Language::Nl)),
            ("fr", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(Language::from_header(header), expected, "{header}");
        }
    }
}

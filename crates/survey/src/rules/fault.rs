//! What can be wrong with a definition; worded from the messages, in the reader's language.

use platform::web::FieldError;
use platform::words::{Language, Words};

/// One mistake at one place of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer; a form's field has the same name without the first slash.
    pub pointer: String,
    /// What is wrong.
    pub wrong: Wrong,
    /// Values for the message.
    args: Vec<(&'static str, String)>,
}

impl Fault {
    /// A mistake at `pointer`.
    pub fn new(pointer: impl Into<String>, wrong: Wrong) -> Self {
        Self {
            pointer: pointer.into(),
            wrong,
            args: Vec::new(),
        }
    }

    /// With a value for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The sentence a person reads.
    pub fn say(&self, words: &Words, language: Language) -> String {
        let key = format!("survey-fault-{}", self.wrong.code());
        let args: Vec<_> = self
            .args
            .iter()
            .map(|(n, v)| (*n, v.as_str().into()))
            .collect();
        words.say(language, &key, &args)
    }

    /// For the API, in English.
    pub fn to_field_error(&self, words: &Words) -> FieldError {
        FieldError::new(&self.pointer, self.say(words, Language::En))
    }
}

macro_rules! wrongs {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// The kinds of mistakes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Wrong { $($(#[$doc])* $name,)* }

        impl Wrong {
            /// All of them, for the test that each has its message.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The end of the message's key: `survey-fault-{code}`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

wrongs! {
    /// A key is not lower-case letters, digits and `_`, starting with a letter, at most 40.
    KeyForm = "key-form",
    /// Two questions, or two choices of one question, have this key.
    KeyTwice = "key-twice",
    /// The key is a column of exports or a word for a missing answer.
    KeyReserved = "key-reserved",
    /// No text in a language that needs one.
    NoText = "no-text",
    /// Longer than allowed.
    TextTooLong = "text-too-long",
    /// Control characters, or only white space.
    ControlCharacter = "control-character",
    /// No language at all.
    NoLanguage = "no-language",
    /// Not a language code.
    LanguageForm = "language-form",
    /// A language is named twice.
    LanguageTwice = "language-twice",
    /// A text in a language that the survey is not offered in.
    LanguageNotOffered = "language-not-offered",
    /// Too many languages.
    TooManyLanguages = "too-many-languages",
    /// Too many questions.
    TooManyQuestions = "too-many-questions",
    /// Nothing to ask.
    NoQuestions = "no-questions",
    /// Effort without saying which end is good.
    NeedsDirection = "needs-direction",
    /// Only effort has a direction.
    TakesNoDirection = "takes-no-direction",
    /// Only an agree statement can be a driver.
    DriverMustAgree = "driver-must-agree",
    /// A choice question with fewer than two choices.
    FewChoices = "few-choices",
    /// Fewer than two touchpoints and choices to choose a moment from.
    FewMoments = "few-moments",
    /// Only the choices of a moment stand for touchpoints.
    TakesNoTouchpoint = "takes-no-touchpoint",
    /// A second question about moments, or about where else people looked.
    KindTwice = "kind-twice",
    /// Too many choices.
    TooManyChoices = "too-many-choices",
    /// Only choice questions have choices.
    TakesNoChoices = "takes-no-choices",
    /// Too few driver statements to leave some out.
    FewStatements = "few-statements",
    /// Each respondent would get none, one, all or more of the driver statements.
    StatementsPerRespondent = "statements-per-respondent",
    /// The smallest group to show isn't 1 to 100.
    SmallestGroup = "smallest-group",
    /// Groups of employees under five are never shown.
    SmallestOfEmployees = "smallest-of-employees",
    /// Whether employees are asked can't change once somebody answered.
    EmployeesSettled = "employees-settled",
    /// There is no such template.
    NoTemplate = "no-template",
}

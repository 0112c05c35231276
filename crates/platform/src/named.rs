//! Enums whose values have one name each: in the database, in JSON, in the names of words.

/// Makes an enum whose values have a name in the database, in JSON and in the names of words:
/// `named! { /// Docs. Name, "what it is called in errors" { /// Docs. Value = "name" } }`. Whoever
/// uses it depends on serde.
#[macro_export]
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$value_doc:meta])* $value:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$value_doc])* #[serde(rename = $text)] $value),+
        }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// As stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$value),)+
                    _ => Err(format!(
                        concat!($what, " is one of ", "{}", ", not {:?}"),
                        [$($text),+].join(", "),
                        text
                    )),
                }
            }
        }
    };
}

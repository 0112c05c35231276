//! Values and rows: the few types both databases share (64-bit integer, double, text, bytes, null).

use std::sync::Arc;

use super::DbError;

/// One value going to or coming from the database. Booleans are integers 0 and 1, times are
/// UTC microseconds, JSON is text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// Any integer, boolean or time.
    Int(i64),
    /// A double.
    Real(f64),
    /// Text or JSON.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

macro_rules! from {
    ($($type:ty => |$v:ident| $value:expr),* $(,)?) => {$(
        impl From<$type> for Value {
            fn from($v: $type) -> Self { $value }
        }
    )*};
}

from! {
    i64 => |v| Self::Int(v),
    i32 => |v| Self::Int(v.into()),
    u32 => |v| Self::Int(v.into()),
    u8 => |v| Self::Int(v.into()),
    usize => |v| Self::Int(i64::try_from(v).unwrap_or(i64::MAX)),
    bool => |v| Self::Int(v.into()),
    f64 => |v| Self::Real(v),
    &str => |v| Self::Text(v.to_owned()),
    String => |v| Self::Text(v),
    &String => |v| Self::Text(v.clone()),
    Vec<u8> => |v| Self::Blob(v),
    &[u8] => |v| Self::Blob(v.to_vec()),
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What a value of a row can be read as.
pub trait FromValue: Sized {
    /// Reads `value`; the error is the name of what was wanted.
    fn from_value(value: &Value) -> Result<Self, &'static str>;
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Int(v) => Ok(*v),
            _ => Err("integer"),
        }
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        i64::from_value(value).map(|v| v != 0)
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Real(v) => Ok(*v),
            Value::Int(v) => Ok(*v as Self),
            _ => Err("number"),
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Text(v) => Ok(v.clone()),
            _ => Err("text"),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Blob(v) => Ok(v.clone()),
            _ => Err("bytes"),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// One row of an answer; columns are read by their name.
#[derive(Clone, Debug)]
pub struct Row {
    pub(super) columns: Arc<[String]>,
    pub(super) values: Vec<Value>,
}

impl Row {
    /// The value of column `name`, or an error that says what was wrong with it.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T, DbError> {
        let index = self
            .columns
            .iter()
            .position(|c| c == name)
            .ok_or_else(|| DbError::Bug(format!("the statement returns no column {name}")))?;
        self.at(index)
    }

    /// The value at position `index`, counted from 0.
    pub fn at<T: FromValue>(&self, index: usize) -> Result<T, DbError> {
        let value = self
            .values
            .get(index)
            .ok_or_else(|| DbError::Bug(format!("the statement returns no column {index}")))?;
        T::from_value(value).map_err(|wanted| {
            DbError::Bug(format!(
                "column {} is no {wanted}: {value:?}",
                self.columns[index]
            ))
        })
    }
}

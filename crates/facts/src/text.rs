//! Texts of a sheet: sentences that thousands of facts share, and GlobalIds that need no memory of their own.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that many facts say: its clones are one text.
#[derive(Clone)]
pub struct Text(Words);

#[derive(Clone)]
enum Words {
    Known(&'static str),
    Shared(Arc<str>),
}

/// Letters that a short text holds itself: those of a GlobalId.
const SHORT: usize = 22;

/// A short text, such as a GlobalId: up to 22 bytes stand where it stands.
#[derive(Clone)]
pub struct ShortText(Letters);

#[derive(Clone)]
enum Letters {
    Few(u8, [u8; SHORT]),
    Many(Box<str>),
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Words::Known(text) => text,
            Words::Shared(text) => text,
        }
    }
}

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            // cut from a text as a whole
            Letters::Few(length, bytes) => {
                bytes.get(..usize::from(*length)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
            }
            Letters::Many(text) => text,
        }
    }
}

impl Text {
    /// A copy of a text that does not stand in the program itself.
    #[must_use]
    pub fn shared(text: &str) -> Self {
        Self(Words::Shared(text.into()))
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self(Words::Known(text))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Words::Shared(text.into()))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        (*text).to_owned()
    }
}

impl From<&str> for ShortText {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self(Letters::Few(length, bytes))
            }
            _ => Self(Letters::Many(text.into())),
        }
    }
}

impl From<String> for ShortText {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<ShortText> for String {
    fn from(text: ShortText) -> Self {
        (*text).to_owned()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl<'de> Deserialize<'de> for ShortText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

macro_rules! reads_as_text {
    ($($kind:ty),*) => {$(
        impl $kind {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self
            }
        }

        impl Default for $kind {
            fn default() -> Self {
                Self::from("")
            }
        }

        impl AsRef<str> for $kind {
            fn as_ref(&self) -> &str {
                self
            }
        }

        impl Borrow<str> for $kind {
            fn borrow(&self) -> &str {
                self
            }
        }

        impl PartialEq for $kind {
            fn eq(&self, other: &Self) -> bool {
                **self == **other
            }
        }

        impl Eq for $kind {}

        impl PartialEq<str> for $kind {
            fn eq(&self, other: &str) -> bool {
                **self == *other
            }
        }

        impl PartialEq<&str> for $kind {
            fn eq(&self, other: &&str) -> bool {
                **self == **other
            }
        }

        impl PartialEq<String> for $kind {
            fn eq(&self, other: &String) -> bool {
                **self == **other
            }
        }

        impl PartialOrd for $kind {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $kind {
            fn cmp(&self, other: &Self) -> Ordering {
                (**self).cmp(&**other)
            }
        }

        impl Hash for $kind {
            fn hash<H: Hasher>(&self, state: &mut H) {
                (**self).hash(state);
            }
        }

        impl fmt::Debug for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&**self, f)
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&**self, f)
            }
        }

        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self)
            }
        }
    )*};
}

reads_as_text!(Text, ShortText);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_read_as_they_were_written() {
        for text in ["", "0", "2_ZvelcG11tRIbYc754K4o", "没有 GlobalId 的构件", "长一些的文字，放不进二十二个字节"] {
            let short = ShortText::from(text);
            assert_eq!((short.as_str(), short.to_string().as_str()), (text, text));
            assert_eq!(Text::from(text.to_owned()), Text::from(String::from(short.clone())));
            let json = serde_json::to_string(&short).unwrap();
            assert_eq!(serde_json::from_str::<ShortText>(&json).unwrap(), short);
            assert_eq!(serde_json::from_str::<Text>(&json).unwrap().as_str(), text);
        }
        let mut names = [ShortText::from("b"), ShortText::from("ab")];
        names.sort();
        assert_eq!(names[0].as_str(), "ab");
        assert_eq!(std::mem::size_of::<ShortText>(), 24);
    }
}

//! Work that is kept: what was worked out before, perhaps by a run that was stopped, is taken from a store.
//!
//! A piece of work is known by a digest of all that it rests on. So it does not matter in which order pieces were done, on how
//! many threads, or by which part of a question. What is kept is a list of 64-bit words: numbers with all their bits.

use std::fmt;
use std::sync::Arc;

/// The digest of what a piece of work rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub [u64; 2]);

/// Where pieces of work are kept. It may be asked by several threads at once.
pub trait Store: Send + Sync {
    /// The words that were kept under a key.
    fn get(&self, key: Key) -> Option<Vec<u64>>;
    /// Keeps words under a key.
    fn put(&self, key: Key, words: &[u64]);
}

/// A store, or none: then all work is done anew.
#[derive(Clone, Default)]
pub struct Kept(Option<Arc<dyn Store>>);

impl fmt::Debug for Kept {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(if self.0.is_some() { "Kept" } else { "not kept" })
    }
}

impl Kept {
    /// Work is kept in this store.
    pub fn within(store: Arc<dyn Store>) -> Self {
        Self(Some(store))
    }

    /// What the store has, or else what the work gives, which is kept. Words that do not read as a value are as good as
    /// absent.
    pub(crate) fn or<T: Words>(&self, key: impl FnOnce() -> Key, work: impl FnOnce() -> T) -> T {
        let Some(store) = &self.0 else { return work() };
        let key = key();
        let found = store.get(key).and_then(|words| {
            let mut left = words.as_slice();
            T::read(&mut left).filter(|_| left.is_empty())
        });
        found.unwrap_or_else(|| {
            let value = work();
            let mut words = Vec::new();
            value.write(&mut words);
            store.put(key, &words);
            value
        })
    }
}

/// A digest in the making. Two mixes of 64 bits each, with different factors; it guards against chance, not against intent.
pub(crate) struct Digest([u64; 2]);

impl Digest {
    /// Of a kind of work.
    pub(crate) fn new(kind: &str) -> Self {
        let mut digest = Self([0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344]);
        digest.text(kind);
        digest
    }

    pub(crate) fn word(&mut self, word: u64) {
        let [a, b] = &mut self.0;
        let mix = |state: u64, factor: u64| {
            let mixed = (state ^ word).wrapping_mul(factor);
            mixed ^ (mixed >> 29)
        };
        (*a, *b) = (mix(*a, 0x9E37_79B9_7F4A_7C15), mix(b.rotate_left(23), 0xD1B5_4A32_D192_ED03));
    }

    /// A list with its length, so that no two different lists of lists are alike.
    pub(crate) fn words(&mut self, words: impl ExactSizeIterator<Item = u64>) {
        self.word(words.len() as u64);
        words.for_each(|word| self.word(word));
    }

    pub(crate) fn numbers(&mut self, numbers: &[f64]) {
        self.words(numbers.iter().map(|number| number.to_bits()));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.words(text.bytes().map(u64::from));
    }

    pub(crate) fn key(self) -> Key {
        Key(self.0)
    }
}

/// A value that can be written as 64-bit words and read again, to the last bit.
pub(crate) trait Words: Sized {
    /// Adds its words.
    fn write(&self, to: &mut Vec<u64>);
    /// Takes its words from the front; none where they are not those of such a value.
    fn read(from: &mut &[u64]) -> Option<Self>;
}

impl Words for u64 {
    fn write(&self, to: &mut Vec<u64>) {
        to.push(*self);
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        let (first, rest) = from.split_first()?;
        *from = rest;
        Some(*first)
    }
}

impl Words for f64 {
    fn write(&self, to: &mut Vec<u64>) {
        to.push(self.to_bits());
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        u64::read(from).map(Self::from_bits)
    }
}

impl Words for usize {
    fn write(&self, to: &mut Vec<u64>) {
        to.push(*self as u64);
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        Self::try_from(u64::read(from)?).ok()
    }
}

impl Words for String {
    fn write(&self, to: &mut Vec<u64>) {
        self.len().write(to);
        for bytes in self.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            to.push(u64::from_le_bytes(word));
        }
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        let length = usize::read(from)?;
        let (words, rest) = from.split_at_checked(length.div_ceil(8))?;
        *from = rest;
        let bytes = words.iter().flat_map(|word| word.to_le_bytes()).take(length).collect();
        Self::from_utf8(bytes).ok()
    }
}

impl<T: Words> Words for Vec<T> {
    fn write(&self, to: &mut Vec<u64>) {
        self.len().write(to);
        self.iter().for_each(|value| value.write(to));
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        // Every value has a word at least: a length that is no length reserves nothing.
        let length = usize::read(from).filter(|length| *length <= from.len())?;
        (0..length).map(|_| T::read(from)).collect()
    }
}

impl<T: Words> Words for Option<T> {
    fn write(&self, to: &mut Vec<u64>) {
        to.push(u64::from(self.is_some()));
        self.iter().for_each(|value| value.write(to));
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        match u64::read(from)? {
            0 => Some(None),
            1 => T::read(from).map(Some),
            _ => None,
        }
    }
}

impl<A: Words, B: Words> Words for (A, B) {
    fn write(&self, to: &mut Vec<u64>) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?))
    }
}

/// A struct as the words of its fields, all of which are named.
macro_rules! words {
    ($name:ident { $($field:ident),+ }) => {
        impl $crate::kept::Words for $name {
            fn write(&self, to: &mut Vec<u64>) {
                let Self { $($field),+ } = self;
                $($crate::kept::Words::write($field, to);)+
            }

            fn read(from: &mut &[u64]) -> Option<Self> {
                Some(Self { $($field: $crate::kept::Words::read(from)?),+ })
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    #[derive(Debug, PartialEq)]
    struct Both {
        name: String,
        values: Vec<Option<f64>>,
        pairs: Vec<(String, usize)>,
    }
    words!(Both { name, values, pairs });

    fn both() -> Both {
        let pairs = vec![("αβγ".to_owned(), 7), (String::new(), usize::MAX)];
        Both { name: "nine bytes".to_owned(), values: vec![Some(-0.0), None, Some(f64::MIN_POSITIVE)], pairs }
    }

    #[derive(Default)]
    struct Shelf(Mutex<BTreeMap<Key, Vec<u64>>>);

    impl Store for Shelf {
        fn get(&self, key: Key) -> Option<Vec<u64>> {
            self.0.lock().unwrap().get(&key).cloned()
        }

        fn put(&self, key: Key, words: &[u64]) {
            self.0.lock().unwrap().insert(key, words.to_vec());
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_what_is_cut_is_not() {
        let mut words = Vec::new();
        both().write(&mut words);
        let mut left = words.as_slice();
        assert_eq!(Both::read(&mut left), Some(both()));
        assert!(left.is_empty());
        for end in 0..words.len() {
            assert_eq!(Both::read(&mut &words[..end]), None, "{end}");
        }
        let nan = f64::from_bits(0x7FF8_0000_0000_0123);
        let mut words = Vec::new();
        nan.write(&mut words);
        assert_eq!(f64::read(&mut words.as_slice()).map(f64::to_bits), Some(nan.to_bits()));
    }

    #[test]
    fn words_that_are_no_value_are_refused() {
        assert_eq!(Vec::<f64>::read(&mut [u64::MAX, 1, 2].as_slice()), None);
        assert_eq!(String::read(&mut [3, u64::MAX].as_slice()), None, "no UTF-8");
        assert_eq!(String::read(&mut [u64::MAX, 0].as_slice()), None);
        assert_eq!(Option::<u64>::read(&mut [2, 0].as_slice()), None);
    }

    #[test]
    fn work_is_done_once_a_key() {
        let shelf = Arc::new(Shelf::default());
        let kept = Kept::within(shelf.clone());
        let key = |kind: &str| Digest::new(kind).key();
        let asked = |kind: &str, value: f64| kept.or(|| key(kind), || vec![value]);
        assert_eq!(asked("a", 1.0), [1.0]);
        assert_eq!(asked("a", 2.0), [1.0], "it is taken from the store");
        assert_eq!(asked("b", 2.0), [2.0]);
        // More words than the value has, or none of its own: the work is done again and kept.
        shelf.put(key("a"), &[1, 0, 0]);
        assert_eq!(asked("a", 3.0), [3.0]);
        assert_eq!(asked("a", 4.0), [3.0]);
        assert_eq!(Kept::default().or(|| key("a"), || 5.0), 5.0);
    }

    #[test]
    fn digests_tell_lists_apart() {
        let key_of = |lists: &[&[f64]]| {
            let mut digest = Digest::new("");
            lists.iter().for_each(|list| digest.numbers(list));
            digest.key()
        };
        let keys = [
            key_of(&[]),
            key_of(&[&[]]),
            key_of(&[&[0.0]]),
            key_of(&[&[-0.0]]),
            key_of(&[&[], &[0.0]]),
            key_of(&[&[0.0], &[]]),
            key_of(&[&[1.0, 2.0]]),
            key_of(&[&[2.0, 1.0]]),
            key_of(&[&[1.0], &[2.0]]),
        ];
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(key), "{at}");
            let [a, b] = key.0;
            assert!(
                keys[..at].iter().all(|other| other.0[0] != a && other.0[1] != b),
                "{at}: both halves tell"
            );
        }
    }
}

//! Texts that are kept once, and the number of the text of every row.

use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::sync::Arc;

/// Texts, one after another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    text: String,
    /// Where each text ends, without what is beyond 32 bits.
    ends: Vec<u32>,
    /// Numbers of the texts from which on the ends are by another 2^32 beyond.
    beyond: Vec<u32>,
}

/// The texts of rows: a number a row, by which the text is found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) codes: Arc<Vec<u32>>,
    pub(crate) dictionary: Arc<Dictionary>,
}

/// Gives equal texts one number, in the order in which they are first met.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    dictionary: Dictionary,
    /// The numbers of the texts, by their hashes.
    place: HashTable<u32>,
    /// Half of the hash of each text: what looks for a text seldom has to read another, and a table that grows none.
    hashes: Vec<u32>,
    hasher: hashbrown::DefaultHashBuilder,
    /// The number that was given last: equal cells often stand together.
    last: u32,
}

/// A hash of all 64 bits, made of 32.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Dictionary {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, code: u32) -> &str {
        let start = code.checked_sub(1).and_then(|before| self.end(before)).unwrap_or(0);
        let end = self.end(code).unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    fn end(&self, code: u32) -> Option<usize> {
        let end = *self.ends.get(code as usize)? as usize;
        if self.beyond.is_empty() {
            return Some(end);
        }
        Some(end + (self.beyond.partition_point(|first| *first <= code) << 32))
    }

    /// Adds a text, and gives its number.
    fn push(&mut self, word: &str) -> u32 {
        let code = super::short(self.len());
        self.text.push_str(word);
        self.add_end(code, self.text.len());
        code
    }

    fn add_end(&mut self, code: u32, end: usize) {
        if end >> 32 > self.beyond.len() {
            self.beyond.resize(end >> 32, code);
        }
        // What is beyond 32 bits was just noted.
        self.ends.push((end & u32::MAX as usize) as u32);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|code| self.get(code as u32))
    }
}

impl Interner {
    pub(crate) fn code(&mut self, word: &str) -> u32 {
        let Self { dictionary, place, hashes, hasher, last } = self;
        if dictionary.get(*last) == word && !dictionary.ends.is_empty() {
            return *last;
        }
        let hash = (hasher.hash_one(word) >> 32) as u32;
        let is_it = |code: &u32| hashes[*code as usize] == hash && dictionary.get(*code) == word;
        if let Some(code) = place.find(spread(hash), is_it) {
            *last = *code;
            return *code;
        }
        let code = dictionary.push(word);
        *last = code;
        hashes.push(hash);
        place.insert_unique(spread(hash), code, |code| spread(hashes[*code as usize]));
        code
    }

    /// The numbers of the texts of another, in its order; those that are not known are added.
    pub(crate) fn codes_of(&mut self, other: &Self) -> Vec<u32> {
        other.dictionary.iter().map(|word| self.code(word)).collect()
    }

    pub(crate) fn finish(mut self, codes: Vec<u32>) -> Words {
        (self.place, self.hashes) = (HashTable::new(), Vec::new());
        self.dictionary.text.shrink_to_fit();
        self.dictionary.ends.shrink_to_fit();
        Words { codes: Arc::new(codes), dictionary: Arc::new(self.dictionary) }
    }
}

impl Words {
    pub(crate) fn get(&self, row: usize) -> &str {
        self.codes.get(row).map_or("", |code| self.dictionary.get(*code))
    }

    /// The texts of these rows; none gives an empty text, which is added where there is none.
    pub(super) fn gather(&self, rows: &[u32]) -> Self {
        let mut dictionary = Arc::clone(&self.dictionary);
        let mut empty = None;
        let mut code = |row: &u32| match self.codes.get(*row as usize) {
            Some(code) => *code,
            None => *empty.get_or_insert_with(|| {
                let found = self.dictionary.iter().position(str::is_empty);
                found.map_or_else(|| Arc::make_mut(&mut dictionary).push(""), super::short)
            }),
        };
        let codes = rows.iter().map(&mut code).collect();
        Self { codes: Arc::new(codes), dictionary }
    }

    /// The texts without the blanks around them.
    pub(crate) fn trimmed(self) -> Self {
        if self.dictionary.iter().all(|word| word.trim().len() == word.len()) {
            return self;
        }
        let mut interner = Interner::default();
        let code_of: Vec<u32> = self.dictionary.iter().map(|word| interner.code(word.trim())).collect();
        interner.finish(self.codes.iter().map(|code| code_of[*code as usize]).collect())
    }

    /// The numbers of the texts that rows have, in the order in which they are first met, with how often each is.
    pub(crate) fn used(&self) -> Vec<(u32, usize)> {
        let mut place = vec![u32::MAX; self.dictionary.len()];
        let mut used: Vec<(u32, usize)> = Vec::new();
        for code in self.codes.iter() {
            let at = &mut place[*code as usize];
            if *at == u32::MAX {
                *at = super::short(used.len());
                used.push((*code, 0));
            }
            used[*at as usize].1 += 1;
        }
        used
    }

    /// Whether no two rows have the same text.
    pub(crate) fn are_different(&self) -> bool {
        let mut seen = vec![false; self.dictionary.len()];
        self.codes.iter().all(|code| !std::mem::replace(&mut seen[*code as usize], true))
    }

    /// What a function makes of each text that rows have; the rest is as it is by default.
    pub(crate) fn by_word<T: Clone + Default>(&self, of: impl Fn(&str) -> T) -> Vec<T> {
        let mut found = vec![T::default(); self.dictionary.len()];
        for (code, _) in self.used() {
            found[code as usize] = of(self.dictionary.get(code));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut interner = Interner::default();
        let codes: Vec<u32> =
            ["b", "", "a", "b", "1e5", "100000", ""].map(|word| interner.code(word)).to_vec();
        assert_eq!(codes, [0, 1, 2, 0, 3, 4, 1]);
        let words = interner.finish(codes);
        assert_eq!((words.get(3), words.get(1), words.get(99)), ("b", "", ""));
        assert_eq!(words.used(), [(0, 2), (1, 2), (2, 1), (3, 1), (4, 1)]);
        let few = words.gather(&[2, u32::MAX, 3]);
        assert_eq!([few.get(0), few.get(1), few.get(2)], ["a", "", "b"]);
    }

    #[test]
    fn ends_beyond_32_bits_are_ends() {
        let mut dictionary = Dictionary::default();
        let ends = [5, (1 << 32) - 1, 1 << 32, (1 << 32) + 7, (3 << 32) + 2, (3 << 32) + 2];
        ends.iter().enumerate().for_each(|(code, end)| dictionary.add_end(code as u32, *end));
        for (code, end) in ends.iter().enumerate() {
            assert_eq!(dictionary.end(code as u32), Some(*end));
        }
        assert_eq!(dictionary.end(6), None);
    }

    #[test]
    fn a_row_that_is_none_is_empty_where_no_text_is() {
        let mut interner = Interner::default();
        let codes = vec![interner.code("x")];
        let few = interner.finish(codes).gather(&[u32::MAX, 0]);
        assert_eq!([few.get(0), few.get(1)], ["", "x"]);
    }
}

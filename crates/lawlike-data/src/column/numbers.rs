//! Numbers that several tables share, and that may stand in the memory of whoever gave them.

use std::fmt;
use std::sync::{Arc, OnceLock};

/// The numbers of a column, one a row; copies of a table share them.
#[derive(Clone, Default)]
pub struct Numbers(Arc<Parts>);

/// The parts of a column, one below the other.
#[derive(Default)]
struct Parts {
    parts: Vec<NumbersPart>,
    /// Columns are asked for it many times over.
    extent: OnceLock<Extent>,
}

/// Between what the numbers of a column lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    /// Number of rows in which it is missing.
    pub(crate) missing: usize,
    /// The least; infinite if all are missing.
    pub(crate) lo: f64,
    /// The greatest; minus infinity if all are missing.
    pub(crate) hi: f64,
}

impl Extent {
    const NONE: Self = Self { missing: 0, lo: f64::INFINITY, hi: f64::NEG_INFINITY };

    /// Whether no number is infinite; so it is where there is none.
    pub(crate) fn is_finite(self) -> bool {
        self.lo > f64::NEG_INFINITY && self.hi < f64::INFINITY
    }

    fn with(self, value: f64) -> Self {
        Self {
            missing: self.missing + usize::from(value.is_nan()),
            lo: if value < self.lo { value } else { self.lo },
            hi: if value > self.hi { value } else { self.hi },
        }
    }
}

/// Numbers of rows that follow one another. Those that are held elsewhere are read where they stand.
#[derive(Clone)]
pub struct NumbersPart {
    held: Held,
    /// Number of the row after the last one; counted within the column.
    end: usize,
    /// A bit for each row, 64 a word: whether it is missing whatever stands there. Empty where none is.
    missing: Box<[u64]>,
}

/// What holds the numbers of a part, and keeps them as they are for as long as it is held.
#[derive(Clone)]
enum Held {
    Own(Vec<f64>),
    Floats(Arc<dyn AsRef<[f64]> + Send + Sync>),
    Whole(Arc<dyn AsRef<[i64]> + Send + Sync>),
}

/// The numbers of a part, looked up.
#[derive(Clone, Copy)]
enum Slice<'a> {
    Floats(&'a [f64]),
    Whole(&'a [i64]),
}

impl Slice<'_> {
    fn len(self) -> usize {
        match self {
            Self::Floats(values) => values.len(),
            Self::Whole(values) => values.len(),
        }
    }

    #[inline]
    fn get(self, row: usize) -> Option<f64> {
        match self {
            Self::Floats(values) => values.get(row).copied(),
            Self::Whole(values) => values.get(row).map(|value| *value as f64),
        }
    }
}

impl NumbersPart {
    /// Numbers that somebody holds; NaN is a missing one.
    pub fn floats(holder: Arc<dyn AsRef<[f64]> + Send + Sync>) -> Self {
        Self::new(Held::Floats(holder))
    }

    /// Whole numbers that somebody holds.
    pub fn whole(holder: Arc<dyn AsRef<[i64]> + Send + Sync>) -> Self {
        Self::new(Held::Whole(holder))
    }

    /// The same part with these rows missing, whatever stands there.
    pub fn without(mut self, rows: impl IntoIterator<Item = usize>) -> Self {
        let mut missing = vec![0_u64; self.end.div_ceil(64)];
        for row in rows {
            if let Some(word) = missing.get_mut(row / 64) {
                *word |= 1 << (row % 64);
            }
        }
        self.missing = if missing.iter().all(|word| *word == 0) { Box::default() } else { missing.into() };
        self
    }

    /// The whole numbers as they are held, none where a row is missing; nothing for other numbers.
    pub(super) fn integers(&self) -> Option<impl Iterator<Item = Option<i64>>> {
        let Held::Whole(holder) = &self.held else { return None };
        let values = holder.as_ref().as_ref().iter().enumerate();
        Some(values.map(|(row, value)| (!self.is_missing(row)).then_some(*value)))
    }

    /// Number of rows, as long as the part stands alone.
    pub(super) fn len(&self) -> usize {
        self.slice().len()
    }

    fn new(held: Held) -> Self {
        let mut part = Self { held, end: 0, missing: Box::default() };
        part.end = part.len();
        part
    }

    fn slice(&self) -> Slice<'_> {
        match &self.held {
            Held::Own(values) => Slice::Floats(values),
            Held::Floats(holder) => Slice::Floats(holder.as_ref().as_ref()),
            Held::Whole(holder) => Slice::Whole(holder.as_ref().as_ref()),
        }
    }

    #[inline]
    fn is_missing(&self, row: usize) -> bool {
        self.missing.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// The numbers as they stand, where none is missing by a bit.
    fn floats_as_held(&self) -> Option<&[f64]> {
        match self.slice() {
            Slice::Floats(values) if self.missing.is_empty() => Some(values),
            _ => None,
        }
    }

    fn extent(&self, before: Extent) -> Extent {
        match self.floats_as_held() {
            Some(values) => values.iter().fold(before, |extent, value| extent.with(*value)),
            None => self.iter().fold(before, Extent::with),
        }
    }

    fn iter(&self) -> impl Iterator<Item = f64> {
        let slice = self.slice();
        (0..slice.len()).map(move |row| match slice.get(row) {
            Some(value) if !self.is_missing(row) => value,
            _ => f64::NAN,
        })
    }
}

impl Numbers {
    /// Numbers of parts, one below the other.
    pub(super) fn of_parts(mut parts: Vec<NumbersPart>) -> Self {
        let mut end = 0;
        for part in &mut parts {
            end += part.len();
            part.end = end;
        }
        Self::held(parts)
    }

    fn held(parts: Vec<NumbersPart>) -> Self {
        Self(Arc::new(Parts { parts, extent: OnceLock::new() }))
    }

    /// Between what the numbers lie.
    pub(crate) fn extent(&self) -> Extent {
        let found = || self.0.parts.iter().fold(Extent::NONE, |extent, part| part.extent(extent));
        *self.0.extent.get_or_init(found)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.0.parts.last().map_or(0, |part| part.end)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a row; NaN where it is missing, and beyond the last row.
    #[inline]
    pub fn at(&self, row: usize) -> f64 {
        if let [part] = self.0.parts.as_slice()
            && let Held::Own(values) = &part.held
        {
            return values.get(row).copied().unwrap_or(f64::NAN);
        }
        self.at_part(row)
    }

    fn at_part(&self, row: usize) -> f64 {
        let at = self.0.parts.partition_point(|part| part.end <= row);
        let Some(part) = self.0.parts.get(at) else { return f64::NAN };
        let start =
            at.checked_sub(1).and_then(|before| self.0.parts.get(before)).map_or(0, |before| before.end);
        let row = row - start;
        if part.is_missing(row) { f64::NAN } else { part.slice().get(row).unwrap_or(f64::NAN) }
    }

    /// The numbers of all rows; NaN where one is missing.
    pub fn iter(&self) -> impl Iterator<Item = f64> {
        self.0.parts.iter().flat_map(NumbersPart::iter)
    }

    /// A copy of the numbers.
    pub fn to_vec(&self) -> Vec<f64> {
        let mut all = Vec::with_capacity(self.len());
        for part in &self.0.parts {
            match part.floats_as_held() {
                Some(values) => all.extend_from_slice(values),
                None => all.extend(part.iter()),
            }
        }
        all
    }

    /// The numbers, without a copy where nothing else holds them.
    pub(crate) fn into_vec(self) -> Vec<f64> {
        let shared = match Arc::try_unwrap(self.0) {
            Ok(all) => match <[NumbersPart; 1]>::try_from(all.parts) {
                Ok([NumbersPart { held: Held::Own(values), .. }]) => return values,
                Ok(parts) => Self::of_parts(parts.into()),
                Err(parts) => Self::of_parts(parts),
            },
            Err(shared) => Self(shared),
        };
        shared.to_vec()
    }
}

impl From<Vec<f64>> for Numbers {
    fn from(values: Vec<f64>) -> Self {
        Self::held(vec![NumbersPart::new(Held::Own(values))])
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl PartialEq for NumbersPart {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for NumbersPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_where_they_stand() {
        let floats: Arc<Vec<f64>> = Arc::new(vec![0.5, f64::NAN, 7.0]);
        let whole: Arc<Vec<i64>> = Arc::new((0..70).collect());
        let parts = vec![
            NumbersPart::floats(floats.clone()),
            NumbersPart::floats(Arc::new(Vec::new())),
            NumbersPart::whole(whole.clone()).without([1, 69]),
        ];
        let numbers = Numbers::of_parts(parts);
        assert_eq!((Arc::strong_count(&floats), Arc::strong_count(&whole)), (2, 2), "held, not copied");
        assert_eq!(numbers.len(), 73);
        let all = numbers.to_vec();
        let missing: Vec<usize> = (0..73).filter(|row| all[*row].is_nan()).collect();
        assert_eq!(missing, [1, 4, 72]);
        assert_eq!((all[0], all[2], all[3], all[71]), (0.5, 7.0, 0.0, 68.0));
        assert!((0..75).all(|row| numbers.at(row).to_bits() == all.get(row).unwrap_or(&f64::NAN).to_bits()));
        assert_eq!(numbers.extent(), Extent { missing: 3, lo: 0.0, hi: 68.0 });
        assert_eq!(Numbers::from(vec![f64::NAN]).extent(), Extent { missing: 1, ..Extent::NONE });
        let infinite = Numbers::from(vec![1.0, f64::INFINITY]).extent();
        assert!(!infinite.is_finite() && Extent::NONE.is_finite());
        drop(numbers);
        assert_eq!(Arc::strong_count(&floats), 1);
    }

    #[test]
    fn own_numbers_are_moved_in_and_out() {
        let values = vec![1.0, 2.0];
        let at = values.as_ptr();
        let numbers = Numbers::from(values);
        let shared = numbers.clone();
        let (copy, own) = (shared.into_vec(), numbers.into_vec());
        assert!(copy.as_ptr() != at && own.as_ptr() == at, "a copy while somebody else holds them");
    }
}

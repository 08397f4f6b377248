//! The line of every row, as stretches of lines that follow one another.

/// The line in its file of every row. Rows mostly stand one below the other, so only where a stretch begins is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// Row and line with which each stretch begins.
    starts: Vec<(u32, u32)>,
    rows: usize,
}

impl Lines {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The line of a row; zero beyond the last.
    pub fn get(&self, row: usize) -> usize {
        let at = self.starts.partition_point(|(start, _)| *start as usize <= row);
        let Some((start, line)) = at.checked_sub(1).and_then(|at| self.starts.get(at)) else { return 0 };
        if row < self.rows { *line as usize + row - *start as usize } else { 0 }
    }

    /// The row of a line, the last one of several.
    pub fn row_of(&self, line: usize) -> Option<usize> {
        let ends = self.starts.iter().skip(1).map(|(row, _)| *row as usize).chain([self.rows]);
        let stretches: Vec<_> = self.starts.iter().zip(ends).collect();
        stretches.iter().rev().find_map(|((start, first), end)| {
            let row = (*start as usize).checked_add(line.checked_sub(*first as usize)?)?;
            (row < *end).then_some(row)
        })
    }

    /// The lines of all rows.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let ends = self.starts.iter().skip(1).map(|(row, _)| *row as usize).chain([self.rows]);
        self.starts
            .iter()
            .zip(ends)
            .flat_map(|((start, line), end)| (*line as usize..).take(end.saturating_sub(*start as usize)))
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, line: usize) {
        let follows = self
            .starts
            .last()
            .is_some_and(|(start, first)| *first as usize + self.rows - *start as usize == line);
        if !follows {
            let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            self.starts.push((short(self.rows), short(line)));
        }
        self.rows += 1;
    }

    /// Adds the rows of others.
    pub(crate) fn append(&mut self, other: &Self) {
        let ends = other.starts.iter().skip(1).map(|(row, _)| *row as usize).chain([other.rows]);
        for ((start, line), end) in other.starts.iter().zip(ends) {
            if end > *start as usize {
                self.push(*line as usize);
                self.rows += end - *start as usize - 1;
            }
        }
    }
}

impl FromIterator<usize> for Lines {
    fn from_iter<T: IntoIterator<Item = usize>>(lines: T) -> Self {
        let mut all = Self::default();
        lines.into_iter().for_each(|line| all.push(line));
        all
    }
}

impl<const N: usize> PartialEq<[usize; N]> for Lines {
    fn eq(&self, other: &[usize; N]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_come_back_in_any_order() {
        let all = [2, 3, 4, 6, 7, 1, 2, 2, 9];
        let lines: Lines = all.into_iter().collect();
        assert_eq!(lines, all);
        assert!((0..all.len()).all(|row| lines.get(row) == all[row]));
        assert_eq!((lines.get(9), lines.len()), (0, 9));
        let rows = [1, 2, 4, 5, 7, 9, 10].map(|line| lines.row_of(line));
        assert_eq!(rows, [Some(5), Some(7), Some(2), None, Some(4), Some(8), None]);
        let mut twice = lines.clone();
        twice.append(&lines);
        assert_eq!(twice.iter().skip(9).collect::<Vec<_>>(), all);
        assert_eq!((twice.len(), twice.get(12)), (18, 6));
        assert!((1..=1000).collect::<Lines>().starts.len() == 1);
    }
}

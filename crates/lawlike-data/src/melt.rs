//! Wide tables made long: where every task or run has a column of its own, each becomes rows.

use crate::column::build::Build;
use crate::column::{NO_ROW, short};
use crate::error::{Error, Result};
use crate::long::{Long, SCORE};
use crate::number::shown;
use crate::source;
use crate::table::{Table, TableColumn};
use crate::vocabulary;
use lawlike::quantity::Quantity;
use std::sync::Arc;

/// Names that are listed in a sentence.
const LISTED: usize = 8;
/// Words of columns that number rows and repeats, or say how sure a value is: none is an outcome.
const ASIDE: &[&str] =
    &["seed", "id", "index", "trial", "repeat", "rank", "stderr", "se", "sd", "std", "ci", "min", "max"];

impl Table {
    /// The table with a row for every row and column that is made long; rows without a value are left out.
    ///
    /// # Errors
    /// A column is not there, fewer than two can be made long, or the new names are taken.
    pub fn long(&self, long: &Long) -> Result<Self> {
        let chosen = self.chosen(long)?;
        let is_chosen = |column: &TableColumn| chosen.iter().any(|own| own.name == column.name);
        let kept: Vec<&TableColumn> = self.columns.iter().filter(|column| !is_chosen(column)).collect();
        if let Some(taken) = kept.iter().find(|column| column.name == long.name || column.name == SCORE) {
            let message =
                format!("there is a column {} already: give --long another name", shown(&taken.name));
            return Err(Error::columns(&self.name, message));
        }
        source::check_size(&self.name, kept.len() + 2, self.rows().saturating_mul(chosen.len()))?;
        let (mut rows, mut names, mut values) = (Vec::new(), Build::default(), Build::default());
        for column in &chosen {
            let own: Vec<u32> =
                (0..self.rows()).filter(|row| !column.raw.trimmed(*row).is_empty()).map(short).collect();
            names.repeat(&column.name, own.len());
            let own = Arc::new(own);
            values.append(column.raw.0.gather(&own));
            rows.extend_from_slice(&own);
        }
        rows.retain(|row| *row != NO_ROW);
        if rows.is_empty() {
            return Err(Error::columns(&self.name, "no column that is made long holds a value"));
        }
        let rows = Arc::new(rows);
        let mut table = Self { columns: Vec::new(), ..self.clone() };
        table.lines = rows.iter().map(|row| self.lines.get(*row as usize)).collect();
        table.file_of_row = rows.iter().map(|row| self.file_of_row[*row as usize]).collect();
        table.said.push(said(&chosen, &long.name));
        for column in kept {
            let (fresh, _) = self.anew(column.name.clone(), column.raw.0.gather(&rows));
            table.columns.push(TableColumn { unit: column.unit, named: column.named, ..fresh });
        }
        table.columns.push(self.anew(long.name.clone(), names.finish()).0);
        let (mut score, told) = self.anew(SCORE.to_owned(), values.finish());
        table.said.extend(told);
        // Columns of one meaning have it together as well.
        let first = chosen.first().and_then(|column| column.named);
        score.named = first.filter(|_| chosen.iter().all(|column| column.named == first)).or(score.named);
        table.columns.push(score);
        table.run = Some(long.name.clone());
        table.headline = Some(SCORE.to_owned());
        Ok(table)
    }

    /// The columns that become rows.
    fn chosen(&self, long: &Long) -> Result<Vec<&TableColumn>> {
        if !long.columns.is_empty() {
            return long
                .columns
                .iter()
                .map(|name| self.column(name).ok_or_else(|| self.no_column(name)))
                .collect();
        }
        let chosen: Vec<&TableColumn> =
            self.columns.iter().filter(|column| self.may_be_long(column)).collect();
        if chosen.len() < 2 {
            let message = format!(
                "fewer than two columns of outcomes: name those that become rows, as in `--long {}=a,b`",
                long.name
            );
            return Err(Error::columns(&self.name, message));
        }
        Ok(chosen)
    }

    /// Whether a column holds outcomes, or numbers of no other meaning.
    fn may_be_long(&self, column: &TableColumn) -> bool {
        let words = vocabulary::plain(&column.name);
        let is_aside = words.split(' ').any(|word| ASIDE.contains(&word));
        let is_run = vocabulary::is_run(&column.name) || self.run.as_ref() == Some(&column.name);
        let is_outcome =
            column.quantity().is_none_or(|quantity| quantity.is_outcome() || quantity == Quantity::Plain);
        column.is_measured() && is_outcome && !is_aside && !is_run
    }
}

fn said(chosen: &[&TableColumn], name: &str) -> String {
    let mut names: Vec<String> =
        chosen.iter().take(LISTED).map(|column| format!("`{}`", column.name)).collect();
    if chosen.len() > LISTED {
        names.push(format!("and {} more", chosen.len() - LISTED));
    }
    format!("{} columns became rows of `{name}` and `{SCORE}`: {}", chosen.len(), names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::from_bytes("wide.csv", text.as_bytes()).unwrap()
    }

    fn long(text: &str, how: &str) -> Result<Table> {
        table(text).long(&Long::parse(how)?)
    }

    fn cells(table: &Table, name: &str) -> Vec<String> {
        let raw = &table.column(name).unwrap().raw;
        (0..table.rows()).map(|row| raw.text(row).into_owned()).collect()
    }

    #[test]
    fn a_column_a_task_becomes_rows() {
        let wide = "model,params,seed,mmlu,my bench\na,1B,1,0.5,0.25\nb,7B,2,0.75,\n";
        let found = long(wide, "task").unwrap();
        assert_eq!(cells(&found, "task"), ["mmlu", "mmlu", "my bench"]);
        assert_eq!(cells(&found, "score"), ["0.5", "0.75", "0.25"]);
        assert_eq!(cells(&found, "params"), ["1B", "7B", "1B"]);
        assert_eq!(found.lines, [2, 3, 2]);
        assert_eq!(found.run.as_deref(), Some("task"));
        assert!(found.said.last().unwrap().contains("2 columns became rows of `task`"));
        assert_eq!(Long::parse("task=mmlu, my bench").unwrap().option(), "--long 'task=mmlu,my bench'");
        let some = long(wide, "task=mmlu").unwrap();
        assert!(some.column("my bench").is_some() && some.rows() == 2);
    }

    #[test]
    fn a_column_a_run_becomes_rows_with_its_meaning() {
        let found = long("step,small loss,large loss\n1,4,5\n2,3,4\n", "run").unwrap();
        assert_eq!(cells(&found, "run"), ["small loss", "small loss", "large loss", "large loss"]);
        assert!(matches!(found.column("score").unwrap().quantity(), Some(Quantity::Loss(_))));
        assert_eq!(cells(&found, "step"), ["1", "2", "1", "2"]);
    }

    #[test]
    fn what_cannot_be_made_long_is_said() {
        let error = |text, how| long(text, how).unwrap_err().to_string();
        assert!(error("params,loss\n1,2\n", "task").contains("fewer than two"));
        assert!(error("params,a,b,task\n1,2,3,x\n", "task").contains("already"));
        assert!(error("params,a,b\n1,2,3\n", "task=c").contains("no column `c`"));
        assert!(error("params,a,b\n1,2,3\n", "").contains("give the new column a name"));
    }
}

//! Laws that a user wrote down in a TOML file.

use crate::error::{Error, Result};
use crate::number::shown;
use crate::toml_file::{TomlFile, Value};
use lawlike::law::{End, Law, LimitClaim, Parameter};
use toml::Spanned;

/// Reads a law from the text of a TOML file; the name of the file is used in messages and, without its ending,
/// as the short name of the law.
///
/// ```toml
/// title = "A power law with a floor"
/// formula = "E + A*N^-alpha"
/// inputs = ["N"]
///
/// [[parameter]]
/// name = "alpha"
/// lo = 0.01
/// hi = 2
/// meaning = "exponent of the parameters"
///
/// [[limit]]
/// towards = { N = "infinity" }
/// value = "E"
/// ```
///
/// Only `formula` must be there. A bound that is left out is infinite. `falls = ["N"]` and `rises = [...]` claim inputs along
/// which the response only falls or rises, `[[limit]]` where it goes when inputs go to `"zero"` or `"infinity"`:
/// `lawlike laws check` holds the law to them.
///
/// # Errors
/// The text is not TOML, a key is not known, the formula does not parse, or an input, parameter or bound does
/// not fit it; the error names the line.
pub fn law_from_toml(name: &str, text: &str) -> Result<Law> {
    let file = TomlFile { name, text, mistake: Error::law };
    let table = file.parse()?;
    let table = table.get_ref();
    file.known(table, &["title", "formula", "inputs", "parameter", "falls", "rises", "limit"])?;
    let formula = table.get("formula").ok_or_else(|| {
        file.error(0, "no formula: add a line such as formula = \"E + A*N^-alpha\"".to_owned())
    })?;
    let mut law = Law::from_formula(file.string(formula)?)
        .map_err(|error| file.error(formula.span().start, error.to_string()))?;
    (law.card, law.limits, law.trends) = (None, Vec::new(), Vec::new());
    law.id = name.strip_suffix(".toml").unwrap_or(name).to_owned();
    law.title = match table.get("title") {
        Some(title) => file.string(title)?.to_owned(),
        None => law.id.clone(),
    };
    let names: Vec<String> = law.formula.names().iter().map(|name| name.to_string()).collect();
    if let Some(inputs) = table.get("inputs") {
        let inputs = file.array(inputs)?;
        law.inputs = inputs.iter().map(|input| file.name_of(input, &names)).collect::<Result<_>>()?;
    }
    if let Some(parameters) = table.get("parameter") {
        let mut named: Vec<Parameter> = Vec::new();
        for item in file.array(parameters)? {
            let parameter = file.parameter(item, &names)?;
            let twice = named.iter().any(|other| other.name == parameter.name);
            if twice || law.inputs.contains(&parameter.name) {
                let what = if twice { "a parameter already" } else { "an input" };
                let message = format!("`{}` is {what}: keep one", parameter.name);
                return Err(file.error(item.span().start, message));
            }
            named.push(parameter);
        }
        // A formula of a built-in law brings parameters of its own: the file has the last word on those it names.
        law.parameters.retain(|known| named.iter().all(|parameter| parameter.name != known.name));
        law.parameters.extend(named);
    }
    for (key, rises) in [("falls", false), ("rises", true)] {
        let Some(list) = table.get(key) else { continue };
        for input in file.array(list)? {
            law.trends.push((file.name_of(input, &names)?, rises));
        }
    }
    if let Some(limits) = table.get("limit") {
        law.limits = file.array(limits)?.iter().map(|item| file.limit(item, &law)).collect::<Result<_>>()?;
    }
    Ok(law)
}

/// What a law file says beside plain values.
impl TomlFile<'_> {
    /// A text that is a name of the formula.
    fn name_of(&self, value: &Value<'_>, names: &[String]) -> Result<String> {
        let name = self.string(value)?;
        if names.iter().any(|other| other == name) {
            return Ok(name.to_owned());
        }
        let message = format!("{} is not in the formula: its names are {}", shown(name), names.join(", "));
        Err(self.error(value.span().start, message))
    }

    /// Where the response goes at the ends of inputs.
    fn limit(&self, item: &Value<'_>, law: &Law) -> Result<LimitClaim> {
        let Some(table) = item.get_ref().as_table() else { return self.wrong(item, "a table [[limit]]") };
        self.known(table, &["towards", "value"])?;
        let at = item.span().start;
        let (Some(towards), Some(value)) = (table.get("towards"), table.get("value")) else {
            let message = "a limit needs towards = { N = \"infinity\" } and value = \"...\": add them";
            return Err(self.error(at, message.to_owned()));
        };
        let Some(ends) = towards.get_ref().as_table() else {
            return self.wrong(towards, "a table such as { N = \"infinity\" }");
        };
        let end = |(name, end): (&Spanned<std::borrow::Cow<'_, str>>, &Value<'_>)| {
            let word = self.string(end)?;
            let known = [End::Zero, End::Infinity].into_iter().find(|end| end.word() == word);
            let known = known.map_or_else(|| self.wrong(end, "\"zero\" or \"infinity\""), Ok)?;
            Ok((name.get_ref().to_string(), known))
        };
        let ends = ends.iter().map(end).collect::<Result<Vec<_>>>()?;
        LimitClaim::new(&law.formula, ends, self.string(value)?)
            .map_err(|error| self.error(value.span().start, error.to_string()))
    }

    fn parameter(&self, item: &Value<'_>, names: &[String]) -> Result<Parameter> {
        let Some(table) = item.get_ref().as_table() else { return self.wrong(item, "a table [[parameter]]") };
        self.known(table, &["name", "lo", "hi", "meaning"])?;
        let at = item.span().start;
        let Some(name) = table.get("name") else {
            return Err(self.error(at, "a parameter without name: add name = \"...\"".to_owned()));
        };
        let name = self.name_of(name, names)?;
        let bound = |key: &str, default: f64| table.get(key).map_or(Ok(default), |value| self.number(value));
        let (lo, hi) = (bound("lo", f64::NEG_INFINITY)?, bound("hi", f64::INFINITY)?);
        if lo >= hi {
            let message = format!("the bounds of `{name}` are {lo} and {hi}: lo must be below hi");
            return Err(self.error(at, message));
        }
        let meaning = table.get("meaning").map_or(Ok(""), |value| self.string(value))?.to_owned();
        Ok(Parameter { name, lo, hi, spacing: None, meaning })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let error = law_from_toml("mine.toml", text).unwrap_err();
        assert!(error.is_law());
        error.to_string()
    }

    #[test]
    fn a_law_is_read() {
        let text = "title = \"Floor\"\nformula = \"E + A*N^-alpha\"\ninputs = [\"N\"]\n\n[[parameter]]\n\
                    name = \"alpha\"\nlo = 0\nhi = 2.5\nmeaning = \"exponent\"\n\n[[parameter]]\nname = \"A\"\n";
        let law = law_from_toml("mine.toml", text).unwrap();
        assert_eq!((law.id.as_str(), law.title.as_str()), ("mine", "Floor"));
        assert_eq!(law.inputs, ["N"]);
        let alpha = law.parameter("alpha").unwrap();
        assert_eq!((alpha.lo, alpha.hi, alpha.meaning.as_str()), (0.0, 2.5, "exponent"));
        assert_eq!(law.parameter("A").unwrap().lo, f64::NEG_INFINITY);
    }

    #[test]
    fn the_file_overrules_a_built_in_law() {
        let text = "formula = \"E + A*N^-alpha + B*D^-beta\"\ninputs = [\"N\", \"D\"]\n\n[[parameter]]\n\
                    name = \"alpha\"\nlo = 0.1\nhi = 0.2\n";
        let law = law_from_toml("mine.toml", text).unwrap();
        assert_eq!((law.id.as_str(), law.card), ("mine", None));
        assert_eq!(law.inputs, ["N", "D"]);
        assert_eq!(law.parameters.len(), 5);
        assert_eq!(law.parameter("alpha").map(|alpha| (alpha.lo, alpha.hi)), Some((0.1, 0.2)));
    }

    #[test]
    fn claims_are_read() {
        let text = "formula = \"E + A*N^-alpha\"\ninputs = [\"N\"]\nfalls = [\"N\"]\n\n[[limit]]\n\
                    towards = { N = \"infinity\" }\nvalue = \"E\"\n";
        let law = law_from_toml("mine.toml", text).unwrap();
        assert_eq!(law.trends, [("N".to_owned(), false)]);
        assert_eq!(law.limits[0].towards, [("N".to_owned(), End::Infinity)]);
        assert_eq!(law.limits[0].value, "E");
        let limit = "formula = \"E*x\"\n[[limit]]\n";
        assert!(error(&format!("{limit}value = \"E\"\n")).contains("a limit needs towards"));
        assert!(
            error(&format!("{limit}towards = {{ x = \"up\" }}\nvalue = \"E\"\n"))
                .contains("line 3: expected")
        );
        assert!(
            error(&format!("{limit}towards = {{ x = \"zero\" }}\nvalue = \"F\"\n")).contains("names `F`")
        );
    }

    #[test]
    fn faults_have_a_line() {
        assert!(error("").contains("no formula"));
        assert!(error("title = \"x\"\nformula = 3\n").starts_with("mine.toml, line 2: expected a text"));
        assert!(error("formula = \"E +\"\n").starts_with("mine.toml, line 1: "));
        assert!(
            error("formula = \"E*x\"\n\nformla = 1\n").starts_with("mine.toml, line 3: unknown key `formla`")
        );
        assert!(
            error("formula = \"E*x\"\ninputs = [\"D\"]\n").starts_with("mine.toml, line 2: `D` is not in")
        );
        let parameter = "formula = \"E*x\"\n[[parameter]]\nname = \"E\"\n";
        assert!(error(&format!("{parameter}lo = 2\nhi = 1\n")).contains("lo must be below hi"));
        assert!(
            error(&format!("{parameter}lo = \"a\"\n")).starts_with("mine.toml, line 4: expected a number")
        );
        assert!(error(&format!("{parameter}[[parameter]]\nname = \"E\"\n")).contains("a parameter already"));
        assert!(error(&format!("inputs = [\"E\"]\n{parameter}")).contains("is an input"));
        assert!(error("formula = \n").starts_with("mine.toml, line 1: not valid TOML"));
        assert!(error("formula = \"E*x\"\n[[parameter]]\nlo = 1\n").contains("without name"));
    }
}

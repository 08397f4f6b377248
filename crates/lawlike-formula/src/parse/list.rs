//! `in` and its list.

use std::ops::Range;

use crate::error::{Error, ErrorKind};
use crate::lex::{Comparison, Placed, Token};
use crate::parse::{Clause, Operand, Operator, Parser, Value};

impl Parser<'_> {
    pub(super) fn not_in(&mut self, span: Range<usize>) -> Result<(), Error> {
        match self.tokens.next_if(|next| next.token == Token::In) {
            Some(placed) => self.among(true, span.start..placed.span.end),
            None => {
                let hint = "write `not in (...)` or `and not (...)`";
                self.fail(ErrorKind::UnexpectedToken, span, "`not` has no place here", hint)
            }
        }
    }

    /// Reads the list after `in`.
    pub(super) fn among(&mut self, negated: bool, span: Range<usize>) -> Result<(), Error> {
        self.only_in_condition(&span)?;
        self.reduce_to(Operator::Compare(Comparison::Equal))?;
        let hint = "write a list of numbers or texts, such as setting in ('a', 'b')";
        let mut list = Vec::new();
        let mut wanted = Token::Open;
        let mut sign = 1.0;
        loop {
            let Some(Placed { token, span: place }) = self.tokens.next() else {
                return self.fail(ErrorKind::UnexpectedEnd, span, "the list is not closed", hint);
            };
            let item = match token {
                Token::Open if wanted == Token::Open => None,
                Token::Comma if wanted == Token::Comma => None,
                Token::Close if wanted == Token::Comma => break,
                Token::Minus if wanted == Token::End && sign > 0.0 => {
                    sign = -1.0;
                    continue;
                }
                Token::Number(x) if wanted == Token::End => {
                    Some(Value::Number(self.builder.number(sign * x)))
                }
                Token::Text(text) if wanted == Token::End && sign > 0.0 => Some(Value::Text(text)),
                _ => return self.fail(ErrorKind::UnexpectedToken, place, "this list cannot be read", hint),
            };
            // `End` stands for "an item is wanted".
            wanted = if item.is_some() { Token::Comma } else { Token::End };
            sign = 1.0;
            if let Some(value) = item {
                self.count(&place)?;
                list.push(Operand { value, span: place });
            }
        }
        let Some(item) = self.operands.pop() else { return Ok(()) };
        if matches!(item.value, Value::Truth(_)) {
            return self.fail(ErrorKind::Mixed, item.span, "a condition cannot be looked up in a list", hint);
        }
        let place = item.span.start..span.end;
        let value = Clause::Among { item, list, negated }.into_value(&mut self.clauses);
        self.push_operand(value, place)
    }
}

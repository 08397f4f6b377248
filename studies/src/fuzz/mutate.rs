//! Bytes that are nearly those of a good file.

use lawlike_num::stream::Stream;

/// Greatest size of what is made, in bytes.
const MAX_SIZE: usize = 1 << 16;
/// Most changes of one input.
const CHANGES: usize = 8;
/// Longest stretch that is moved, removed or repeated.
const STRETCH: usize = 256;

/// Pieces of the languages that are read.
const WORDS: [&str; 48] = [
    "nan",
    "-inf",
    "1e999",
    "-1",
    "0",
    "1e-320",
    "18446744073709551616",
    "9999999999999999999999",
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "\t",
    "\r\n",
    "\n",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1d54f}",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    "(",
    ")",
    "((((",
    "^",
    "^-",
    "**",
    "exp(",
    "log(",
    "sum(share_*:",
    "min(",
    " and ",
    " or ",
    " not ",
    "==",
    ">=",
    "= ",
    "null",
    "true",
    "&a",
    "*a",
    "|---|",
    "2024-02-30",
];
/// Values of 32 bits at which sizes and places go wrong.
const EXTREMES: [u32; 8] = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, u32::MAX];

/// A mutation of a seed, with stretches of another.
pub(super) fn mutated(stream: &mut Stream, seed: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    // Few changes are the most frequent: what is hardly damaged gets farthest in.
    let changes = stream.below(CHANGES).min(stream.below(CHANGES)).min(stream.below(CHANGES));
    for _ in 0..=changes {
        change(stream, &mut bytes, other);
        bytes.truncate(MAX_SIZE);
    }
    bytes
}

fn change(stream: &mut Stream, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = stream.below(bytes.len() + 1);
    let end = (at + 1 + stream.below(STRETCH)).min(bytes.len());
    match stream.below(10) {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (at % 8)),
        1 => bytes.iter_mut().skip(at).take(1 + end % 4).for_each(|byte| *byte = stream.below(256) as u8),
        2 => drop(bytes.drain(at..end.max(at))),
        3 => bytes.truncate(at),
        4 => {
            let stretch = bytes[at.min(end)..end].to_vec();
            let count = 1 + stream.below(40);
            insert(bytes, at, &stretch.repeat(count));
        }
        5 => {
            let from = stream.below(other.len() + 1);
            insert(bytes, at, &other[from..(from + STRETCH).min(other.len())]);
        }
        6 | 7 => insert(bytes, at, WORDS[stream.below(WORDS.len())].as_bytes()),
        8 => {
            let extreme = EXTREMES[stream.below(EXTREMES.len())];
            let value = if at.is_multiple_of(2) { extreme.to_le_bytes() } else { extreme.to_be_bytes() };
            let width = [1, 2, 4][stream.below(3)];
            bytes.iter_mut().skip(at).zip(&value[..width]).for_each(|(byte, new)| *byte = *new);
        }
        _ => number(stream, bytes, at),
    }
}

/// Puts another number in the place of the next one.
fn number(stream: &mut Stream, bytes: &mut Vec<u8>, at: usize) {
    let Some(start) = bytes.iter().skip(at).position(u8::is_ascii_digit).map(|skipped| at + skipped) else {
        return;
    };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    bytes.splice(start..start + length, WORDS[stream.below(8)].bytes());
}

fn insert(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, new.iter().copied());
}

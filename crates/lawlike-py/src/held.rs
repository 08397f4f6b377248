//! Arrays of NumPy that are held, and read where they stand: the one place of this crate with code that the compiler
//! cannot check.
//!
//! The array is kept alive, and NumPy moves the numbers of no array that somebody else holds (`resize` refuses). Its
//! numbers are read without the interpreter, as by any function of NumPy that releases it: whoever writes to an array
//! while a question about it is worked on gets an answer about numbers of either time. No address or length is read
//! from the numbers, so that is the worst that can come of it.
#![allow(unsafe_code)]

use numpy::{Element, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

/// An array of NumPy whose numbers stand one after the other.
pub(crate) struct HeldArray<T> {
    start: *const T,
    len: usize,
    /// Keeps the numbers where they are.
    _array: Py<PyArray1<T>>,
}

// The numbers are plain values and are only read.
unsafe impl<T: Send> Send for HeldArray<T> {}
unsafe impl<T: Sync> Sync for HeldArray<T> {}

impl<T: Element> HeldArray<T> {
    /// Holds an array; none if its numbers do not stand one after the other, or not at addresses of their kind.
    pub(crate) fn new(array: &PyReadonlyArray1<'_, T>) -> Option<Self> {
        let values = array.as_slice().ok()?;
        if !values.as_ptr().is_aligned() {
            return None;
        }
        let owner: &Bound<'_, PyArray1<T>> = array;
        Some(Self { start: values.as_ptr(), len: values.len(), _array: owner.clone().unbind() })
    }
}

impl<T> AsRef<[T]> for HeldArray<T> {
    fn as_ref(&self) -> &[T] {
        // `start` and `len` are those of a slice of the array, which is held.
        unsafe { std::slice::from_raw_parts(self.start, self.len) }
    }
}

//! Bytes into text: byte-order marks, UTF-16, and the encodings of before UTF-8.

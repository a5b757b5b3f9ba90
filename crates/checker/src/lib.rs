//! The stages in order: bytes in, an assessment out.

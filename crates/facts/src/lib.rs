//! What was measured, of what, and how: the plain data that every stage shares.

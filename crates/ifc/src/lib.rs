//! IFC (ISO 10303-21) bytes to a lazy, typed model; nothing is lost silently.

//! Verdicts to documents: terminal text, JSON, HTML, tables, BCF topics.

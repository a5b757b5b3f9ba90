//! Clauses as data, judged over facts, with explanations.

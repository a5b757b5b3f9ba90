//! The condition language of rule packs: arithmetic and comparisons over facts, with units, in three-valued logic.
//!
//! Total by construction: no loops, no recursion on data, bounded depth. Names, units and subjects are checked when a
//! pack is loaded; what is left at run time is only whether a fact is known.

mod check;
mod eval;
mod explain;
mod lexer;
mod names;
mod parser;
mod world;

pub(crate) use check::{Expr, ExprKind, Function, Names, Ty, check};
pub(crate) use eval::{Context, Found, Lack, Override, Scope, Seen};
pub(crate) use explain::explain;
pub(crate) use lexer::Flaw;
pub(crate) use parser::parse;
pub(crate) use world::World;

#[cfg(test)]
mod tests;

//! The browser surface over `checker`: files come in chunk by chunk, documents go out as bytes; nothing leaves the page.
//!
//! On other targets the crate is empty, so that `cargo test --workspace` needs no browser.
#![cfg_attr(not(target_arch = "wasm32"), allow(missing_docs))]

#[cfg(target_arch = "wasm32")]
mod surface;

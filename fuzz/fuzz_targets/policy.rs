//! Any text as a rule pack.
#![no_main]

use haofang_policy::Policy;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = Policy::parse("模糊测试", text, "");
});

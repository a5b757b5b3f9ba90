//! The shipped packs parse, and say what the documents say.

use haofang_policy::Policy;

#[test]
fn shipped_packs_have_no_flaws() {
    for id in Policy::builtin_ids() {
        let (toml, source) = Policy::builtin_text(id).unwrap();
        if let Err(flaws) = Policy::parse(&format!("policies/{id}/policy.toml"), toml, source) {
            let text: Vec<String> = flaws.iter().map(ToString::to_string).collect();
            panic!("{} flaws\n{}", flaws.len(), text.join("\n\n"));
        }
    }
}

//! The packs that ship with the program, as text compiled in: no core crate opens a file.

/// One shipped pack.
pub(super) struct Shipped {
    pub(super) id: &'static str,
    pub(super) file: &'static str,
    pub(super) toml: &'static str,
    pub(super) source: &'static str,
    pub(super) cases: &'static [(&'static str, &'static str)],
}

macro_rules! pack {
    ($id:literal, $source:expr, [$($case:literal),* $(,)?]) => {
        Shipped {
            id: $id,
            file: concat!("policies/", $id, "/policy.toml"),
            toml: include_str!(concat!("../../../../policies/", $id, "/policy.toml")),
            source: $source,
            cases: &[$((concat!("policies/", $id, "/cases/", $case, ".toml"), include_str!(concat!("../../../../policies/", $id, "/cases/", $case, ".toml"))),)*],
        }
    };
}

/// Every shipped pack; a pack comes after those that it uses.
pub(super) static SHIPPED: &[Shipped] = &[
    pack!("cn-national-residential", "", ["national"]),
    pack!(
        "nantong-2024-1",
        include_str!("../../../../policies/nantong-2024-1/source.txt"),
        ["space", "green", "quality", "facilities", "smart", "entitle", "index"]
    ),
];

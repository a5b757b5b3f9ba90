//! `haofang-bindgen MODULE.wasm FOLDER`: the JavaScript, types and stripped module of the browser package.

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else { anyhow::bail!("usage: haofang-bindgen MODULE.wasm FOLDER") };
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(module)
        .web(true)?
        .typescript(true)
        .out_name("haofang_wasm")
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(Path::new(folder))
}

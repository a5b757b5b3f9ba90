//! Any bytes as strings: the first byte chooses the encoding that is asked for, the rest is the string.
#![no_main]

use std::sync::Arc;

use haofang_ifc::{Encoding, Model, ReadOptions, Value};

const ENCODINGS: [Option<Encoding>; 7] = [
    None,
    Some(Encoding::Ascii),
    Some(Encoding::Utf8),
    Some(Encoding::Gb18030),
    Some(Encoding::ShiftJis),
    Some(Encoding::Big5),
    Some(Encoding::Latin1),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, text)) = bytes.split_first() else { return };
    let mut file = b"ISO-10303-21;HEADER;FILE_SCHEMA(('IFC4'));ENDSEC;DATA;#1=IFCMATERIAL('".to_vec();
    file.extend_from_slice(text);
    file.extend_from_slice("',$,$);#2=IFCMATERIAL('客厅',$,$);ENDSEC;END-ISO-10303-21;".as_bytes());
    let mut options = ReadOptions::default();
    options.encoding = ENCODINGS[usize::from(*choice) % ENCODINGS.len()];
    let Ok(model) = Model::index_with(Arc::new(file), &options) else { return };
    for entity in model.entities() {
        for value in entity.attrs().take(1000) {
            if let Value::Text(text) = value {
                let (decoded, _) = text.decode_checked();
                // No escape makes more than three bytes of one.
                assert!(decoded.len() <= 3 * text.raw().len().max(1));
            }
        }
    }
});

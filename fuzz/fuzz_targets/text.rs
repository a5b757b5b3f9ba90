//! Any bytes as strings, in every encoding.
#![no_main]

use std::sync::Arc;

use haofang_ifc::{Encoding, Model, ReadOptions};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = b"ISO-10303-21;HEADER;FILE_SCHEMA(('IFC4'));ENDSEC;DATA;#1=IFCMATERIAL('".to_vec();
    file.extend_from_slice(bytes);
    file.extend_from_slice("',$,$);#2=IFCMATERIAL('客厅',$,$);ENDSEC;END-ISO-10303-21;".as_bytes());
    for encoding in [None, Some(Encoding::Utf8), Some(Encoding::Gb18030), Some(Encoding::ShiftJis), Some(Encoding::Big5), Some(Encoding::Latin1)] {
        let mut options = ReadOptions::default();
        options.encoding = encoding;
        let Ok(model) = Model::index_with(Arc::new(file.clone()), &options) else { continue };
        for entity in model.entities() {
            let _ = entity.name();
        }
        let _ = model.defects();
    }
});

//! Any bytes as the attributes of one record, walked to the bottom.
#![no_main]

use std::sync::Arc;

use haofang_ifc::{Model, Value};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = b"ISO-10303-21;HEADER;FILE_SCHEMA(('IFC4'));ENDSEC;DATA;#1=IFCWALL(".to_vec();
    file.extend_from_slice(bytes);
    file.extend_from_slice(b");ENDSEC;END-ISO-10303-21;");
    let Ok(model) = Model::index(Arc::new(file)) else { return };
    for entity in model.entities() {
        let mut open: Vec<Value<'_>> = entity.attrs().collect();
        let mut seen = 0;
        while let Some(value) = open.pop() {
            seen += 1;
            if seen > 100_000 {
                break;
            }
            if let Some(number) = value.as_f64() {
                assert!(number.is_finite());
            }
            let _ = (value.as_i64(), value.as_text(), value.as_bool(), value.kind());
            open.extend(value.as_list().take(1000));
            open.extend(value.typed().map(|(_, inner)| inner));
        }
    }
});

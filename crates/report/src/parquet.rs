//! Tables as Apache Parquet: one row group, plain encoding, no compression, every column optional. Small enough to read
//! in one sitting, which a general writer with its codecs is not; checked against pyarrow.

use std::iter::once;

/// The values of a column; `None` is null.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// UTF-8 text.
    Texts(Vec<Option<String>>),
    /// 64-bit integers.
    Integers(Vec<Option<i64>>),
    /// 64-bit floats.
    Reals(Vec<Option<f64>>),
    /// Yes or no.
    Flags(Vec<Option<bool>>),
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its values; all columns of a table have as many.
    pub values: Values,
}

impl Column {
    /// A column of this name.
    #[must_use]
    pub fn new(name: &str, values: Values) -> Self {
        Self { name: name.to_owned(), values }
    }
}

const MAGIC: &[u8] = b"PAR1";
/// Thrift's compact type of 32-bit integers and enums.
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;
/// `RLE`, the encoding of definition levels.
const RLE: i32 = 3;

/// A table as the bytes of a Parquet file.
#[must_use]
pub fn write(columns: &[Column]) -> Vec<u8> {
    let rows = columns.first().map_or(0, |column| column.values.present().len());
    let mut file = MAGIC.to_vec();
    let mut chunks: Vec<(usize, usize)> = Vec::new();
    for column in columns {
        let page = page(&column.values);
        let mut header = Thrift::default();
        header.i32(1, 0).i32(2, small(page.len())).i32(3, small(page.len()));
        header.inner(5, |data| {
            data.i32(1, small(rows)).i32(2, 0).i32(3, RLE).i32(4, RLE);
        });
        let start = file.len();
        file.extend(header.ended());
        file.extend(page);
        chunks.push((start, file.len() - start));
    }
    let footer = footer(columns, rows, &chunks);
    file.extend(&footer);
    file.extend(u32::try_from(footer.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(MAGIC);
    file
}

fn footer(columns: &[Column], rows: usize, chunks: &[(usize, usize)]) -> Vec<u8> {
    let mut footer = Thrift::default();
    footer.i32(1, 1);
    footer.structs(2, columns.len() + 1, |at, element| match at.checked_sub(1).and_then(|at| columns.get(at)) {
        None => {
            element.text(4, "table").i32(5, small(columns.len()));
        }
        Some(column) => {
            element.i32(1, column.values.kind()).i32(3, 1).text(4, &column.name);
            if matches!(column.values, Values::Texts(_)) {
                element.i32(6, 0);
            }
        }
    });
    footer.i64(3, rows);
    footer.structs(4, 1, |_, group| {
        group.structs(1, columns.len(), |at, chunk| {
            let (Some(column), Some((start, size))) = (columns.get(at), chunks.get(at)) else { return };
            chunk.i64(2, *start).inner(3, |about| {
                about.i32(1, column.values.kind());
                about.list(2, I32, 2).zigzag(0).zigzag(i64::from(RLE));
                about.list(3, BINARY, 1).bytes(column.name.as_bytes());
                about.i32(4, 0).i64(5, rows).i64(6, *size).i64(7, *size).i64(9, *start);
            });
        });
        group.i64(2, chunks.iter().map(|(_, size)| size).sum()).i64(3, rows);
    });
    footer.text(6, concat!("haofang ", env!("CARGO_PKG_VERSION")));
    footer.ended()
}

/// A data page: which rows have a value, then the values.
fn page(values: &Values) -> Vec<u8> {
    let mut levels = Thrift::default();
    let present = values.present();
    for run in present.chunk_by(|one, other| one == other) {
        levels.varint((run.len() as u64) << 1);
        levels.out.push(u8::from(run.first() == Some(&true)));
    }
    let mut page = u32::try_from(levels.out.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
    page.extend(levels.out);
    match values {
        Values::Texts(texts) => {
            for text in texts.iter().flatten() {
                page.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
                page.extend(text.as_bytes());
            }
        }
        Values::Integers(numbers) => page.extend(numbers.iter().flatten().flat_map(|number| number.to_le_bytes())),
        Values::Reals(numbers) => page.extend(numbers.iter().flatten().flat_map(|number| number.to_le_bytes())),
        Values::Flags(flags) => {
            let flags: Vec<bool> = flags.iter().flatten().copied().collect();
            page.extend(flags.chunks(8).map(|bits| bits.iter().enumerate().fold(0_u8, |byte, (at, bit)| byte | u8::from(*bit) << at)));
        }
    }
    page
}

impl Values {
    /// The physical type's number in the format.
    const fn kind(&self) -> i32 {
        match self {
            Self::Flags(_) => 0,
            Self::Integers(_) => 2,
            Self::Reals(_) => 5,
            Self::Texts(_) => 6,
        }
    }

    fn present(&self) -> Vec<bool> {
        match self {
            Self::Texts(values) => values.iter().map(Option::is_some).collect(),
            Self::Integers(values) => values.iter().map(Option::is_some).collect(),
            Self::Reals(values) => values.iter().map(Option::is_some).collect(),
            Self::Flags(values) => values.iter().map(Option::is_some).collect(),
        }
    }
}

fn small(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A struct in Thrift's compact protocol; fields are written in ascending order.
#[derive(Default)]
struct Thrift {
    out: Vec<u8>,
    field: u8,
}

impl Thrift {
    fn head(&mut self, field: u8, kind: u8) -> &mut Self {
        self.out.push((field - self.field) << 4 | kind);
        self.field = field;
        self
    }

    fn varint(&mut self, mut number: u64) -> &mut Self {
        while number >= 0x80 {
            self.out.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
        self
    }

    fn zigzag(&mut self, number: i64) -> &mut Self {
        self.varint((number << 1 ^ number >> 63).cast_unsigned())
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.varint(bytes.len() as u64).out.extend(bytes);
        self
    }

    fn i32(&mut self, field: u8, number: i32) -> &mut Self {
        self.head(field, I32).zigzag(i64::from(number))
    }

    fn i64(&mut self, field: u8, number: usize) -> &mut Self {
        self.head(field, I64).zigzag(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn text(&mut self, field: u8, text: &str) -> &mut Self {
        self.head(field, BINARY).bytes(text.as_bytes())
    }

    fn list(&mut self, field: u8, kind: u8, size: usize) -> &mut Self {
        self.head(field, LIST);
        match u8::try_from(size) {
            Ok(size) if size < 15 => self.out.push(size << 4 | kind),
            _ => {
                self.out.push(0xf0 | kind);
                self.varint(size as u64);
            }
        }
        self
    }

    fn structs(&mut self, field: u8, size: usize, fill: impl Fn(usize, &mut Self)) -> &mut Self {
        self.list(field, STRUCT, size);
        for at in 0..size {
            let mut inner = Self::default();
            fill(at, &mut inner);
            self.out.extend(inner.ended());
        }
        self
    }

    fn inner(&mut self, field: u8, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.head(field, STRUCT);
        let mut inner = Self::default();
        fill(&mut inner);
        self.out.extend(inner.ended());
        self
    }

    fn ended(mut self) -> Vec<u8> {
        self.out.extend(once(0));
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The layout by hand: magic, page header, levels, values, footer, length, magic. `crates/python/tests/test_batch.py`
    /// reads whole summaries back with pyarrow.
    #[test]
    fn a_column_is_laid_out_as_the_format_says() {
        let file = write(&[Column::new("n", Values::Integers(vec![Some(7), None, Some(-1)]))]);
        assert!(file.starts_with(MAGIC) && file.ends_with(MAGIC));
        // levels: three runs of one row each (2·1, 1), (2·1, 0), (2·1, 1), preceded by their length
        let page: Vec<u8> = [6, 0, 0, 0, 2, 1, 2, 0, 2, 1].into_iter().chain(7_i64.to_le_bytes()).chain((-1_i64).to_le_bytes()).collect();
        assert!(file.windows(page.len()).any(|window| window == page));
        let length = u32::from_le_bytes(file[file.len() - 8..file.len() - 4].try_into().unwrap()) as usize;
        assert!(length < file.len() - 12);
    }

    #[test]
    fn numbers_are_written_as_thrift_writes_them() {
        let mut thrift = Thrift::default();
        thrift.varint(300).zigzag(-1).zigzag(1);
        assert_eq!(thrift.out, [0xac, 0x02, 1, 2]);
    }

    #[test]
    fn long_tables_and_many_columns_keep_their_shape() {
        let columns: Vec<Column> = (0..20)
            .map(|at| Column::new(&format!("列{at}"), Values::Flags((0..1000).map(|row| (row % 3 != 0).then_some(row % 2 == 0)).collect())))
            .collect();
        let file = write(&columns);
        assert_eq!(file, write(&columns));
        assert!(file.len() > 20 * (666 / 8));
    }
}

//! The file: pages, the subset of the font with its way back to text, pictures, the reader's table of contents.

use haofang_font as font;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::SOFT;
use crate::flow::Document;
use crate::image::deflate;
use crate::page::{Glyphs, HIGH, Ink, Page, WIDE};

/// What the file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Title.
    pub title: String,
    /// Program.
    pub creator: String,
    /// Language tag, such as `zh-CN`.
    pub lang: String,
    /// Printed at the foot of each page, beside its number.
    pub foot: String,
}

const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
const FONT: &[u8] = b"HAOFNG+HaofangSans-Regular";

/// Numbers handed out in order, so that the same document gives the same file.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

pub(crate) fn file(mut document: Document, about: &About, glyphs: Glyphs) -> Vec<u8> {
    let mut numbers = Numbers(0);
    let [catalog, tree, type0, info] = [(); 4].map(|()| numbers.next());
    let glyphs = feet(&mut document, about, glyphs);
    let images: Vec<Ref> = document.images.iter().map(|_| numbers.next()).collect();
    let pages: Vec<[Ref; 2]> = document.finished.iter().map(|_| [numbers.next(), numbers.next()]).collect();
    let outline = (!document.outline.is_empty()).then(|| numbers.next());
    let mut pdf = Pdf::new();
    {
        let mut root = pdf.catalog(catalog);
        root.pages(tree).lang(TextStr(&about.lang));
        if let Some(outline) = outline {
            root.outlines(outline);
        }
        root.viewer_preferences().display_doc_title(true);
    }
    pdf.document_info(info).title(TextStr(&about.title)).creator(TextStr(&about.creator));
    pdf.pages(tree).kids(pages.iter().map(|page| page[0])).count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
    for (page, [number, content]) in std::mem::take(&mut document.finished).into_iter().zip(&pages) {
        let mut written = pdf.page(*number);
        written.parent(tree).media_box(Rect::new(0.0, 0.0, WIDE, HIGH)).contents(*content);
        let mut resources = written.resources();
        resources.fonts().pair(Name(b"F"), type0);
        if !page.images.is_empty() {
            let mut objects = resources.x_objects();
            for image in &page.images {
                if let Some(reference) = images.get(*image) {
                    objects.pair(Name(format!("I{image}").as_bytes()), *reference);
                }
            }
        }
        resources.finish();
        written.finish();
        let data = deflate(page.content.finish().as_slice());
        pdf.stream(*content, &data).filter(Filter::FlateDecode);
    }
    for (image, reference) in document.images.iter().zip(&images) {
        let mut object = pdf.image_xobject(*reference, &image.data);
        object.filter(Filter::FlateDecode);
        object.bits_per_component(8).width(i32::try_from(image.width).unwrap_or(0)).height(i32::try_from(image.height).unwrap_or(0));
        object.color_space().device_rgb();
    }
    if let Some(root) = outline {
        contents(&mut pdf, &mut numbers, root, &document.outline, &pages);
    }
    embed(&mut pdf, &mut numbers, type0, &glyphs);
    pdf.finish()
}

/// Foot of each page: what the file is, and its number.
fn feet(document: &mut Document, about: &About, mut glyphs: Glyphs) -> Glyphs {
    let count = document.finished.len();
    let ink = Ink { size: 7.6, bold: false, colour: SOFT };
    for (at, page) in document.finished.iter_mut().enumerate() {
        // the content was finished with the glyphs of its time; numbers go on from there
        let held = Page { content: std::mem::replace(&mut page.content, Content::new()), images: Vec::new(), glyphs };
        let mut open = held;
        let number = format!("{} / {count}", at + 1);
        open.text([46.0, HIGH - 30.0], ink, &about.foot);
        open.text([WIDE - 46.0 - font::width(&number) as f32 * ink.size, HIGH - 30.0], ink, &number);
        page.content = open.content;
        glyphs = open.glyphs;
    }
    glyphs
}

/// The reader's table of contents, flat.
fn contents(pdf: &mut Pdf, numbers: &mut Numbers, root: Ref, outline: &[(u8, String, usize, f32)], pages: &[[Ref; 2]]) {
    let wanted: Vec<_> = outline.iter().filter(|(level, ..)| *level <= 2).collect();
    let items: Vec<Ref> = wanted.iter().map(|_| numbers.next()).collect();
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        pdf.outline(root).count(0);
        return;
    };
    pdf.outline(root).first(*first).last(*last).count(i32::try_from(items.len()).unwrap_or(0));
    for (at, (entry, number)) in wanted.iter().zip(&items).enumerate() {
        let (_, text, page, top) = entry;
        let mut item = pdf.outline_item(*number);
        item.title(TextStr(text)).parent(root);
        if let Some(previous) = at.checked_sub(1).and_then(|at| items.get(at)) {
            item.prev(*previous);
        }
        if let Some(next) = items.get(at + 1) {
            item.next(*next);
        }
        if let Some(page) = pages.get(*page) {
            item.dest().page(page[0]).xyz(0.0, HIGH - top, None);
        }
    }
}

/// The glyphs used, their widths, and the characters they stand for, so that text can be copied and searched.
fn embed(pdf: &mut Pdf, numbers: &mut Numbers, type0: Ref, glyphs: &Glyphs) {
    let [cid, descriptor, cmap, stream] = [(); 4].map(|()| numbers.next());
    pdf.type0_font(type0).base_font(Name(FONT)).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(cmap);
    {
        let mut written = pdf.cid_font(cid);
        written.subtype(CidFontType::Type0).base_font(Name(FONT)).system_info(SYSTEM).font_descriptor(descriptor).default_width(1000.0);
        let mut widths = written.widths();
        for (glyph, (_, width)) in &glyphs.used {
            widths.consecutive(*glyph, [*width]);
        }
    }
    pdf.font_descriptor(descriptor)
        .name(Name(FONT))
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(-1000.0, -400.0, 2000.0, 1200.0))
        .italic_angle(0.0)
        .ascent(1160.0)
        .descent(-288.0)
        .cap_height(733.0)
        .stem_v(84.0)
        .font_file3(stream);
    let mut unicode = UnicodeCmap::new(Name(b"Custom"), SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"UCS"), supplement: 0 });
    for (glyph, (character, _)) in &glyphs.used {
        unicode.pair(*glyph, *character);
    }
    let data = deflate(unicode.finish().as_slice());
    pdf.cmap(cmap, &data).filter(Filter::FlateDecode);
    let subset = subsetter::subset(font::BYTES, 0, &glyphs.remapper).unwrap_or_else(|_| font::BYTES.to_vec());
    let table =
        ttf_parser::RawFace::parse(&subset, 0).ok().and_then(|face| face.table(ttf_parser::Tag::from_bytes(b"CFF ")).map(<[u8]>::to_vec));
    let data = deflate(&table.unwrap_or(subset));
    pdf.stream(stream, &data).filter(Filter::FlateDecode).pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
}

//! The stages of a survey, in order; each sees the sheet so far, and subjects of one id are merged.

use haofang_facts::{Brief, FactSheet, Subject};
use haofang_ifc::class;
use rayon::prelude::*;

use crate::building::{NamedModel, Options, Survey, ThingId};
use crate::recognise::{dwelling, space_use, stair_unit, storey_use};
use crate::{Vocabulary, openings, outdoor, quantities, scale, services, spatial};

/// Reads, recognises and measures in one go.
#[must_use]
pub fn survey(models: &[NamedModel], brief: &Brief, vocabulary: &Vocabulary, options: &Options) -> FactSheet {
    Survey::new(models, brief, vocabulary, options).measure()
}

/// Stages that are told of.
const STAGES: usize = 3;

impl<'m> Survey<'m> {
    /// Reads the spatial tree of all files and recognises levels, rooms, dwellings and stair units.
    #[must_use]
    pub fn new(models: &'m [NamedModel], brief: &'m Brief, vocabulary: &'m Vocabulary, options: &'m Options) -> Self {
        let mut survey = spatial::read(models, brief, vocabulary, options);
        // every room asks for the walls around it: their bodies are made on all threads before
        survey.things.par_iter().enumerate().for_each(|(at, thing)| {
            if thing.class.is_a(class::IFC_WALL) || thing.class.is_a(class::IFC_CURTAIN_WALL) {
                let _ = survey.shape(ThingId(at));
            }
        });
        space_use::recognise(&mut survey);
        dwelling::recognise(&mut survey);
        space_use::settle_in_dwellings(&mut survey);
        stair_unit::recognise(&mut survey);
        storey_use::recognise(&mut survey);
        survey
    }

    /// Measures what the options want. Sources and defects of the sheet are for the caller to fill in.
    #[must_use]
    pub fn measure(&self) -> FactSheet {
        // nobody watches, nobody stops it
        self.measure_watched(&mut |_, _| ()).unwrap_or_default()
    }

    /// The doors, for tables: no clause asks for them, so that a sheet lists them only with [`crate::Options::elements`].
    #[must_use]
    pub fn doors(&self) -> Vec<Subject> {
        let mut sheet = FactSheet::default();
        openings::doors(self).into_iter().for_each(|door| sheet.push(door));
        crate::phrases::speak(&mut sheet);
        sheet.subjects
    }

    /// As [`Survey::measure`], telling before each stage how many are done and how many there are; `None` when
    /// [`Options::stop`] was set meanwhile.
    pub fn measure_watched(&self, tell: &mut dyn FnMut(usize, usize)) -> Option<FactSheet> {
        let mut sheet = FactSheet::default();
        sheet.notes.clone_from(&self.notes);
        // what asks for nothing that the other finds out is done beside it
        let mut found = None;
        let mut widths = Vec::new();
        for stage in 0..STAGES {
            tell(stage, STAGES);
            if self.options.is_stopped() {
                return None;
            }
            match stage {
                0 => {
                    // what ends in steps that follow each other is begun first, so that rooms, which are many, fill its pauses
                    let building = || rayon::join(|| openings::measure(self, &sheet), || quantities::shell(self, &sheet));
                    let ((windows, shell), around) = rayon::join(building, || rayon::join(|| outdoor::find(self), || services::find(self)));
                    sheet.extend(shell);
                    sheet.extend(windows);
                    found = Some(around);
                }
                1 => {
                    let Some((on_site, serving)) = found.take() else { continue };
                    let asked = || rayon::join(|| quantities::widths(self, &sheet), || services::of_parts(self, &sheet));
                    let (outdoor, (wide, of_parts)) = rayon::join(|| outdoor::measure(self, &sheet, on_site), asked);
                    widths = wide;
                    sheet.extend(outdoor);
                    let subjects = services::measure(self, &sheet, serving, of_parts);
                    sheet.extend(subjects);
                }
                _ => {
                    let areas = quantities::areas(self, &sheet);
                    sheet.extend(areas);
                    sheet.extend(std::mem::take(&mut widths));
                }
            }
        }
        scale::doubt(self, &mut sheet);
        // a shape refused because the work was to end looks like a gap
        (!self.options.is_stopped()).then(|| in_order(sheet))
    }
}

/// In both languages, and parents before children.
fn in_order(mut sheet: FactSheet) -> FactSheet {
    sheet.arrange();
    crate::phrases::speak(&mut sheet);
    sheet
}

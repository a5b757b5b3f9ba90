//! The colour that a model gives a product: presentation only, nothing is judged by it.

use super::{DEPTH, Shapes, product};
use haofang_ifc::{Entity, InstanceId, class};
use rustc_hash::FxHashMap;

/// A surface's colour (red, green, blue) and opacity (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// 1 for what hides what is behind it.
    pub opacity: f64,
}

/// Styles by the item that they are given to.
pub(crate) type Styles = FxHashMap<InstanceId, Look>;

/// The one look of all items of a product's body; `None` if some have none, or they differ.
pub(crate) fn look<'m>(s: &Shapes<'m>, product: Entity<'m>) -> Option<Look> {
    let styles = s.styles.get_or_init(|| styles(s));
    let body = product::bodies(product.entity_at(6)?).into_iter().next()?;
    let mut found = None;
    one(styles, body, DEPTH, &mut found).then_some(found)?
}

/// Looks through a representation's items; false when there is not one look for all.
fn one<'m>(styles: &Styles, representation: Entity<'m>, depth: u8, found: &mut Option<Look>) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    representation.entities_at(3).all(|item| {
        let mut here = Some(item);
        let mut own = None;
        // A clipped body may bear its style at any of its steps.
        for _ in 0..u8::MAX {
            let Some(e) = here else { break };
            own = styles.get(&e.id()).copied();
            if own.is_some() || e.class() == class::IFC_MAPPED_ITEM {
                break;
            }
            here = match e.class() {
                class::IFC_BOOLEAN_RESULT | class::IFC_BOOLEAN_CLIPPING_RESULT => e.entity_at(1),
                class::IFC_CSG_SOLID => e.entity_at(0),
                _ => None,
            };
        }
        match (own, here) {
            (Some(look), _) => *found.get_or_insert(look) == look,
            (None, Some(mapped)) => mapped.entity_at(0).and_then(|map| map.entity_at(1)).is_some_and(|r| one(styles, r, depth, found)),
            (None, None) => false,
        }
    })
}

/// All styled items of the model.
fn styles(s: &Shapes<'_>) -> Styles {
    let styled = s.model().all(class::IFC_STYLED_ITEM).filter_map(|e| {
        let item = e.entity_at(0)?;
        // Up to IFC2X3 styles stand in an assignment, since then also bare.
        let style = e.entities_at(1).flat_map(|x| if x.is_a(class::IFC_PRESENTATION_STYLE) { vec![x] } else { x.entities_at(0).collect() });
        let surface = style.filter(|x| x.class() == class::IFC_SURFACE_STYLE).flat_map(|x| x.entities_at(2).collect::<Vec<_>>());
        let shading = surface.into_iter().find(|x| x.is_a(class::IFC_SURFACE_STYLE_SHADING))?;
        let rgb = shading.entity_at(0)?;
        let share = |k: usize| super::read::finite(rgb.attr(k)).map(|c| (c.clamp(0.0, 1.0) * 255.0).round() as u8);
        let opacity = 1.0 - super::read::finite(shading.attr(1)).unwrap_or(0.0).clamp(0.0, 1.0);
        Some((item.id(), Look { colour: [share(1)?, share(2)?, share(3)?], opacity }))
    });
    styled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_ifc::Model;
    use std::sync::Arc;

    #[test]
    fn a_clipped_wall_bears_the_colour_of_its_first_operand_and_two_colours_are_none() {
        let text = "ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('IFC4'));ENDSEC;DATA;\
            #1=IFCPROJECT('0YvctVUKr0kugbFTf53O9L',$,'小区',$,$,$,$,$,#2);#2=IFCUNITASSIGNMENT((#3));#3=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\
            #10=IFCWALL('1YvctVUKr0kugbFTf53O9L',$,'外墙',$,$,$,#11,$,$);#11=IFCPRODUCTDEFINITIONSHAPE($,$,(#12));\
            #12=IFCSHAPEREPRESENTATION($,'Body','Clipping',(#13));#13=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#14,$);#14=IFCBLOCK($,1.,1.,1.);\
            #20=IFCSTYLEDITEM(#14,(#21),$);#21=IFCSURFACESTYLE('砖',.BOTH.,(#22));#22=IFCSURFACESTYLESHADING(#23,0.25);#23=IFCCOLOURRGB($,1.,0.5,0.);\
            #30=IFCWINDOW('2YvctVUKr0kugbFTf53O9L',$,'窗',$,$,$,#31,$,$,$,$,$,$);#31=IFCPRODUCTDEFINITIONSHAPE($,$,(#32));\
            #32=IFCSHAPEREPRESENTATION($,'Body','CSG',(#33,#34));#33=IFCBLOCK($,1.,1.,1.);#34=IFCBLOCK($,2.,1.,1.);#35=IFCSTYLEDITEM(#33,(#21),$);\
            #36=IFCSTYLEDITEM(#34,(#37),$);#37=IFCSURFACESTYLE('玻璃',.BOTH.,(#38));#38=IFCSURFACESTYLESHADING(#39,0.8);#39=IFCCOLOURRGB($,0.,0.,1.);\
            ENDSEC;END-ISO-10303-21;";
        let m = Model::index(Arc::new(text.as_bytes().to_vec())).unwrap();
        let s = Shapes::new(&m).unwrap();
        let of = |guid: &str| s.look(m.by_guid(guid).unwrap());
        assert_eq!(of("1YvctVUKr0kugbFTf53O9L"), Some(Look { colour: [255, 128, 0], opacity: 0.75 }));
        assert_eq!(of("2YvctVUKr0kugbFTf53O9L"), None);
    }
}

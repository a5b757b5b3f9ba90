//! Profiles of the file to plane regions.

use super::read::Read;
use super::{DEPTH, Shapes, deeper, unsupported};
use crate::curve::Curve;
use crate::frame::Frame;
use crate::lower::unsupported::Reason;
use crate::profile::{Profile, shapes, thicken};
use haofang_ifc::{Entity, class};
use std::sync::Arc;

/// Profiles that are remembered: a model whose every element has one of its own gains nothing by more.
const MOST_REMEMBERED: usize = 10_000;

impl<'m> Shapes<'m> {
    /// A closed profile, made once for all that is swept from it.
    pub(crate) fn shared_profile(&self, e: Entity<'m>) -> Read<Arc<Profile>> {
        if let Some(known) = self.profiles.read().ok().and_then(|profiles| profiles.get(&e.id()).cloned()) {
            return Ok(known);
        }
        let made = Arc::new(self.profile(e)?);
        if let Ok(mut profiles) = self.profiles.write()
            && profiles.len() < MOST_REMEMBERED
        {
            profiles.insert(e.id(), Arc::clone(&made));
        }
        Ok(made)
    }

    /// A closed profile.
    pub(crate) fn profile(&self, e: Entity<'m>) -> Read<Profile> {
        let p = self.profile_at_depth(e, DEPTH)?;
        if p.region.0.is_empty() || p.area <= crate::tolerance::NO_AREA {
            return Err(unsupported(e, Reason::Empty("a profile without area")));
        }
        Ok(p)
    }

    fn profile_at_depth(&self, e: Entity<'m>, depth: u8) -> Read<Profile> {
        let depth = deeper(e, depth)?;
        match e.class() {
            class::IFC_ARBITRARY_CLOSED_PROFILE_DEF => Ok(Profile::from_curves(&self.curve(self.part(e, 2, "OuterCurve")?)?, &[])),
            class::IFC_ARBITRARY_PROFILE_DEF_WITH_VOIDS => {
                let outer = self.curve(self.part(e, 2, "OuterCurve")?)?;
                let inner = e.entities_at(3).map(|c| self.curve(c)).collect::<Read<Vec<Curve>>>()?;
                Ok(Profile::from_curves(&outer, &inner))
            }
            class::IFC_CENTER_LINE_PROFILE_DEF => Ok(thicken(&self.curve(self.part(e, 2, "Curve")?)?, self.length(e, 3, "Thickness")?)),
            class::IFC_COMPOSITE_PROFILE_DEF => {
                let parts = e.entities_at(2).map(|p| self.profile_at_depth(p, depth)).collect::<Read<Vec<_>>>()?;
                Ok(Profile::composite(&parts))
            }
            class::IFC_DERIVED_PROFILE_DEF => {
                let parent = self.profile_at_depth(self.part(e, 2, "ParentProfile")?, depth)?;
                Ok(parent.transformed(&self.operator(self.part(e, 3, "Operator")?)?))
            }
            class::IFC_MIRRORED_PROFILE_DEF => {
                let parent = self.profile_at_depth(self.part(e, 2, "ParentProfile")?, depth)?;
                let mut mirror = Frame::identity();
                mirror.axes[(0, 0)] = -1.0;
                Ok(parent.transformed(&mirror))
            }
            _ => {
                let p = self.parameterised(e)?;
                Ok(match self.maybe(e, 2, "Position")? {
                    Some(position) => p.transformed(&self.axis_placement(position)?),
                    None => p,
                })
            }
        }
    }

    /// The profiles given by dimensions, about their own origin.
    fn parameterised(&self, e: Entity<'m>) -> Read<Profile> {
        let p = self.precision;
        let must = |k: usize, name: &'static str| -> Read<f64> {
            self.length(e, k, name).and_then(|v| if v > 0.0 { Ok(v) } else { Err(unsupported(e, Reason::Attribute(name))) })
        };
        let opt = |k: usize| self.length_or(e, k, 0.0);
        Ok(match e.class() {
            class::IFC_RECTANGLE_PROFILE_DEF => shapes::rectangle(must(3, "XDim")?, must(4, "YDim")?, 0.0, p),
            class::IFC_ROUNDED_RECTANGLE_PROFILE_DEF => shapes::rectangle(must(3, "XDim")?, must(4, "YDim")?, opt(5), p),
            class::IFC_RECTANGLE_HOLLOW_PROFILE_DEF => {
                shapes::rectangle_hollow(must(3, "XDim")?, must(4, "YDim")?, must(5, "WallThickness")?, opt(7), opt(6), p)
            }
            class::IFC_CIRCLE_PROFILE_DEF => {
                let r = must(3, "Radius")?;
                shapes::ellipse(r, r, p)
            }
            class::IFC_CIRCLE_HOLLOW_PROFILE_DEF => shapes::circle_hollow(must(3, "Radius")?, must(4, "WallThickness")?, p),
            class::IFC_ELLIPSE_PROFILE_DEF => shapes::ellipse(must(3, "SemiAxis1")?, must(4, "SemiAxis2")?, p),
            class::IFC_TRAPEZIUM_PROFILE_DEF => {
                let offset = self.length(e, 6, "TopXOffset")?;
                shapes::trapezium(must(3, "BottomXDim")?, must(4, "TopXDim")?, must(5, "YDim")?, offset, p)
            }
            class::IFC_I_SHAPE_PROFILE_DEF => {
                let f = shapes::Flange {
                    width: must(3, "OverallWidth")?,
                    thickness: must(6, "FlangeThickness")?,
                    fillet: opt(7),
                    edge: opt(8),
                    slope: self.angle_or(e, 9, 0.0),
                };
                shapes::i_shape(must(4, "OverallDepth")?, must(5, "WebThickness")?, f, f, p)
            }
            class::IFC_ASYMMETRIC_I_SHAPE_PROFILE_DEF => {
                let bottom = shapes::Flange {
                    width: must(3, "BottomFlangeWidth")?,
                    thickness: must(6, "BottomFlangeThickness")?,
                    fillet: opt(7),
                    edge: opt(11),
                    slope: self.angle_or(e, 12, 0.0),
                };
                let top = shapes::Flange {
                    width: must(8, "TopFlangeWidth")?,
                    thickness: self.length_or(e, 9, bottom.thickness),
                    fillet: opt(10),
                    edge: opt(13),
                    slope: self.angle_or(e, 14, 0.0),
                };
                // In IFC2X3 position 11 is the centre of gravity, not a radius.
                let bottom = if e.attr(12).is_null() && e.schema() == haofang_ifc::Schema::Ifc2x3 {
                    shapes::Flange { edge: 0.0, ..bottom }
                } else {
                    bottom
                };
                shapes::i_shape(must(4, "OverallDepth")?, must(5, "WebThickness")?, bottom, top, p)
            }
            class::IFC_L_SHAPE_PROFILE_DEF => {
                let depth = must(3, "Depth")?;
                let width = self.length_or(e, 4, depth);
                shapes::l_shape(depth, width, must(5, "Thickness")?, opt(6), opt(7), self.angle_or(e, 8, 0.0), p)
            }
            class::IFC_T_SHAPE_PROFILE_DEF => shapes::t_shape(
                must(3, "Depth")?,
                must(4, "FlangeWidth")?,
                must(5, "WebThickness")?,
                must(6, "FlangeThickness")?,
                [opt(7), opt(8), opt(9)],
                [self.angle_or(e, 10, 0.0), self.angle_or(e, 11, 0.0)],
                p,
            ),
            class::IFC_U_SHAPE_PROFILE_DEF => shapes::u_shape(
                must(3, "Depth")?,
                must(4, "FlangeWidth")?,
                must(5, "WebThickness")?,
                must(6, "FlangeThickness")?,
                [opt(7), opt(8)],
                self.angle_or(e, 9, 0.0),
                p,
            ),
            class::IFC_Z_SHAPE_PROFILE_DEF => shapes::z_shape(
                must(3, "Depth")?,
                must(4, "FlangeWidth")?,
                must(5, "WebThickness")?,
                must(6, "FlangeThickness")?,
                opt(7),
                opt(8),
                p,
            ),
            class::IFC_C_SHAPE_PROFILE_DEF => {
                shapes::c_shape(must(3, "Depth")?, must(4, "Width")?, must(5, "WallThickness")?, must(6, "Girth")?, opt(7), p)
            }
            _ => return Err(unsupported(e, Reason::Kind)),
        })
    }
}

//! Every epsilon of the workspace's geometry, named by what it decides.
//!
//! Lengths are metres, angles radians. Orientation tests use exact predicates, not these numbers; judging never uses them at all
//! (it goes through the comparison of the facts crate).

/// How far apart two points may lie and still be one, for a shape of this extent (metres).
pub fn coincident(extent: f64) -> f64 {
    (extent * 1e-9).max(WELD)
}

/// Nothing that is built lies farther from the origin: 25 times round the Earth. Coordinates beyond are flaws (metres).
pub const REACH: f64 = 1e9;

/// Whether a coordinate is finite and within [`REACH`].
pub fn in_reach(coordinate: f64) -> bool {
    coordinate.abs() <= REACH
}

/// Two vertices nearer than this are one vertex: a micrometre, far below what any exporter means (metres).
pub const WELD: f64 = 1e-6;

/// Ends of curve segments nearer than this are joined without a segment between them (metres).
pub const JOIN: f64 = 1e-5;

/// A sweep no longer than this has no body (metres).
pub const NO_THICKNESS: f64 = 1e-9;

/// An area below this is noise of the overlay's integer grid (square metres).
pub const NO_AREA: f64 = 1e-10;

/// A vector shorter than this has no direction (any unit).
pub const NO_DIRECTION: f64 = 1e-12;

/// Sine of the largest angle at which two directions still count as parallel: a micrometre a metre.
pub const PARALLEL: f64 = 1e-6;

/// How far a vertex may lie off a plane and still count as on it, for cutting (metres).
pub const ON_PLANE: f64 = 1e-7;

/// How far a cutting body's vertex may lie off a plane of what it cuts and still be meant to lie in it (metres).
pub const FLUSH: f64 = 5e-5;

/// Sine of the largest angle at which a face that lies that near to a plane is meant to lie in it: 0.05 mm on 5 cm.
pub const FLUSH_TILT: f64 = 1e-3;

/// Largest distance between an arc and the chords that stand for it when measuring (metres).
pub const ARC_DEVIATION: f64 = 2e-4;

/// Largest turn between two chords of an arc when measuring (radians): 24 chords a circle.
pub const ARC_TURN: f64 = std::f64::consts::TAU / 24.0;

/// Largest distance between an arc and its chords at the comparison kernel's defaults (metres).
pub const COARSE_DEVIATION: f64 = 1e-3;

/// Largest turn between two chords at the comparison kernel's defaults (radians).
pub const COARSE_TURN: f64 = 0.5;

/// Relative difference below which a scale counts as the same along all axes.
pub const SAME_SCALE: f64 = 1e-9;

/// Step at which Newton iterations on a surface or curve stop, in parameter units.
pub const NEWTON_STEP: f64 = 1e-12;

/// How far a convex body's vertex may lie outside one of its face planes (metres).
pub const CONVEX: f64 = 1e-6;

/// How far a vertex may lie off an edge and still count as on it, when a mesh is checked for gaps (metres).
pub const NEAR_EDGE: f64 = 1e-5;

// ---- plan algebra and measuring on plans ----

/// Plan algebra works on a grid this fine, about the first vertex of its operands: 0.2 nm, a power of two, so that equal shapes are
/// equal to the bit wherever they stand; coarse against the rounding of coordinates, fine against everything below (metres).
pub const PLAN_GRID: f64 = 1.0 / 4_294_967_296.0;

/// A coordinate on the grid of plan algebra; where its own rounding is coarser, on that.
pub(crate) fn on_plan_grid(coordinate: f64) -> f64 {
    /// Beside it numbers have no digits below the grid (1.5 · 2⁵² grids).
    const FIRM: f64 = 1.5 * 4_503_599_627_370_496.0 * PLAN_GRID;
    (coordinate + FIRM) - FIRM
}

/// Plan vertices closer than this are one vertex (metres).
pub const PLAN_POINT: f64 = 1e-6;

/// Plan vertices, and vertices and edges, nearer than this are brought together before a boolean: a hundredth of a
/// millimetre, above the rounding of every exporter and below everything that is judged (metres).
pub const PLAN_SNAP: f64 = 1e-5;

/// A plan vertex this near to the line of its neighbours is dropped as collinear (metres).
pub const PLAN_COLLINEAR: f64 = 1e-6;

/// Pieces and holes thinner than this on average, twice area over perimeter, are rounding slivers (metres).
pub const PLAN_SLIVER: f64 = 2e-6;

/// Edges shorter than this have no reliable direction and are merged before an offset (metres).
pub const OFFSET_EDGE: f64 = 1e-4;

/// Largest distance between a round join and the chords that stand for it (metres).
pub const OFFSET_SAGITTA: f64 = 1e-4;

/// How much less than half the width an opening erodes: 8.000 m wide must survive (CLAUSES NT-2.1-10; metres).
pub const OPENING_SLACK: f64 = 5e-4;

/// Taken back from the slack, so that a part of exactly the width less 1 mm vanishes cleanly (metres).
pub const OPENING_GUARD: f64 = 5e-5;

/// Sine of the largest angle, about 1°, between two plan edges that still face each other as parallel.
pub const PLAN_PARALLEL: f64 = 0.0175;

/// Two hits of one vertical ray nearer than this in height are one surface (metres).
pub const RAY_SAME: f64 = 1e-6;
/// Step (m) at which panes beside a bay window are followed back to the plane of the façade.
pub const BAY_PROBE: f64 = 5e-3;
/// Accuracy of areas of plan regions, as a share of the area: chords for arcs stay well below it.
pub const AREA_ACCURACY: f64 = 1e-4;
/// Accuracy of lengths measured on plan regions and bodies (m).
pub const LENGTH_ACCURACY: f64 = 1e-3;

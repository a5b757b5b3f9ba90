//! Windows and bay windows.

mod bay_shape;

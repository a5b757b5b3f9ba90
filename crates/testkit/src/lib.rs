//! Estates written as IFC in many modelling styles, with their truth known analytically (development only).

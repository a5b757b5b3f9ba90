//! From a model to a building that is understood, and from that to a sheet of facts.

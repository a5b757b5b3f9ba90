//! Plans, snapshots and 3D scenes as bytes.

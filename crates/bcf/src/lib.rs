//! BCF 2.1 and 3.0 archives; knows nothing of policies.

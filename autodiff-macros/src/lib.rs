//! Entry points of the procedural macros.

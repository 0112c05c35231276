//! The pages that make, watch and explain programmes.

mod form;

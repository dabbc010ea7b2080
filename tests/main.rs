//! One binary for all tests.

<<<<<<< HEAD
mod sandbox;
mod support;
mod table;
=======
mod syntax;
>>>>>>> wip-syntax

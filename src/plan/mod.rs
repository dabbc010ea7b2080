//! What the container will do, resolved.

//! `lychgate derive`: other files than the script.

mod compose;

/// What `[deploy]` is added to.
const TABLE: &str = "\
[entrypoint]
select = [\"arg\", \"env:ROLE\"]
default = \"web\"

[modes.web]

[modes.worker]
run    = [\"/work\"]
stop   = { grace = \"50s\" }
supervise = true
health = { alive = true }
";

//! The reference that is part of the project is the one that the code makes.

use lychgate::table;

use super::accepted;
use crate::support::is_made;

#[test]
fn the_page_is_up_to_date() {
    is_made("docs/reference/table.md", &table::reference());
}

#[test]
fn each_section_is_there_once() {
    let page = table::reference();
    let mut headings: Vec<&str> = page.lines().filter(|it| it.starts_with("## ")).collect();
    let all = headings.len();
    headings.sort_unstable();
    headings.dedup();
    assert_eq!(all, headings.len(), "{headings:#?}");
}

/// The examples of a section's keys, as the page shows them.
fn examples(page: &str, title: &str) -> Vec<String> {
    page.split("\n## ")
        .find(|section| section.starts_with(title))
        .into_iter()
        .flat_map(str::lines)
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.trim_end_matches(" |").rsplit(" | `").next())
        .map(|example| example.trim_end_matches('`').to_owned())
        .collect()
}

#[test]
fn the_examples_together_are_a_table() {
    let page = table::reference();
    let mut source = String::new();
    for (title, header) in [
        ("`[entrypoint]`", "[entrypoint]"),
        ("`[modes.NAME]`", "[modes.worker]"),
        ("`[env.NAME]`", "[env.CONCURRENCY]"),
        ("`[deploy]`", "[deploy]"),
        ("`[deploy.service]`", "[modes.web.deploy]"),
    ] {
        let examples = examples(&page, title);
        assert!(examples.len() >= 3, "{title} has {examples:?}");
        source.push_str(header);
        source.push('\n');
        source.push_str(&examples.join("\n"));
        source.push('\n');
    }
    source = source.replace("app_worker\"", "app_worker\", web = \"app_web\"");
    source.push_str("[modes.web]\nhealth = { alive = true }\n");
    source.push_str("[[steps]]\n");
    source.push_str(&examples(&page, "`[[steps]]`").join("\n"));
    source.push_str("\n[[scenarios]]\n");
    source.push_str(&examples(&page, "`[[scenarios]]`").join("\n"));
    let table = accepted(&source);
    assert_eq!(table.modes.len(), 2);
}

#[test]
fn the_examples_of_inner_tables_are_accepted() {
    let page = table::reference();
    let inline = |title: &str| examples(&page, title).join(", ");
    // `add` and `split` are for one `arg` each.
    let arg = inline("`[[modes.NAME.arg]]`");
    let source = format!(
        "[entrypoint]\nexit = {{ {} }}\n[modes.web]\narg = [{{ {} }}]\nstop = {{ {} }}\nrestart = {{ {} }}\n\
         health = {{ alive = true }}\n\
         [deploy.service]\nlimits = {{ {} }}\nreservations = {{ {} }}\nhealthcheck = {{ {} }}\n\
         grace = \"1h\"\n[env.A]\ndefault = [{{ {} }}]\nwarn = {{ {} }}\nrequired = {{ {} }}\n",
        inline("`[entrypoint.exit]`"),
        arg.replace(", split", " }, { split"),
        inline("`[modes.NAME.stop]`"),
        inline("`[modes.NAME.restart]`"),
        inline("`[deploy.service.limits]`"),
        inline("`[deploy.service.limits]`"),
        inline("`[deploy.service.healthcheck]`"),
        inline("`[[env.NAME.default]]`"),
        inline("`[env.NAME.warn]`"),
        inline("A condition"),
    );
    accepted(&source);
}

#[test]
fn the_examples_of_a_scenario_are_accepted() {
    let page = table::reference();
    let inline = |title: &str| examples(&page, title).join(", ");
    // A program ends in one way, and health is asked of one that has not ended.
    let start = inline("`[scenarios.stand-in.PROGRAM]`");
    let expect = inline("`[scenarios.expect]`");
    let (seen, health) = expect.split_once(", health").expect("it has the key");
    let source = format!(
        "[modes.m]\nrun = ['php']\nrestart = {{}}\nhealth = {{ alive = true }}\n\
         [[scenarios]]\nid = 'a'\nsays = 'all'\nstand-in = {{ php = [{{ {} }}] }}\n\
         signal = {{ {} }}\nexpect = {{ {seen} }}\n\
         [[scenarios]]\nid = 'b'\nsays = 'health'\nexpect = {{ health{health} }}\n",
        start.replace(", dies", " }, { dies"),
        inline("`[scenarios.signal]`"),
    );
    accepted(&source);
}

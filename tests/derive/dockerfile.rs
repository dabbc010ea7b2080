//! The instructions for a Dockerfile.

use lychgate::derive::dockerfile;
use lychgate::dockerfile::{Command, Image, parse};

use super::plan_of;

/// The instructions for the table `source`.
#[track_caller]
fn derived(source: &str) -> String {
    dockerfile(&plan_of(source)).expect("it has `[deploy]`")
}

/// What Docker, as far as our reader is like it, makes of `instructions`.
#[track_caller]
fn image(instructions: &str) -> Image {
    parse(&format!("FROM scratch\n{instructions}")).expect("it is a Dockerfile")
}

#[test]
fn every_key_of_a_table_with_several_modes() {
    insta::assert_snapshot!(derived(include_str!("../fixtures/every-key.toml")));
}

#[test]
fn a_table_with_one_mode() {
    let table = r#"
        [entrypoint]
        app = "Shop"
        [modes.server]
        run    = ["/app/server", "$@"]
        stop   = { signal = "QUIT" }
        health = { tcp = "8080" }
        [deploy.service.healthcheck]
        interval = "90s"
    "#;
    insta::assert_snapshot!(derived(table), @r#"
    # Generated from lychgate.toml; edit that and run: lychgate derive dockerfile --write
    # The start of Shop.
    # The script has its run bit already, which COPY keeps.
    COPY entrypoint.sh /usr/local/bin/entrypoint.sh
    ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]
    STOPSIGNAL SIGQUIT
    HEALTHCHECK --interval=1m30s --timeout=10s --start-period=1m --retries=3 \
      CMD ["/usr/local/bin/entrypoint.sh", ":health"]
    # The end of what lychgate generated.
    "#);
}

#[test]
fn an_image_has_the_facts_of_its_table() {
    let image = image(&derived(include_str!("../fixtures/every-key.toml")));
    let start = Command::Exec(vec!["/app/entrypoint.sh".to_owned()]);
    assert_eq!(image.entrypoint, Some(start));
    assert_eq!(image.cmd, None);
    assert_eq!(image.stop_signal.as_deref(), Some("SIGTERM"));
    assert_eq!(image.copied, ["docker/entrypoint.sh"]);
}

#[test]
fn names_with_blanks_and_signs_stay_what_they_are() {
    let table = r#"
        [entrypoint]
        path = "my $docker/entry [1].sh"
        [modes.server]
        run = ["/app/server"]
        [deploy]
        script = "/opt/my \"$app\"/start.sh"
    "#;
    let instructions = derived(table);
    let copy = r#"COPY ["my \\$docker/entry \\[1].sh", "/opt/my \"\\$app\"/start.sh"]"#;
    assert!(instructions.contains(copy), "{instructions}");
    let start = Command::Exec(vec!["/opt/my \"$app\"/start.sh".to_owned()]);
    assert_eq!(image(&instructions).entrypoint, Some(start));
}

/// A container of a mode without health would be unhealthy for ever.
#[test]
fn health_is_asked_of_an_image_if_all_its_modes_have_some() {
    let table = |health| {
        format!(
            "[entrypoint]\nselect = \"env:ROLE\"\n[modes.a]\nrun = \"a\"\n\
             health = {{ alive = true }}\n[modes.b]\nrun = \"b\"\n{health}\n[deploy]\n"
        )
    };
    let all = derived(&table("health = { alive = true }"));
    assert!(all.contains("\nHEALTHCHECK "), "{all}");
    let one = derived(&table(""));
    assert!(!one.contains("\nHEALTHCHECK "), "{one}");
    assert!(
        one.contains("# No HEALTHCHECK: a container of b has no answer"),
        "{one}"
    );
}

#[test]
fn a_table_without_deploy_gives_nothing() {
    let plan = plan_of("[modes.server]\nrun = \"/app/server\"\n");
    assert_eq!(dockerfile(&plan), None);
}

/// What the golden table has put into a Dockerfile that a person wrote.
#[test]
fn the_dockerfile_of_lychee_starts_its_script() {
    let image = parse(include_str!("../../golden/lychee/Dockerfile"));
    let image = image.expect("it is a Dockerfile");
    let start = Command::Exec(vec!["/usr/local/bin/entrypoint.sh".to_owned()]);
    assert_eq!(image.entrypoint, Some(start));
    let cmd = image.cmd.expect("the web mode runs it").words();
    assert_eq!(cmd[..3], ["php", "artisan", "octane:start"]);
    assert_eq!(image.stop_signal.as_deref(), Some("SIGTERM"));
    let script = "docker/scripts/entrypoint.sh".to_owned();
    assert!(image.copied.contains(&script), "{:?}", image.copied);
}

//! What docker-compose makes of the services. No daemon is needed for that.

use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

use super::TABLE;
use crate::emission::engines::{ask, said};
use crate::typed::Folder;

/// What `docker-compose config` understands of these files of `folder`.
#[track_caller]
fn understood(folder: &Folder, files: &[&str]) -> Option<Yaml> {
    let mut command = Command::new("docker-compose");
    command
        .current_dir(folder.path(""))
        .env("DB_PASSWORD", "secret")
        .args(files.iter().flat_map(|file| ["-f", file]))
        .arg("config");
    let output = ask(command)?;
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    let documents = YamlLoader::load_from_str(&text).expect("it is YAML");
    documents.into_iter().next()
}

/// The value as it is written; the versions of docker-compose disagree about quotes.
fn text(value: &Yaml) -> String {
    match value {
        Yaml::String(text) | Yaml::Real(text) => text.clone(),
        Yaml::Integer(number) => number.to_string(),
        Yaml::Boolean(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn the_worker_of_lychee_is_understood() {
    let file = include_str!("../../golden/lychee/docker-compose.yaml");
    let folder = Folder::new()
        .file("docker-compose.yaml", file)
        .file(".env", "");
    let Some(all) = understood(&folder, &["docker-compose.yaml"]) else {
        return;
    };
    let worker = &all["services"]["lychee_worker"];
    assert_eq!(text(&worker["environment"]["LYCHEE_MODE"]), "worker");
    assert_eq!(text(&worker["environment"]["REDIS_PASSWORD"]), "null");
    assert_eq!(text(&worker["stop_signal"]), "SIGTERM");
    assert!(text(&worker["stop_grace_period"]).starts_with("1h"));
    assert_eq!(text(&worker["restart"]), "unless-stopped");
    let check = &worker["healthcheck"];
    let test: Vec<String> = check["test"]
        .as_vec()
        .map_or(Vec::new(), |words| words.iter().map(text).collect());
    let script = "/usr/local/bin/entrypoint.sh";
    assert_eq!(test, ["CMD", script, ":health", "worker"]);
    assert_eq!(text(&check["retries"]), "3");
    let resources = &worker["deploy"]["resources"];
    assert!(text(&resources["limits"]["cpus"]).starts_with('2'));
    assert_eq!(text(&resources["reservations"]["cpus"]), "0.5");
    for (service, state) in [
        ("lychee_db", "service_healthy"),
        ("lychee_cache", "service_started"),
    ] {
        assert_eq!(text(&worker["depends_on"][service]["condition"]), state);
    }
    assert!(!worker["networks"]["lychee"].is_badvalue());
    assert_eq!(worker["volumes"].as_vec().map(Vec::len), Some(5));
    assert!(worker["container_name"].is_badvalue());
}

#[test]
fn every_key_is_accepted() {
    let others = "services:\n  db: {image: db, healthcheck: {test: [CMD, x]}}\n  \
                  cache: {image: cache}\n  migrate: {image: migrate}\n";
    let folder = Folder::new()
        .file("lychgate.toml", include_str!("../fixtures/every-key.toml"))
        .file("others.yaml", others)
        .file(".env", "");
    let services = folder.types("derive compose").printed();
    let folder = folder.file("services.yaml", &services);
    let Some(all) = understood(&folder, &["services.yaml", "others.yaml"]) else {
        return;
    };
    let worker = &all["services"]["shop_worker"];
    assert_eq!(text(&worker["deploy"]["replicas"]), "3");
    assert_eq!(text(&worker["user"]), "1000:1000");
    assert_eq!(text(&worker["environment"]["EMPTY"]), "");
    assert_eq!(worker["read_only"].as_bool(), Some(true));
    let web = &all["services"]["shop_web"];
    assert_eq!(text(&web["stop_signal"]), "SIGWINCH");
    assert_eq!(text(&web["environment"]["LYCHEE_MODE"]), "web");
}

/// The same file, without a word about versions or the machine.
#[test]
fn a_table_that_says_nothing_more_is_accepted() {
    let folder = Folder::new().file("lychgate.toml", &format!("{TABLE}[deploy]\n"));
    let services = folder.types("derive compose").printed();
    let folder = folder.file("docker-compose.yaml", &services);
    if let Some(all) = understood(&folder, &["docker-compose.yaml"]) {
        let grace = text(&all["services"]["worker"]["stop_grace_period"]);
        assert!(grace.starts_with("1m"), "{grace}");
    }
}

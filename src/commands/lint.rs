//! `lychgate lint`

use std::io;
use std::path::Path;

use crate::cli::{Lint, ReportFormat};
use crate::commands::output::Output;
use crate::commands::stop::Stop;
use crate::commands::{Verdict, engines, unreadable};
use crate::diagnostic::github::Github;
use crate::diagnostic::json::Json;
use crate::diagnostic::sarif::Sarif;
use crate::diagnostic::text::Text;
use crate::diagnostic::{Diagnostic, Reporter, Totals};
use crate::lint::discover::discover;
use crate::lint::engine::Found;
use crate::lint::finding::Finding;
use crate::lint::look::{Settings, Terms, look};
use crate::lint::merge::merge;
use crate::lint::script::{Script, Unreadable};

/// Shows what the engines find in all that is named.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Lint, output: &mut Output) -> Result<Verdict, Stop> {
    let engines = engines::find(&arguments.require, output)?;
    if engines.is_empty() {
        let message = "there is nothing to look at scripts with";
        return Err(Diagnostic::error(message).help("install shellcheck").into());
    }
    let discovered = discover(&arguments.paths);
    let mut verdict = Verdict::Fine;
    for (path, why) in &discovered.unreadable {
        verdict = verdict.max(refuse(path, why, output));
    }
    for folder in &discovered.without_scripts {
        output.note(&format!("no scripts in {}", folder.display()));
    }
    let looked = look(&discovered.scripts, &engines, Terms::new(Settings::Project));
    verdict = verdict.max(engines::report(&looked.failures, output));
    let mut report = Report {
        reporter: reporter(arguments.format, output),
        totals: Totals::default(),
    };
    for (script, findings) in discovered.scripts.iter().zip(looked.findings) {
        let is_read = |engine: &Found| script.dialect.is_read_by(engine.engine());
        verdict = verdict.max(if engines.iter().any(is_read) {
            report.script(script, findings, output)?
        } else {
            nobody_reads(script, output)
        });
    }
    let end = report.reporter.end(&report.totals);
    if arguments.format == ReportFormat::Text && report.totals.findings == 0 {
        output.well(&end)?;
    } else {
        output.result(end.as_bytes())?;
    }
    Ok(verdict)
}

fn reporter(format: ReportFormat, output: &Output) -> Box<dyn Reporter> {
    match format {
        ReportFormat::Text => Box::new(Text::new(output.colour_of_results())),
        ReportFormat::Json => Box::new(Json::default()),
        ReportFormat::Github => Box::new(Github),
        ReportFormat::Sarif => Box::new(Sarif::default()),
    }
}

/// What is shown, and how much that was.
struct Report {
    reporter: Box<dyn Reporter>,
    totals: Totals,
}

impl Report {
    /// Shows what was found in one script. Only one text is held at a time.
    fn script(
        &mut self,
        script: &Script,
        findings: Vec<Finding>,
        output: &mut Output,
    ) -> io::Result<Verdict> {
        self.totals.files += 1;
        if findings.is_empty() {
            return Ok(Verdict::Fine);
        }
        let source = match script.text() {
            Ok(source) => source,
            Err(why) => return Ok(refuse(&script.path, &why, output)),
        };
        let diagnostics = merge(findings, &source);
        self.totals.with_findings += 1;
        self.totals.findings += diagnostics.len();
        let shown = self.reporter.file(&script.path, &source, &diagnostics);
        output.result(shown.as_bytes())?;
        Ok(Verdict::Findings)
    }
}

/// Says that no engine which is there reads `script`.
fn nobody_reads(script: &Script, output: &Output) -> Verdict {
    let path = script.path.display();
    let readers = script.dialect.readers().join(" or ");
    let message = format!("{path} is not looked at: {readers} is not on PATH");
    let help = format!("install {readers}, or leave the script out");
    output.trouble(&Diagnostic::error(message).help(help));
    Verdict::Failed
}

/// Says why a file is not looked at.
fn refuse(path: &Path, why: &Unreadable, output: &Output) -> Verdict {
    let help = match why {
        Unreadable::Io(_) => "name a script, or a folder with scripts, that you may read",
        Unreadable::NoFile => "name a script, or a folder with scripts",
        Unreadable::TooLarge => "is it an archive? leave it out",
        Unreadable::Utf16 => "save it as UTF-8",
        Unreadable::Nul(_) => "is it a program? leave it out",
        Unreadable::Other(name) if name.is_empty() => "write `#!/bin/sh`",
        Unreadable::Other(_) => "leave it out; only scripts of shells are looked at",
    };
    output.trouble(&Diagnostic::error(unreadable::message(path, why)).help(help));
    Verdict::Failed
}

//! The shells in which something is proven.

use crate::diagnostic::Diagnostic;
use crate::prove::report::{Known, Shells};
use crate::shell::Shell;

/// Those shells of this machine that are `wanted` by name, all if none is.
///
/// # Errors
/// Those that are `required` and missing, or that there is none at all.
pub(super) fn find(wanted: &[String], required: &[String]) -> Result<Shells, Vec<Diagnostic>> {
    let named = |names: &[String], shell: Shell| names.iter().any(|name| name == shell.name());
    let mut shells = Shells::default();
    let mut trouble = Vec::new();
    for shell in Shell::ALL {
        let is_required = named(required, shell);
        if !(wanted.is_empty() || named(wanted, shell) || is_required) {
            continue;
        }
        if is_required {
            shells.required.push(shell);
        }
        if let Some(installed) = shell.find() {
            let version = installed.version();
            shells.found.push(Known { installed, version });
        } else if is_required {
            let message = format!("{shell} is required and not on PATH");
            let help = "install it, or leave it out of `--require-shell`";
            trouble.push(Diagnostic::error(message).help(help));
        } else {
            shells.missing.push(shell);
        }
    }
    if trouble.is_empty() && shells.found.is_empty() {
        trouble.push(none(&shells.missing));
    }
    if trouble.is_empty() {
        Ok(shells)
    } else {
        Err(trouble)
    }
}

fn none(missing: &[Shell]) -> Diagnostic {
    let message = match missing {
        [only] => format!("{only} is not on PATH"),
        _ => "none of the shells is on PATH".to_owned(),
    };
    Diagnostic::error(message).help("install one, such as dash or busybox")
}

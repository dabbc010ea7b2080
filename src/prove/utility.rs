//! The programs of the image that a script of lychgate needs itself.

use crate::emit::health::state_files;
use crate::plan::Plan;
use crate::prove::oracle::Oracle;
use crate::prove::scenario::Scenario;

/// `scenario` in which the script has its own programs, those of this machine, where the
/// table has programs of the same names.
pub(super) fn left(plan: &Plan, mut scenario: Scenario) -> Scenario {
    let oracle = Oracle::new(plan, &scenario.start);
    let of_table = oracle.map_or_else(Vec::new, |oracle| oracle.all_commands(&scenario));
    let calls = calls(plan, &scenario).into_iter();
    for mut words in calls.filter(|words| !of_table.contains(words)) {
        let program = words.remove(0);
        if let Some(stand_in) = scenario.stand_ins.remove(&program) {
            let stand_in = stand_in.leaves_to_machine(words);
            scenario.stand_ins.insert(program, stand_in);
        }
    }
    scenario
}

/// What the script of `plan` may start in `scenario` besides what its table says, but for
/// `sleep`.
fn calls(plan: &Plan, scenario: &Scenario) -> Vec<Vec<String>> {
    let of = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let mut all = vec![
        of(&["id", "-u"]),
        of(&["tr", "-c", " -~", "?"]),
        of(&["date", "+%s"]),
    ];
    for file in state_files(plan) {
        let new = format!("{file}.new");
        all.extend([of(&["mv", "-f", &new, &file]), of(&["rm", "-f", &new])]);
    }
    let beat = scenario.image.beat.iter();
    all.extend(beat.map(|path| of(&["date", "-r", path, "+%s"])));
    all
}

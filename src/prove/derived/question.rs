//! What the script can be asked besides its health.

use nix::sys::signal::Signal;

use super::case::Case;
use super::variable::wrong as wrong_values;
use crate::explain::Start;
use crate::plan::{Plan, Verb};
use crate::prove::container::read;
use crate::prove::oracle::Oracle;
use crate::prove::scenario::{Act, Expectation, Question, Scenario};
use crate::sandbox::stand_in::Behaviour;

/// A program that only `:run` starts.
const COMMAND: &str = "lychgate-command";

/// The scenario in which the script is asked for help, if it can be.
pub(super) fn help(plan: &Plan) -> Option<Scenario> {
    if !plan.verbs.contains(&Verb::Help) {
        return None;
    }
    let start = Start {
        words: vec![":help".to_owned()],
        ..Start::default()
    };
    let mut scenario = Scenario::blank(
        "question",
        "help",
        "`:help` lists the modes",
        "`verbs` has `help`",
        start,
    );
    scenario.expected = vec![Expectation::Output(":help".to_owned())];
    if plan.selection.is_some() {
        let names = plan.modes.iter().map(|mode| format!("  {}", mode.name));
        scenario.expected.extend(names.map(Expectation::Output));
    }
    scenario.expected.push(Expectation::Ran(Vec::new()));
    scenario.expected.push(Expectation::Code(0));
    Some(scenario)
}

/// The scenarios in which a question has words that it does not take.
pub(super) fn wrong(plan: &Plan) -> Vec<Scenario> {
    let wrong = |words: &[&str]| {
        let name = words[0].trim_start_matches(':');
        let start = Start {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            ..Start::default()
        };
        let says = format!("`{}` refuses words that it does not take", words[0]);
        let what = format!("{name}-usage");
        let why = "it is a question";
        let mut scenario = Scenario::blank("question", &what, &says, why, start);
        scenario.expected = vec![
            Expectation::Code(plan.exit.usage),
            Expectation::Ran(Vec::new()),
        ];
        scenario
    };
    let runs = plan.verbs.contains(&Verb::Run);
    let run = runs.then(|| wrong(&[":run"]));
    let answers = plan.modes.iter().any(|mode| mode.health.is_some());
    let health = answers.then(|| wrong(&[":health", "no-such-mode"]));
    run.into_iter().chain(health).collect()
}

/// The scenario in which a command is to run with a variable that is wrong, if one can be.
pub(super) fn refused(case: &Case<'_>) -> Option<Scenario> {
    if !case.plan.verbs.contains(&Verb::Run) {
        return None;
    }
    case.without_words()?;
    let variables = case.mode.variables();
    let values = variables.flat_map(|variable| {
        let name = &variable.reference.name;
        let wrong = variable.checks.iter().flat_map(wrong_values);
        wrong.map(move |(_, value)| (name, value))
    });
    let mut scenarios = values.filter_map(|(name, value)| {
        let mut start = case.start().start;
        match value {
            Some(value) => start.variables.insert(name.clone(), value),
            None => start.variables.remove(name),
        };
        start.words.clear();
        let beside = Oracle::in_mode(case.plan, &start, case.mode)?;
        start.words = [":run", COMMAND].map(str::to_owned).to_vec();
        let says = format!("`:run` refuses what a start refuses: {name} is wrong");
        let why = "`verbs` has `run`";
        let mut scenario = Scenario::blank(&case.mode.name, "run-refused", &says, why, start);
        scenario.reads = read(case.plan, Some(case.mode));
        let stand_in = Behaviour::exits(0);
        scenario.stand_ins.insert(COMMAND.to_owned(), stand_in);
        scenario.expected = beside.expected(&scenario);
        beside.has_wrong_variables(&scenario).then_some(scenario)
    });
    scenarios.next()
}

/// The scenario in which a command is run beside the program, if it can be.
pub(super) fn run(case: &Case<'_>) -> Option<Scenario> {
    if !case.plan.verbs.contains(&Verb::Run) {
        return None;
    }
    let beside = case.without_words()?;
    let says = "`:run` gives a command the environment of the program";
    let mut scenario = case.scenario("run", says, "`verbs` has `run`", case.runs());
    let stand_in = Behaviour::exits(0);
    scenario.stand_ins.insert(COMMAND.to_owned(), stand_in);
    scenario.acts = case.running(1).to_vec();
    scenario.acts.extend([
        Act::Ask(Question {
            words: [":run", COMMAND, "two  words"].map(str::to_owned).to_vec(),
            code: Some(0),
            says: String::new(),
            is_settled: false,
        }),
        Act::Send(Signal::SIGTERM),
    ]);
    let environment = beside.environment(&scenario);
    scenario.expected = vec![
        Expectation::Command([COMMAND, "two  words"].map(str::to_owned).to_vec()),
        Expectation::Environment(COMMAND.to_owned(), environment),
        Expectation::Starts(COMMAND.to_owned(), 1),
    ];
    Some(scenario)
}

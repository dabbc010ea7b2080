//! Everything that can be wrong with a table, as data.
//!
//! The sentences stand in `wording.rs`.

use std::ops::Range;
use std::rc::Rc;

use super::deploy_fault::DeployFault;
use super::kind::Kind;
use super::reserved::Reserved;
use super::scenario_fault::ScenarioFault;

/// A fault, where it is, and the place that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Byte offsets into the source text; none for the table as a whole.
    pub(super) span: Option<Range<usize>>,
    /// What is wrong.
    pub(super) fault: Fault,
    /// The second place.
    pub(super) related: Option<Range<usize>>,
}

impl Found {
    /// `fault` at `span`.
    pub(super) const fn at(span: Range<usize>, fault: Fault) -> Self {
        Self {
            span: Some(span),
            fault,
            related: None,
        }
    }

    /// `fault` of the table as a whole.
    pub(super) const fn whole(fault: Fault) -> Self {
        Self {
            span: None,
            fault,
            related: None,
        }
    }
}

/// A fault inside a string, at a range of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inside {
    /// Byte offsets into the string.
    pub(super) at: Range<usize>,
    /// What is wrong.
    pub(super) fault: Fault,
}

impl Inside {
    /// `fault` at `at`.
    pub(super) const fn new(at: Range<usize>, fault: Fault) -> Self {
        Self { at, fault }
    }

    /// The same fault in a longer string, of which this one begins at `offset`.
    pub(super) fn shift(self, offset: usize) -> Self {
        Self {
            at: self.at.start + offset..self.at.end + offset,
            fault: self.fault,
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    // The file.
    EmptyFile,
    NulByte,
    NulEscape,
    Syntax {
        message: String,
        expected: Option<String>,
    },
    UnclosedArray,
    DuplicateKey {
        key: String,
    },
    Nesting,
    More {
        count: usize,
    },

    // Keys and kinds of value.
    UnknownKey {
        key: String,
        section: &'static str,
        near: Vec<String>,
        home: Option<&'static str>,
        keys: Vec<&'static str>,
    },
    MissingKey {
        key: &'static str,
        section: &'static str,
        example: &'static str,
    },
    WrongType {
        key: &'static str,
        expected: Kind,
        found: &'static str,
        example: &'static str,
    },
    OutOfRange {
        key: &'static str,
        min: i64,
        max: i64,
        example: &'static str,
    },
    NumberWithoutType {
        found: &'static str,
    },
    EmptyArray {
        key: &'static str,
    },
    EmptyString {
        key: &'static str,
    },
    ControlCharacter {
        key: &'static str,
        found: char,
    },
    NotOneOf {
        key: &'static str,
        value: String,
        allowed: Vec<&'static str>,
    },
    ListedTwice {
        key: &'static str,
        value: String,
    },

    // `[entrypoint]`.
    SelectSource {
        value: String,
    },
    SelectMissing {
        modes: usize,
    },
    NeedsArg {
        key: &'static str,
    },
    OptionsWithoutProgram {
        mode: String,
    },
    WordsNowhere {
        key: &'static str,
        mode: String,
    },
    StateFolder,
    StateOfNothing,
    RunWithoutMode,
    Umask {
        value: String,
    },

    // Modes.
    NoModes,
    EmptyModeName,
    LongModeName {
        length: usize,
    },
    FirstOfModeName {
        name: String,
        first: char,
    },
    CharacterOfModeName {
        name: String,
        found: char,
    },
    ModeNamedAsUnknown {
        name: String,
    },
    AliasOfItself {
        name: String,
    },
    AliasIsMode {
        name: String,
    },
    AliasTwice {
        name: String,
    },
    MatchTwice,
    NoSuchMode {
        key: &'static str,
        name: String,
        modes: Rc<[String]>,
    },
    AliasForMode {
        key: &'static str,
        alias: String,
        mode: String,
    },
    NoProgram {
        key: &'static str,
    },
    ProgramIsWords,
    ProgramIsOption {
        program: String,
    },
    WordsTwice,
    WordsHere {
        key: &'static str,
    },
    NoWords {
        key: &'static str,
    },
    AddsNothing,
    AddAndSplit,
    NotAnOption {
        name: String,
    },
    NothingGiven,
    WordsInText,
    UnclosedQuote,
    NotASignal {
        name: String,
        near: Option<&'static str>,
    },
    SignalCannotStop {
        name: String,
    },
    SignalIgnored {
        name: &'static str,
    },
    ForwardsStop {
        name: &'static str,
    },
    ForwardAndStop {
        name: &'static str,
    },
    ForwardTwice {
        name: &'static str,
    },
    ContradictsSupervise {
        key: &'static str,
    },
    NeedsSupervise {
        key: &'static str,
    },
    NeverRestarted {
        key: &'static str,
    },
    NeedsFactor {
        key: &'static str,
    },
    MaxDelayBelowDelay,
    NoKindOfHealth,
    TwoKindsOfHealth,
    NotAlive,
    NotAPort {
        value: String,
    },
    UnhealthyWithoutHealth,
    Duration {
        text: String,
    },
    FineDuration {
        text: String,
    },
    DurationRange {
        text: String,
    },

    // Variables.
    VariableName {
        name: String,
    },
    OwnVariable {
        name: String,
    },
    ReservedVariable {
        name: String,
        reserved: &'static Reserved,
    },
    VariableTwice {
        name: String,
    },
    ExportWithoutDefault,
    RequiredWithDefault,
    LimitWithoutNumber {
        key: &'static str,
    },
    MinAboveMax {
        min: i32,
        max: i32,
    },
    LogWithoutLog,
    CaseAfterLast,
    ValueNotOfType {
        key: &'static str,
        value: String,
        expected: &'static str,
    },
    ValueNotListed {
        value: String,
    },
    ValueOutOfRange {
        key: &'static str,
        value: String,
        bound: String,
    },
    ValueNotOfPattern {
        key: &'static str,
        value: String,
    },
    DefaultOfItself {
        name: String,
    },
    Cycle {
        names: Vec<String>,
    },

    // Steps.
    StepTwice {
        name: String,
    },
    StepOfMode {
        name: String,
    },
    StepNowhere,

    Deploy(DeployFault),
    Scenario(ScenarioFault),

    // The small languages inside strings.
    Dollar {
        name: String,
    },
    UnclosedSubstitution,
    SubstitutionForm {
        found: String,
    },
    SubstitutionText {
        found: char,
    },
    UnclosedBracket,
    BracketClass,
    BracketCharacter {
        found: char,
    },
    BracketRange {
        first: char,
        last: char,
    },
    UnknownTest {
        found: String,
        near: Vec<String>,
    },
    EmptyOperand {
        test: &'static str,
    },
    ConditionValue,
    UnclosedValue,
    AfterCondition {
        found: String,
    },
    ProgramName {
        name: String,
    },
    ConditionNesting,
}

//! Whatever the text is, there is a table or a list of diagnostics.

use std::time::Duration;

use lychgate::diagnostic::text::{Colour, render_all};
use lychgate::table;
use nix::time::{ClockId, clock_gettime};
use proptest::prelude::*;

/// A table that uses every key.
const GOOD: &str = include_str!("../fixtures/every-key.toml");

/// One that holds hostile strings.
const HOSTILE: &str = include_str!("../fixtures/hostile.toml");

/// Pieces that change what the text around them means.
const PIECES: [&str; 24] = [
    "\"", "'", "\"\"\"", "'''", "[", "]", "[[", "{", "}", "=", ".", ",", "\n", "\r", "\0", "$",
    "${", "$@", "🦋", "é", "#", "\\u0000", "\t", "any = ",
];

/// Reads `source` and draws what is said of it.
fn survive(source: &str) {
    if let Err(diagnostics) = table::parse(source) {
        assert!(!diagnostics.is_empty(), "refused without a word");
        for diagnostic in &diagnostics {
            let labels = diagnostic.primary.iter().chain(&diagnostic.related);
            for label in labels {
                assert!(label.span.start <= label.span.end, "{diagnostic:?}");
                assert!(
                    source.get(label.span.clone()).is_some(),
                    "{diagnostic:?} in {source:?}"
                );
            }
        }
        // One picture shows a wrong span as well as all of them.
        let _ = render_all(&diagnostics[..1], "lychgate.toml", source, Colour::Never);
    }
}

/// `source` with `piece` in place of `length` bytes, or what is nearest to that.
fn mutate(source: &str, at: usize, length: usize, piece: &str) -> String {
    let boundary = |mut at: usize| {
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(at % source.len());
    let end = boundary((start + length).min(source.len())).max(start);
    [&source[..start], piece, &source[end..]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutations_of_a_good_table(
        hostile in any::<bool>(),
        edits in prop::collection::vec((any::<usize>(), 0..20_usize, 0..PIECES.len()), 1..4),
    ) {
        let mut source = if hostile { HOSTILE.to_owned() } else { GOOD.to_owned() };
        for (at, length, piece) in edits {
            source = mutate(&source, at, length, PIECES[piece]);
        }
        survive(&source);
    }

    #[test]
    fn values_of_any_text(text in "\\PC*", key in 0..8_usize) {
        let keys = [
            "modes.m.run = [@]", "modes.m.run = @", "modes.m.cd = @", "entrypoint.select = @",
            "env.A.default = @", "env.A.required = @", "env.A.pattern = @", "modes.m.match = [@]",
        ];
        let quoted = format!("'''{}'''", text.replace("'''", ""));
        survive(&keys[key].replace('@', &quoted));
    }

    #[test]
    fn any_text(source in "\\PC*") {
        survive(&source);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = 100_000;
    for source in [
        format!("modes.m.run = {}", "[".repeat(deep)),
        format!("env.A.required = {}", "[\n".repeat(deep)),
        format!("env.A.required = {}{}", "[".repeat(70), "]".repeat(70)),
        format!("env.A.required = {}", "{any=[".repeat(deep)),
        format!("modes{} = 1", ".a".repeat(deep)),
        format!("[modes{}]", ".a".repeat(deep)),
    ] {
        assert!(table::parse(&source).is_err());
        survive(&source);
    }
}

/// How much longer four times the text may take. Four times is linear, sixteen times
/// quadratic; what lies between is for memory that is further away.
const FOURFOLD: u32 = 9;

/// The processor time that it takes to read `source`: the shortest of three.
fn time_to_read(source: &str) -> Duration {
    let thread = ClockId::CLOCK_THREAD_CPUTIME_ID;
    let once = || {
        let start = clock_gettime(thread).expect("Linux has this clock");
        let _ = table::parse(source);
        Duration::from(clock_gettime(thread).expect("Linux has this clock") - start)
    };
    (0..3)
        .map(|_| once())
        .min()
        .expect("it is read three times")
}

#[test]
fn the_time_to_read_a_table_grows_as_the_table_does() {
    let variables = |count: usize| {
        let variable = |n| format!("[env.V{n}]\ndefault = \"${{V{}}}\"\n", n + 1);
        (0..count)
            .map(variable)
            .fold("[modes.m]\n".to_owned(), |all, one| all + &one)
    };
    let modes = |count: usize, line: &str| {
        let mode = |n| format!("[modes.m{n}]\n{line}\n");
        (0..count).map(mode).collect::<Vec<_>>().concat()
    };
    let strangers = |count: usize| {
        let words: Vec<_> = (0..2 * count).map(|n| format!("'x{n}',")).collect();
        modes(count, "") + &format!("[env.A]\nmodes = [{}]\n", words.concat())
    };
    let tables: [(&str, &dyn Fn(usize) -> String); 5] = [
        ("variables that name the next", &variables),
        ("modes with a wrong key", &|count| modes(count, "alias = 1")),
        ("modes that are not there", &strangers),
        ("a mode again and again", &|count| {
            "[modes.m]\nrun = 'a'\n".repeat(count)
        }),
        ("lines that are no TOML", &|count| {
            "a = b\n".repeat(5 * count)
        }),
    ];
    for (what, table) in tables {
        let (few, many) = (time_to_read(&table(2_000)), time_to_read(&table(8_000)));
        assert!(many < few * FOURFOLD, "{what}: {few:?} became {many:?}");
    }
}

//! What shellcheck and checkbashisms both know, each by its own name.

/// The number of shellcheck's finding about the same thing as these words of
/// checkbashisms; confirmed on a script with all of them by
/// `lint::merge::what_two_engines_know_is_said_once`.
const SAME: &[(u32, &[&str])] = &[
    (2113, &["'function' is useless"]),
    (3001, &["<() process substitution"]),
    (3003, &["$'...' should be \"$(printf '...')\""]),
    (3006, &["'((' should be '$(('"]),
    (3007, &["'$[' should be '$(('"]),
    (3008, &["'select' is not POSIX"]),
    (
        3009,
        &[
            "brace expansion",
            "brace expansion, {a..b[..c]}should be $(seq a [c] b)",
        ],
    ),
    (
        3010,
        &["alternative test command ([[ foo ]] should be [ foo ])"],
    ),
    (3011, &["<<< here string"]),
    (3014, &["should be 'b = a'"]),
    (3017, &["test with unary -a (should be -e)"]),
    (
        3018,
        &[
            "'$((n++))' should be '$n; $((n=n+1))'",
            "'$((++n))' should be '$((n=n+1))'",
            "'$((n--))' should be '$n; $((n=n-1))'",
            "'$((--n))' should be '$((n=n-1))'",
        ],
    ),
    (3019, &["exponentiation is not POSIX"]),
    (3020, &["should be >word 2>&1"]),
    (3021, &["should be >word 2>&1"]),
    (3024, &["should be VAR=\"${VAR}foo\""]),
    (3025, &["/dev/(tcp|udp)"]),
    (3026, &["[^] should be [!]"]),
    (
        3028,
        &[
            "$RANDOM",
            "$(OS|MACH)TYPE",
            "$HOST(TYPE|NAME)",
            "$DIRSTACK",
            "$EUID should be \"$(id -u)\"",
            "$UID should be \"$(id -ru)\"",
            "$SECONDS",
            "$SHELLOPTS",
            "$PIPESTATUS",
            "$SHLVL",
            "$FUNCNAME",
            "$_",
        ],
    ),
    (3029, &["pipelining is not POSIX"]),
    (3032, &["coproc"]),
    (3033, &["function names should only contain [a-z0-9_]"]),
    (3034, &["'$(< foo)' should be '$(cat foo)'"]),
    (3037, &["echo -e"]),
    (3038, &["exec -c/-l/-a name"]),
    (3039, &["let ..."]),
    (3041, &["set -[BHT]"]),
    (3043, &["local -opt"]),
    (
        3044,
        &[
            "declare",
            "dirs",
            "disown",
            "enable",
            "mapfile",
            "readarray",
            "shopt",
            "suspend",
            "typeset",
            "(push|pop)d",
            "complete",
            "caller",
            "compgen",
        ],
    ),
    (
        3045,
        &[
            "read with option other than -r",
            "ulimit",
            "export only takes -p as an option",
            "readonly -[af]",
            "'printf -v var ...' should be var='$(printf ...)'",
        ],
    ),
    (3046, &["should be '.', not 'source'"]),
    (3047, &["trap with ERR|DEBUG|RETURN"]),
    (3053, &["${!name}"]),
    (3054, &["bash arrays, ${name[0|*|@]}"]),
    (3056, &["${!prefix[*|@]"]),
    (3057, &["${foo:3[:1]}"]),
    (
        3058,
        &["${[@|*]#[#]pat} or ${[@|*]%[%]pat}", "${#@} or ${#*}"],
    ),
    (3059, &["${parm,[,][pat]} or ${parm^[^][pat]}"]),
    (3060, &["${parm/?/pat[/str]}"]),
    (3061, &["read without variable"]),
];

/// Whether these words of checkbashisms are about what shellcheck calls `number`.
pub(super) fn is_known_as(words: &str, number: u32) -> bool {
    let mut same = SAME.iter().filter(|(known, _)| *known == number);
    same.any(|(_, all)| all.contains(&words))
}

//! Trees made from random bytes, in the form in which the parser gives them.

use lychgate::syntax::tree::{
    AndOr, Arm, Branch, Case, Command, Comment, Compound, CompoundKind, Connector, Expansion,
    Extent, For, Function, If, Item, Line, Link, List, Loop, LoopKind, Operator, Parameter,
    Pipeline, Redirection, RedirectionOperator, Script, Simple, Test, Word, WordPart,
};

const NAMES: &[&str] = &["a", "x_1", "PATH", "lg_status"];
const PARAMETERS: &[&str] = &["a", "x_1", "1", "12", "@", "*", "?", "-", "$", "!", "0"];
const LITERALS: &[&str] = &[
    "foo", "-x", "*", "[a-z]?", "1", "a.b/c", "=", "if", "}", "!", "a#b",
];
const QUOTED: &[&str] = &[
    "foo", " ", "it's", "# }", "a\\n", "(;&|<>)", "*", "\t", "\u{e9}",
];
const ARITHMETIC: &[&str] = &["1 + 2", "a = a + 1", "(1 + a) * 2"];
const OPERATORS: &[Operator] = &[
    Operator::Default(Test::Unset),
    Operator::Default(Test::UnsetOrEmpty),
    Operator::Assign(Test::UnsetOrEmpty),
    Operator::Error(Test::UnsetOrEmpty),
    Operator::Alternative(Test::Unset),
    Operator::Alternative(Test::UnsetOrEmpty),
    Operator::RemoveSuffix(Extent::Smallest),
    Operator::RemovePrefix(Extent::Largest),
];
const REDIRECTIONS: &[RedirectionOperator] = &[
    RedirectionOperator::Input,
    RedirectionOperator::Output,
    RedirectionOperator::Append,
    RedirectionOperator::DuplicateInput,
    RedirectionOperator::DuplicateOutput,
    RedirectionOperator::ReadWrite,
    RedirectionOperator::Clobber,
];

/// How many commands may stand inside each other.
const MAX_DEPTH: usize = 4;

/// The script that `bytes` choose; fewer bytes give a simpler one.
pub(super) fn script(bytes: &[u8]) -> Script<'static> {
    let mut maker = Maker {
        bytes: bytes.iter().copied(),
        depth: 0,
        long_words: false,
    };
    // Words of several lines do not mix with comments behind code and with
    // continued lines: there `shfmt` has an alignment of its own.
    maker.long_words = maker.below(2) == 1;
    Script { body: maker.list() }
}

/// Whether what is made must stand on one line.
#[derive(Clone, Copy, PartialEq)]
enum Room {
    OneLine,
    Lines,
}

struct Maker<I> {
    bytes: I,
    depth: usize,
    long_words: bool,
}

impl<I: Iterator<Item = u8>> Maker<I> {
    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.bytes.next().unwrap_or_default()) % limit
    }

    /// One in four, and only where there is room for it.
    fn chance(&mut self, room: Room) -> bool {
        self.below(4) == 3 && room == Room::Lines
    }

    fn one<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn many<T>(&mut self, least: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = least + self.below(3);
        (0..count).map(|_| make(self)).collect()
    }

    fn lines<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<Line<'static, T>> {
        let mut lines = Vec::new();
        for _ in 0..=self.below(3) {
            if self.chance(Room::Lines) && !lines.is_empty() {
                lines.push(Line::Blank);
            }
            if self.chance(Room::Lines) {
                lines.push(Line::Comment(Comment::new("a comment; with `code`")));
            }
            lines.push(Line::Code(make(self)));
        }
        lines
    }

    fn list(&mut self) -> List<'static> {
        List {
            lines: self.lines(|maker| maker.item(Room::Lines)),
            inline: false,
        }
    }

    fn body(&mut self, room: Room) -> List<'static> {
        if room == Room::Lines && self.below(3) > 0 {
            return self.list();
        }
        List::inline(self.item(Room::OneLine))
    }

    fn condition(&mut self, room: Room) -> List<'static> {
        if self.chance(room) {
            return self.list();
        }
        let mut item = self.item(Room::OneLine);
        for link in &mut item.and_or.rest {
            link.on_next_line = self.chance(room);
        }
        List::inline(item)
    }

    fn item(&mut self, room: Room) -> Item<'static> {
        let mut item = match self.below(12) {
            10 if room == Room::Lines => Compound::from(self.inline_case()).into(),
            11 if self.depth < MAX_DEPTH => self.function(room).into(),
            _ => Item::from(self.and_or(room)),
        };
        item.background = self.below(8) == 7 && room == Room::Lines;
        if self.chance(room) && !self.long_words {
            item.comment = Some(Comment::new("behind"));
        }
        item
    }

    fn and_or(&mut self, room: Room) -> AndOr<'static> {
        let mut and_or = AndOr::from(self.pipeline(room));
        while self.below(5) == 4 {
            let connector = self.one(&[Connector::And, Connector::Or]);
            let on_next_line = self.chance(room);
            let pipeline = self.pipeline(room);
            and_or.rest.push(Link {
                connector,
                on_next_line,
                pipeline,
            });
        }
        and_or
    }

    fn pipeline(&mut self, room: Room) -> Pipeline<'static> {
        let mut pipeline = Pipeline::from(self.command(room));
        pipeline.negated = self.below(8) == 7;
        while self.below(5) == 4 {
            pipeline.commands.push(self.command(room));
        }
        pipeline.multiline = self.chance(room) && pipeline.commands.len() > 1;
        pipeline
    }

    fn command(&mut self, room: Room) -> Command<'static> {
        if self.depth == MAX_DEPTH {
            return self.simple(room).into();
        }
        self.depth += 1;
        let command = match self.below(6) {
            4 | 5 => self.compound(room).into(),
            _ => self.simple(room).into(),
        };
        self.depth -= 1;
        command
    }

    /// A function definition stands alone: `shfmt` takes what follows one in a
    /// pipeline for a part of it.
    fn function(&mut self, room: Room) -> Function<'static> {
        self.depth += 1;
        let mut function = Function::new(self.one(NAMES), List::new());
        function.body = self.compound(room);
        self.depth -= 1;
        function
    }

    fn simple(&mut self, room: Room) -> Simple<'static> {
        let mut simple = Simple::new(self.many(1, |maker| maker.word(room)));
        for word in simple.words.iter_mut().skip(1) {
            word.on_next_line = self.chance(room) && !self.long_words;
        }
        for _ in 0..self.below(5).saturating_sub(2) {
            simple = simple.with(self.one(NAMES), self.word(room));
        }
        simple.redirections = self.redirections(room);
        simple
    }

    fn redirections(&mut self, room: Room) -> Vec<Redirection<'static>> {
        let count = self.below(5).saturating_sub(2);
        let redirection = |_| {
            let redirection = Redirection::new(self.one(REDIRECTIONS), self.word(room));
            match self.below(3) {
                0 => redirection,
                descriptor => redirection.of(u16::try_from(descriptor).unwrap_or_default()),
            }
        };
        (0..count).map(redirection).collect()
    }

    fn compound(&mut self, room: Room) -> Compound<'static> {
        let kind = match self.below(6) {
            0 => CompoundKind::Brace(self.body(room)),
            1 => CompoundKind::Subshell(self.body(room)),
            2 => self.conditional(room).into(),
            3 => {
                let kind = self.one(&[LoopKind::While, LoopKind::Until]);
                let (condition, body) = (self.condition(room), self.body(room));
                Loop {
                    kind,
                    condition,
                    body,
                }
                .into()
            }
            4 => {
                let name = self.one(NAMES).into();
                let words = (self.below(3) > 0).then(|| self.many(0, |maker| maker.word(room)));
                For {
                    name,
                    words,
                    body: self.body(room),
                }
                .into()
            }
            // A `case` on one line is made where it stands alone.
            _ if room == Room::OneLine => CompoundKind::Subshell(self.body(room)),
            _ => self.case().into(),
        };
        Compound {
            redirections: self.redirections(room),
            ..kind.into()
        }
    }

    fn conditional(&mut self, room: Room) -> If<'static> {
        let mut branches = Vec::new();
        for _ in 0..=self.below(3) / 2 {
            branches.push(Branch {
                condition: self.condition(room),
                body: self.body(room),
            });
        }
        let otherwise = (self.below(2) == 1).then(|| self.body(room));
        If {
            branches,
            otherwise,
        }
    }

    fn case(&mut self) -> Case<'static> {
        let word = self.word(Room::Lines);
        let mut lines = self.lines(Self::arm);
        if self.chance(Room::Lines) {
            lines.push(Line::Comment(Comment::new("last")));
        }
        Case {
            word,
            lines,
            inline: false,
        }
    }

    fn inline_case(&mut self) -> Case<'static> {
        let mut case = Case::new(Word::literal("a"), []);
        case.inline = true;
        for name in NAMES.iter().take(1 + self.below(3)) {
            let command = Simple::new([Word::literal(*name)]);
            case.lines.push(Line::Code(Arm::new(
                [Word::literal("b")],
                List::inline(command),
            )));
        }
        case
    }

    fn arm(&mut self) -> Arm<'static> {
        let patterns = self.many(1, |maker| maker.word(Room::Lines));
        let body = if self.below(4) == 0 {
            List::new()
        } else {
            self.body(Room::Lines)
        };
        let mut arm = Arm::new(patterns, body);
        if self.chance(Room::Lines) && !self.long_words {
            arm.comment = Some(Comment::new("behind"));
        }
        arm
    }

    fn word(&mut self, room: Room) -> Word<'static> {
        let parts = self.many(1, |maker| match maker.below(8) {
            0..3 => WordPart::Literal(maker.one(LITERALS).into()),
            3 => WordPart::Escaped(maker.one(b" $\\\"';#")),
            4 => WordPart::SingleQuoted(maker.text().replace('\'', "").into()),
            5 => WordPart::DoubleQuoted(maker.quoted(room)),
            _ => maker.expansion(room, false),
        });
        separate(parts).into()
    }

    fn quoted(&mut self, room: Room) -> Vec<WordPart<'static>> {
        let parts = self.many(0, |maker| match maker.below(4) {
            0 | 1 => WordPart::Literal(maker.text().into()),
            2 => WordPart::Escaped(maker.one(b"$`\"\\")),
            _ => maker.expansion(room, true),
        });
        separate(parts)
    }

    fn text(&mut self) -> &'static str {
        if self.long_words && self.below(4) == 3 {
            "foo\nbar"
        } else {
            self.one(QUOTED)
        }
    }

    fn expansion(&mut self, room: Room, quoted: bool) -> WordPart<'static> {
        if self.depth == MAX_DEPTH {
            return Parameter::new(self.one(PARAMETERS)).into();
        }
        self.depth += 1;
        let part = match self.below(8) {
            0 if self.long_words => WordPart::CommandSubstitution(self.body(room)),
            0 => WordPart::CommandSubstitution(self.body(Room::OneLine)),
            1 => WordPart::Arithmetic(vec![WordPart::Literal(self.one(ARITHMETIC).into())]),
            2 => WordPart::Arithmetic(vec![
                Parameter::new(self.one(NAMES)).into(),
                WordPart::Literal(" + 1".into()),
            ]),
            3 => Parameter::length(self.one(NAMES)).into(),
            4 | 5 => self.operation(room, quoted).into(),
            _ => Parameter::new(self.one(PARAMETERS)).into(),
        };
        self.depth -= 1;
        part
    }

    fn operation(&mut self, room: Room, quoted: bool) -> Parameter<'static> {
        let operator = self.one(OPERATORS);
        let is_pattern = matches!(
            operator,
            Operator::RemoveSuffix(_) | Operator::RemovePrefix(_)
        );
        let parts = if quoted && !is_pattern {
            let mut parts = self.quoted(room);
            parts.retain(
                |part| !matches!(part, WordPart::Literal(text) if text.as_bytes().iter().any(|byte| b"'}".contains(byte))),
            );
            parts
        } else {
            let mut word = self.word(room);
            word.parts
                .retain(|part| !matches!(part, WordPart::Literal(_)));
            word.parts
        };
        Parameter::with(self.one(NAMES), operator, separate(parts).into())
    }
}

/// The parts without literal after literal, and with braces where a parameter
/// would take the literal after it for more of its name.
fn separate(parts: Vec<WordPart<'static>>) -> Vec<WordPart<'static>> {
    let mut separated: Vec<WordPart<'static>> = Vec::new();
    for part in parts {
        match (separated.last_mut(), &part) {
            (Some(WordPart::Literal(_)), WordPart::Literal(_)) => continue,
            (Some(WordPart::Parameter(parameter)), WordPart::Literal(_))
                if parameter.expansion == Expansion::Plain =>
            {
                parameter.expansion = Expansion::Braced;
            }
            _ => {}
        }
        separated.push(part);
    }
    separated
}

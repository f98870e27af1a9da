//! Abbreviations of news prose, by what a period after them can mean.

/// What kind of abbreviation a word is: it decides what must follow for its period to end the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before a name or its explanation (`Sen.`, `e.g.`): never ends a sentence.
    Title,
    /// Stands before a number (`No.`, `Sec.`): does not end a sentence before one.
    Numbered,
    /// A month or a day: does not end a sentence before a number.
    Date,
    /// Closes a name or date (`Corp.`, `Ph.D.`, `B.C.`): ends a sentence before most capitals.
    Closing,
    /// A time of day (`a.m.`): ends a sentence before most capitals.
    Time,
    /// Anything else (`Calif.`, `Ave.`): ends a sentence only before a word that starts sentences.
    Other,
}

/// The longest word that can be an abbreviation, in bytes.
const MAX_LEN: usize = 10;

const TITLES: &[&str] = &[
    "adj", "adm", "amb", "asst", "attn", "atty", "brig", "capt", "cdr", "cf", "cmdr", "cmsgt", "col",
    "comdr", "cpl", "cpt", "det", "dr", "e.g", "esp", "fr", "ft", "gen", "gens", "gov", "govs", "hon", "i.e",
    "insp", "lcdr", "lt", "lts", "m", "maj", "messrs", "mlle", "mme", "mmes", "mr", "mrs", "ms", "msgr",
    "msgt", "mt", "mx", "ofc", "pfc", "pres", "prof", "profs", "pvt", "radm", "rep", "reps", "rev", "rt",
    "sen", "sens", "sfc", "sgt", "spc", "ssgt", "st", "ste", "supt", "treas", "tsgt", "u.s.s", "v", "vadm",
    "viz", "vs",
];

const NUMBERED: &[&str] = &[
    "art", "bk", "ch", "cl", "eq", "eqs", "ext", "fig", "figs", "h.r", "n", "n°", "no", "nos", "nr", "op",
    "p", "paras", "pg", "pp", "pt", "rm", "rs", "s", "sec", "secs", "sect", "stat", "subsec", "tel", "vol",
    "vols", "№",
];

const DATES: &[&str] = &[
    "apr", "aug", "dec", "feb", "fri", "jan", "jul", "jun", "mar", "mon", "nov", "oct", "sat", "sep", "sept",
    "sun", "thu", "thur", "thurs", "tue", "tues", "wed",
];

const CLOSING: &[&str] = &[
    "a.d", "assn", "assns", "b.c", "b.c.e", "bancorp", "bros", "c.e", "co", "corp", "cos", "cp", "inc",
    "intl", "j.d", "jr", "ll.b", "ll.m", "llc", "ltd", "m.d", "mfg", "ph.d", "plc", "pty",
];

const TIMES: &[&str] = &["a.m", "p.m"];

const OTHERS: &[&str] = &[
    // States and provinces
    "ala", "alta", "ariz", "ark", "calif", "cal", "colo", "conn", "del", "fla", "ga", "ia", "ida", "ill",
    "ind", "kan", "kans", "ken", "ky", "la", "man", "mass", "md", "mich", "minn", "miss", "mo", "mont",
    "n.b", "neb", "nebr", "nev", "okla", "ont", "ore", "pa", "penn", "que", "sask", "tenn", "tex", "va",
    "vt", "wash", "wis", "wisc", "wyo", // Government, military, law
    "acad", "admin", "appt", "bd", "bldg", "bn", "cert", "cir", "comm", "comp", "cong", "const", "ct",
    "dept", "depts", "dist", "div", "exec", "fed", "gov't", "govt", "hosp", "hq", "inst", "mgmt", "mgr",
    "mil", "natl", "org", "pub", "rec", "reg", "regs", "sess", "subch", "supp", "univ", "usc", // Places
    "apt", "ave", "blvd", "cres", "cyn", "expy", "fwy", "hts", "hwy", "jct", "ln", "mtn", "pkwy", "pl", "rd",
    "sq", "st", "terr", "tpke", "twp", // Names and learning
    "al", "alt", "anon", "b", "ba", "bros", "ca", "d", "dip", "ed", "eds", "esq", "et", "lit", "ph", "pseud",
    "ser", "trans", "transl", // Measures and the rest
    "approx", "avg", "bbl", "cent", "cu", "deg", "dia", "doz", "est", "fl", "fwd", "gal", "hr", "hrs",
    "incl", "kg", "km", "lb", "lbs", "max", "med", "min", "mins", "misc", "mpg", "mph", "oz", "pct", "prev",
    "prob", "qt", "qty", "ref", "repr", "rpm", "seq", "temp", "wt", "yd", "yds", "yr", "yrs",
];

const KINDS: [(Abbreviation, &[&str]); 6] = [
    (Abbreviation::Title, TITLES),
    (Abbreviation::Numbered, NUMBERED),
    (Abbreviation::Date, DATES),
    (Abbreviation::Closing, CLOSING),
    (Abbreviation::Time, TIMES),
    (Abbreviation::Other, OTHERS),
];

impl Abbreviation {
    /// The kind of the abbreviation `word`, written without its last period, in any case.
    pub(super) fn of(word: &str) -> Option<Self> {
        if word.len() > MAX_LEN {
            return None;
        }
        KINDS
            .iter()
            .find(|(_, words)| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
            .map(|(kind, _)| *kind)
    }
}

//! Abbreviations of news prose, by what a period after them can mean.

use super::words::{Words, contains, words};

/// What kind of abbreviation a word is: it decides what must follow for its period to end the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A title before a name (`Sen.`): ends no sentence, unless it is a plain word in lower case (`a sales rep.`).
    Title,
    /// Leads on to what it links to (`vs.`, `e.g.`): ends no sentence.
    Link,
    /// Stands before a number (`No.`, `Sec.`): does not end a sentence before one.
    Numbered,
    /// A month or a day: does not end a sentence before a number.
    Date,
    /// Closes a name or date (`Corp.`, `Ph.D.`, `B.C.`): ends a sentence before most capitals.
    Closing,
    /// Stands last in what it belongs to (`a.m.`, `etc.`): ends a sentence before most capitals.
    Final,
    /// Anything else (`Calif.`, `Ave.`): ends a sentence only before a word that starts sentences.
    Other,
}

const TITLES: Words = &words([
    "adj", "adm", "amb", "asst", "atty", "brig", "capt", "cdr", "cmdr", "cmsgt", "col", "comdr", "cpl",
    "cpt", "det", "dr", "fr", "ft", "gen", "gens", "gov", "govs", "hon", "insp", "lcdr", "lt", "lts", "m",
    "maj", "messrs", "mlle", "mme", "mmes", "mr", "mrs", "ms", "msgr", "msgt", "mt", "mx", "ofc", "pfc",
    "pres", "prof", "profs", "pvt", "radm", "rep", "reps", "rev", "rt", "sen", "sens", "sfc", "sgt", "spc",
    "ssgt", "ste", "supt", "treas", "tsgt", "u.s.s", "vadm",
]);

const LINKS: Words = &words(["attn", "cf", "e.g", "esp", "i.e", "v", "viz", "vs"]);

const NUMBERED: Words = &words([
    "art", "bk", "ch", "cl", "eq", "eqs", "ext", "fig", "figs", "h.r", "n", "no", "nos", "nr", "n°", "op",
    "p", "paras", "pg", "pp", "pt", "rm", "rs", "s", "sec", "secs", "sect", "stat", "subsec", "tel", "vol",
    "vols", "№",
]);

const DATES: Words = &words([
    "apr", "aug", "dec", "feb", "fri", "jan", "jul", "jun", "mar", "mon", "nov", "oct", "sat", "sep", "sept",
    "sun", "thu", "thur", "thurs", "tue", "tues", "wed",
]);

const CLOSING: Words = &words([
    "a.d", "assn", "assns", "b.c", "b.c.e", "bancorp", "bros", "c.e", "co", "corp", "cos", "cp", "inc",
    "intl", "j.d", "jr", "ll.b", "ll.m", "llc", "ltd", "m.d", "mfg", "ph.d", "plc", "pty",
]);

const FINALS: Words = &words(["a.m", "etc", "p.m"]);

const OTHERS: Words = &words([
    "acad", "admin", "al", "ala", "alt", "alta", "anon", "approx", "appt", "apt", "ariz", "ark", "ave",
    "avg", "b", "ba", "bbl", "bd", "bldg", "blvd", "bn", "bros", "ca", "cal", "calif", "cent", "cert", "cir",
    "colo", "comm", "comp", "cong", "conn", "const", "cres", "ct", "cu", "cyn", "d", "deg", "del", "dept",
    "depts", "dia", "dip", "dist", "div", "doz", "ed", "eds", "esq", "est", "et", "exec", "expy", "fed",
    "fl", "fla", "fwd", "fwy", "ga", "gal", "gov't", "govt", "hosp", "hq", "hr", "hrs", "hts", "hwy", "ia",
    "ida", "ill", "incl", "ind", "inst", "jct", "kan", "kans", "ken", "kg", "km", "ky", "la", "lb", "lbs",
    "lit", "ln", "man", "mass", "max", "md", "med", "mgmt", "mgr", "mich", "mil", "min", "minn", "mins",
    "misc", "miss", "mo", "mont", "mpg", "mph", "mtn", "n.b", "natl", "neb", "nebr", "nev", "okla", "ont",
    "ore", "oz", "pa", "pct", "penn", "ph", "pkwy", "pl", "prev", "prob", "pseud", "pub", "qt", "qty", "que",
    "rd", "rec", "ref", "reg", "regs", "repr", "rpm", "sask", "seq", "ser", "sess", "sq", "st", "subch",
    "supp", "temp", "tenn", "terr", "tex", "tpke", "trans", "transl", "twp", "univ", "usc", "va", "vt",
    "wash", "wis", "wisc", "wt", "wyo", "yd", "yds", "yr", "yrs",
]);

/// The longest of them all, in bytes.
const MAX_LEN: usize = 7;

const KINDS: [(Abbreviation, Words); 7] = [
    (Abbreviation::Title, TITLES),
    (Abbreviation::Link, LINKS),
    (Abbreviation::Numbered, NUMBERED),
    (Abbreviation::Date, DATES),
    (Abbreviation::Closing, CLOSING),
    (Abbreviation::Final, FINALS),
    (Abbreviation::Other, OTHERS),
];

impl Abbreviation {
    /// The kind of the abbreviation `word`, written without its last period, in any case.
    pub(super) fn of(word: &str) -> Option<Self> {
        if word.len() > MAX_LEN {
            return None;
        }
        KINDS.iter().find(|(_, words)| contains(words, word)).map(|(kind, _)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_in_any_case() {
        assert_eq!(Abbreviation::of("SEN"), Some(Abbreviation::Title));
        assert_eq!(Abbreviation::of("Corp"), Some(Abbreviation::Closing));
        assert_eq!(Abbreviation::of("p.m"), Some(Abbreviation::Final));
        assert_eq!(Abbreviation::of("senate"), None);
    }

    #[test]
    fn no_abbreviation_is_longer_than_the_limit() {
        for (_, words) in KINDS {
            assert!(words.iter().all(|&key| key < 1 << (8 * MAX_LEN)));
        }
    }
}

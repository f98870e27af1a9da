//! Abbreviations of news prose, by what a period after them can mean.

use super::words::{Words, key, words};

/// What kind of abbreviation a word is: it decides what must follow for its period to end the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A title before a name (`Sen.`): ends no sentence.
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
    "pres", "prof", "profs", "pvt", "radm", "rep", "reps", "rev", "sen", "sens", "sfc", "sgt", "spc", "ssgt",
    "ste", "supt", "treas", "tsgt", "u.s.s", "vadm",
]);

const LINKS: Words = &words(["attn", "cf", "e.g", "esp", "i.e", "v", "viz", "vs"]);

const NUMBERED: Words = &words([
    "art", "bk", "c", "ca", "ch", "cl", "eq", "eqs", "ext", "fig", "figs", "h.r", "n", "no", "nos", "nr",
    "n°", "op", "p", "paras", "pg", "pp", "ps", "pt", "rm", "rs", "s", "sec", "sect", "stat", "subsec",
    "tel", "vol", "vols", "№",
]);

/// Of bills, resolutions, reports and rules; some are words in lower case.
const CITED: Words = &words(["amdt", "amdts", "con", "doc", "exec", "h.res", "reg", "rept", "res", "s.res"]);

const DATES: Words = &words([
    "apr", "aug", "dec", "feb", "fri", "jan", "jul", "jun", "mar", "mon", "nov", "oct", "sat", "sep", "sept",
    "sun", "thu", "thur", "thurs", "tue", "tues", "wed",
]);

const CLOSING: Words = &words([
    "a.d", "assn", "assns", "b.c", "b.c.e", "bancorp", "bros", "c.e", "co", "corp", "cos", "cp", "inc",
    "intl", "j.d", "jr", "ll.b", "ll.m", "llc", "ltd", "m.d", "mfg", "ph.d", "plc", "pty",
]);

const FINALS: Words = &words(["a.m", "etc", "p.m"]);

/// States, streets and what else is a plain word in lower case.
const PLACES: Words = &words([
    "ala", "alta", "apt", "ariz", "ark", "ave", "blvd", "cal", "calif", "colo", "conn", "cres", "cyn", "del",
    "ed", "expy", "fed", "fla", "fwy", "ga", "hts", "hwy", "ia", "ida", "ill", "ind", "jct", "kan", "kans",
    "ken", "ky", "la", "ln", "man", "mass", "med", "md", "mich", "minn", "miss", "mo", "mont", "mtn", "n.b",
    "neb", "nebr", "nev", "okla", "ont", "ore", "pa", "penn", "pkwy", "pl", "pub", "que", "rd", "sask", "sq",
    "st", "tenn", "terr", "tex", "tpke", "twp", "va", "vt", "wash", "wis", "wisc", "wyo",
]);

const OTHERS: Words = &words([
    "acad", "admin", "al", "approx", "appt", "avg", "b", "bbl", "bd", "bldg", "bn", "cir", "cong", "ct",
    "cu", "d", "deg", "dept", "depts", "dia", "dist", "div", "doz", "eds", "esq", "est", "et", "fl", "fwd",
    "gov't", "govt", "hosp", "hq", "hr", "hrs", "incl", "inst", "kg", "km", "lb", "lbs", "max", "mgmt",
    "mgr", "min", "mins", "misc", "mpg", "mph", "natl", "oz", "pct", "ph", "pseud", "qt", "qty", "regs",
    "rpm", "sess", "subch", "univ", "usc", "yd", "yds", "yr", "yrs",
]);

/// The longest of them all, in bytes.
const MAX_LEN: usize = 7;

/// The words of each kind, and whether they are abbreviations only with a capital: `a sales rep.` is a word.
const KINDS: [(Abbreviation, bool, Words); 9] = [
    (Abbreviation::Title, true, TITLES),
    (Abbreviation::Link, false, LINKS),
    (Abbreviation::Numbered, false, NUMBERED),
    (Abbreviation::Numbered, true, CITED),
    (Abbreviation::Date, true, DATES),
    (Abbreviation::Closing, false, CLOSING),
    (Abbreviation::Final, false, FINALS),
    (Abbreviation::Other, true, PLACES),
    (Abbreviation::Other, false, OTHERS),
];

impl Abbreviation {
    /// The kind of the abbreviation `word`, written without its last period.
    pub(super) fn of(word: &str) -> Option<Self> {
        let is_capital = word.starts_with(char::is_uppercase);
        Self::find(word).filter(|&(_, needs_capital)| is_capital || !needs_capital).map(|(kind, _)| kind)
    }

    /// Whether `word` is an abbreviation of any kind when its case is left aside.
    pub(super) fn is_listed(word: &str) -> bool {
        Self::find(word).is_some()
    }

    /// The kind of `word`, and whether it needs a capital.
    fn find(word: &str) -> Option<(Self, bool)> {
        if word.len() > MAX_LEN {
            return None;
        }
        let key = key(word)?;
        let at = LISTED.binary_search_by_key(&key, |&(key, _)| key).ok()?;
        let (kind, needs_capital, _) = KINDS[LISTED[at].1];
        Some((kind, needs_capital))
    }
}

/// The words of all kinds, sorted by their keys, each with the place of its kind in [`KINDS`].
static LISTED: [(u128, usize); n_listed()] = {
    let mut listed = [(0, 0); n_listed()];
    let mut n = 0;
    let mut kind = 0;
    while kind < KINDS.len() {
        let words = KINDS[kind].2;
        let mut word = 0;
        while word < words.len() {
            let mut at = n;
            while at > 0 && listed[at - 1].0 > words[word] {
                listed[at] = listed[at - 1];
                at -= 1;
            }
            listed[at] = (words[word], kind);
            n += 1;
            word += 1;
        }
        kind += 1;
    }
    listed
};

/// The number of words of all kinds.
const fn n_listed() -> usize {
    let mut n = 0;
    let mut kind = 0;
    while kind < KINDS.len() {
        n += KINDS[kind].2.len();
        kind += 1;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_places_are_words_without_a_capital() {
        assert_eq!(Abbreviation::of("Miss"), Some(Abbreviation::Other));
        assert_eq!(Abbreviation::of("miss"), None);
        assert!(Abbreviation::is_listed("miss"));
    }

    #[test]
    fn kinds_are_told_in_capitals_too() {
        assert_eq!(Abbreviation::of("SEN"), Some(Abbreviation::Title));
        assert_eq!(Abbreviation::of("Corp"), Some(Abbreviation::Closing));
        assert_eq!(Abbreviation::of("p.m"), Some(Abbreviation::Final));
        assert_eq!(Abbreviation::of("senate"), None);
    }

    #[test]
    fn each_abbreviation_is_of_one_kind() {
        assert!(LISTED.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn no_abbreviation_is_longer_than_the_limit() {
        for (_, _, words) in KINDS {
            assert!(words.iter().all(|&key| key < 1 << (8 * MAX_LEN)));
        }
    }
}

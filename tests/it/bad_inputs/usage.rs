//! The command line.

use insta::assert_snapshot;

use super::{classify, run};
use crate::support::Case;

#[test]
fn values_out_of_range_are_told_with_the_range() {
    let case = Case::with_model().file("a.txt", "income tax");
    for (args, said) in [
        (
            "classify a.txt --threshold 1.5",
            "newsdesk: error[E0101]: --threshold 1.5: expected a number from 0 to 1\n",
        ),
        (
            "classify a.txt -t -0.5",
            "newsdesk: error[E0101]: --threshold -0.5: expected a number from 0 to 1\n",
        ),
        ("classify a.txt -t NaN", "newsdesk: error[E0101]: --threshold NaN: expected a number from 0 to 1\n"),
        (
            "summarize a.txt --ratio 0",
            "newsdesk: error[E0101]: --ratio 0: expected a number above 0 and up to 1\n",
        ),
        (
            "summarize a.txt --ratio -1",
            "newsdesk: error[E0101]: --ratio -1: expected a number above 0 and up to 1\n",
        ),
        (
            "summarize a.txt --sentences -1",
            "error: invalid value '-1' for '--sentences <N>': expected a whole number, 1 or more\n",
        ),
        (
            "summarize a.txt --sentences 0",
            "error: invalid value '0' for '--sentences <N>': expected a whole number, 1 or more\n",
        ),
        (
            "classify a.txt -k -1",
            "error: invalid value '-1' for '--top <N>': expected a whole number, 0 or more\n",
        ),
        (
            "evaluate a.txt --min-accuracy 2",
            "newsdesk: error[E0101]: --min-accuracy 2: expected a number from 0 to 1\n",
        ),
        (
            "evaluate a.txt --max-ece -0.1",
            "newsdesk: error[E0101]: --max-ece -0.1: expected a number from 0 to 1\n",
        ),
        (
            "summarize a.txt --words 1 --chars 1",
            "error: the argument '--words <N>' cannot be used with '--chars <N>'\n",
        ),
        (
            "train a.txt -o m.ndm --folds 1",
            "newsdesk: error[E0101]: --folds 1: expected 0, or a number from 2 to 50\n",
        ),
        ("train a.txt -o m.ndm -C 0", "newsdesk: error[E0101]: C 0: expected a number above 0\n"),
        ("train a.txt -o m.ndm -C -1", "newsdesk: error[E0101]: C -1: expected a number above 0\n"),
        ("train a.txt -o m.ndm --cost -0.5", "newsdesk: error[E0101]: C -0.5: expected a number above 0\n"),
        ("train a.txt -o m.ndm --mixture -1", "newsdesk: error[E0101]: mixture -1: expected 0 or more\n"),
        (
            "train a.txt -o m.ndm --dedupe -1",
            "newsdesk: error[E0101]: --dedupe -1: expected a number above 0 and up to 1, or off\n",
        ),
        (
            "train a.txt -o m.ndm --ngrams -1",
            "newsdesk: error[E0101]: --ngrams \"-1\": expected two numbers\nhelp: pass --ngrams 1-2\n",
        ),
        (
            "train a.txt -o m.ndm --max-features -1",
            "error: invalid value '-1' for '--max-features <N>': expected a whole number, 1 or more\n",
        ),
        (
            "train a.txt -o m.ndm --seed -1",
            "error: invalid value '-1' for '--seed <N>': expected a whole number, 0 or more\n",
        ),
        (
            "classify a.txt --max-errors -1",
            "error: invalid value '-1' for '--max-errors <N>': expected a whole number, 0 or more\n",
        ),
        (
            "explain a.txt --top -1",
            "error: invalid value '-1' for '--top <N>': expected a whole number, 0 or more\n",
        ),
        ("train a.txt -o m.ndm -C nan", "newsdesk: error[E0101]: C NaN: expected a number above 0\n"),
        (
            "train a.txt -o m.ndm --min-df 0",
            "error: invalid value '0' for '--min-df <N>': expected a whole number, 1 or more\n",
        ),
        (
            "train a.txt -o m.ndm --dedupe 2",
            "newsdesk: error[E0101]: --dedupe 2: expected a number above 0 and up to 1, or off\n",
        ),
        (
            "train a.txt -o m.ndm --ngrams 3-1",
            "newsdesk: error[E0101]: n-grams 3-1: expected two rising numbers from 1 to 5\nhelp: pass --ngrams 1-2\n",
        ),
        (
            "train a.txt -o m.ndm --ngrams x",
            "newsdesk: error[E0101]: --ngrams \"x\": expected two numbers\nhelp: pass --ngrams 1-2\n",
        ),
        (
            "train a.txt -o m.ndm --rare x",
            "newsdesk: error[E0101]: --rare \"x\" is not known\nhelp: pass keep, drop, merge:NAME or error\n",
        ),
        (
            "classify -m policy.ndm a.txt -d xx",
            "newsdesk: error[E0101]: the delimiter \"xx\": expected one ASCII character\nhelp: pass -d ';', -d tab or -d auto\n",
        ),
        (
            "classify a.txt -f pdf",
            "newsdesk: error[E0101]: the format \"pdf\" is not one of this verb's\nhelp: choose one of: jsonl, csv, tsv, json, text, parquet\n",
        ),
        (
            "classify a.txt -f html",
            "newsdesk: error[E0101]: the format \"html\" is not one of this verb's\nhelp: choose one of: jsonl, csv, tsv, json, text, parquet\n",
        ),
        (
            "classify a.txt -o out.xml",
            "newsdesk: error[E0101]: out.xml: no output of this command has the extension \"xml\"\nhelp: choose one of: jsonl, csv, tsv, json, text, parquet\n",
        ),
        (
            "brief -m policy.ndm a.txt -o out.csv",
            "newsdesk: error[E0101]: out.csv: no output of this command has the extension \"csv\"\nhelp: choose one of: text, md, html, json\n",
        ),
        (
            "evaluate -m policy.ndm a.txt -o out.jsonl",
            "newsdesk: error[E0101]: out.jsonl: no output of this command has the extension \"jsonl\"\nhelp: choose one of: text, json\n",
        ),
        (
            "classify a.txt --threads x",
            "error: invalid value 'x' for '--threads <N>': expected a whole number, 0 or more\n",
        ),
        ("classify a.txt -q -v", "error: the argument '--quiet' cannot be used with '--verbose'\n"),
        ("frobnicate a.txt", "error: unrecognized subcommand 'frobnicate'\n"),
        ("train a.txt", "error: the following required arguments were not provided:\n  --output <MODEL>\n"),
    ] {
        let ran = case.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args}: {ran}");
        assert!(ran.stderr.starts_with(said), "{args}: {ran}");
        // The parser of the command line says more: the usage and where help is.
        assert!(ran.stderr == said || said.starts_with("error: "), "{args}: {ran}");
    }
    assert_eq!(case.names(), ["a.txt", "policy.ndm"]);
}

#[test]
fn names_that_are_not_known_are_told_with_the_choice() {
    let case = Case::with_model().file("a.txt", "income tax");
    assert_snapshot!(case.run("classify -m policy.ndm a.txt --fields id,nope"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: no field "nope"
help: choose among: id, label, score, labels, name, abstain, abstain_reason, title, byline, dateline, date, words, known_terms, removed_bytes, evidence, summary, source, record, model
"#);
    assert_snapshot!(case.run("train a.txt -o m.ndm --stemmer klingon"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: no stemmer for the language "klingon"
help: choose one of: none, arabic, danish, dutch, english, finnish, french, german, greek, hungarian, italian, norwegian, portuguese, romanian, russian, spanish, swedish, tamil, turkish
"#);
    assert_snapshot!(case.run("train a.txt -o m.ndm --algorithm magic"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: no algorithm "magic"
help: choose one of: svm, nbsvm, logistic, naive-bayes, multinomial-naive-bayes, linfa-logistic, linfa-bayes
"#);
    assert_snapshot!(case.run("train a.txt -o m.ndm --algorithm naive-bayes --mixture 0.5"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: a mixture of naive-bayes and naive-bayes
help: take one of svm, nbsvm and logistic, or leave --mixture out
"#);
    assert_snapshot!(case.run("train a.txt -o m.ndm --chars three"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: --chars "three": expected two numbers
help: pass --chars 3-5
"#);
    assert_snapshot!(case.run("train a.txt -o m.ndm --chars 5-3"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: n-grams of 5-3 characters: expected two rising numbers from 1 to 8
help: pass --chars 3-5
"#);
    assert_snapshot!(case.run("summarize -m policy.ndm a.txt --topic Sports"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: --topic "Sports" is no label of the model policy@[ID]
help: choose one of: auto, none, Agriculture, Civil Rights, Defense, Education, Energy, Environment, Health, Housing, Immigration, International Affairs, Labor, Law and Crime, Macroeconomics, Transportation
"#);
    assert_eq!(case.run("summarize -m policy.ndm a.txt --method magic").code, 2);
}

#[test]
fn columns_that_are_not_there_are_told_with_the_header() {
    let table = "nr,words,desk\n1,income tax,a\n";
    assert_snapshot!(classify("a.csv", table), @r#"
exit: 3
--- stderr
newsdesk: error[E0201]: a.csv: no text column: expected "text", "body", "content" or "article"; the header has "nr", "words", "desk"
help: pass --text-column NAME
"#);
    assert_snapshot!(run("a.csv", table, "train -o m.ndm --text-column words"), @r#"
exit: 3
--- stderr
newsdesk: error[E0201]: a.csv: no label column: expected "label", "topic", "major_topic", "majortopic", "major" or "category"; the header has "nr", "words", "desk"
help: pass --label-column NAME
"#);
    assert_snapshot!(run("a.csv", table, "classify --text-column body"), @r#"
exit: 3
--- stderr
newsdesk: error[E0201]: a.csv: no column named "body"; the header has "nr", "words", "desk"
help: pass --text-column with one of these names
"#);
    assert_snapshot!(run("a.csv", "text,label\nfarm aid,x\n", "evaluate --by desk"), @r#"
exit: 2
--- stderr
newsdesk: note: a.csv: columns: text = "text", label = "label"
newsdesk: error[E0101]: --by "desk": no such column
help: choose one of: text, label
"#);
}

#[test]
fn no_verb_at_all() {
    let ran = Case::new().run("");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Usage: newsdesk [OPTIONS] <COMMAND>"), "{ran}");
}

//! Parquet in and out; without the feature, what is said instead.

use std::fs;

use crate::support::{Case, repository};

fn case() -> Case {
    Case::with_model().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap())
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_is_read_as_the_table_that_it_was_made_of() {
    let case = case().file("bad.csv", "id,text\n1,\"The farm bill\"\n2,b,c\n");
    let written = case.run("classify -m policy.ndm sample.csv bad.csv -o all.parquet");
    assert_eq!(written.code, 3, "an error record: {written}");
    let kept = case.run("classify -m policy.ndm sample.csv --keep-columns -o kept.parquet");
    assert_eq!((kept.code, kept.stdout.as_str()), (0, ""), "{kept}");

    let fields = "-f jsonl --fields id,label,score,labels,title,words";
    let of_table = case.run(&format!("classify -m policy.ndm sample.csv {fields}"));
    let of_parquet = case.run(&format!("classify -m policy.ndm kept.parquet --text-column text --id-column input.id --title-column input.title {fields}"));
    assert_eq!(of_parquet.stdout, of_table.stdout, "{of_parquet}");
    let ledger =
        |text: &str| text.lines().last().unwrap().split(" · ").take(4).collect::<Vec<_>>().join(" · ");
    assert_eq!(ledger(&of_parquet.stderr), ledger(&of_table.stderr));

    let trained = case.run("train kept.parquet --text-column text --label-column input.label --algorithm svm --tune off --folds 0 -o again.ndm");
    assert_eq!(trained.code, 0, "{trained}");
}

#[cfg(feature = "parquet")]
#[test]
fn rows_of_a_parquet_file_are_read_by_type() {
    let case = case();
    case.run("classify -m policy.ndm sample.csv -o all.parquet");
    let by_number = case.run("classify -m policy.ndm all.parquet --text-column record --fields id,words");
    assert!(by_number.stdout.starts_with("{\"id\":\"s001\",\"words\":1}\n"), "{by_number}");
    let missing = case.run("classify -m policy.ndm all.parquet");
    assert_eq!((missing.code, missing.stdout.as_str()), (3, ""));
    assert!(
        missing
            .stderr
            .starts_with("newsdesk: error[E0201]: all.parquet: no text column: expected \"text\", \"body\""),
        "{missing}"
    );
}

/// The bytes of a Parquet file of the sample.
#[cfg(feature = "parquet")]
fn written(case: &Case) -> Vec<u8> {
    case.run("classify -m policy.ndm sample.csv --keep-columns -o whole.parquet");
    fs::read(case.path("whole.parquet")).unwrap()
}

#[cfg(feature = "parquet")]
#[test]
fn a_damaged_parquet_file_is_an_error_without_a_panic() {
    let case = case();
    let whole = written(&case);
    fs::write(case.path("half.parquet"), &whole[..whole.len() / 2]).unwrap();
    let half = case.run("classify -m policy.ndm half.parquet --text-column text");
    assert_eq!((half.code, half.stdout.as_str()), (3, ""), "{half}");
    assert!(
        half.stderr.starts_with("newsdesk: error[E0211]: half.parquet: a damaged Parquet file: "),
        "{half}"
    );

    for at in (4..whole.len()).step_by(whole.len() / 60) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(case.path("flipped.parquet"), bytes).unwrap();
        let ran = case.run("classify -m policy.ndm flipped.parquet --text-column text --fields id");
        assert!(matches!(ran.code, 0 | 3) && !ran.stderr.contains("panicked"), "byte {at}: {ran}");
    }
}

/// A number of a page header in Thrift's compact protocol: the largest there is.
#[cfg(feature = "parquet")]
const LARGEST: [u8; 5] = [0xfe, 0xff, 0xff, 0xff, 0x0f];

/// The file with another number in its first page's header: the one that starts at `at`.
#[cfg(feature = "parquet")]
fn with_largest(whole: &[u8], at: usize) -> Vec<u8> {
    let end = at + whole[at..].iter().position(|byte| *byte < 0x80).unwrap();
    [&whole[..at], &LARGEST, &whole[end + 1..]].concat()
}

#[cfg(feature = "parquet")]
#[test]
fn a_page_that_lies_about_its_size_is_refused_before_it_takes_the_memory() {
    let case = case();
    let whole = written(&case);
    // A dictionary, its two sizes, then a struct with the number of its entries.
    assert!(matches!(whole[4..], [0x15, 4, 0x15, ..]));
    let entries = 4 + whole[4..].windows(2).position(|bytes| bytes == [0x4c, 0x15]).unwrap() + 2;
    let too_large = "E0212]: x.parquet: found 2048 MiB once it is decompressed, expected 64 at most";
    let too_many = "E0211]: x.parquet: a damaged Parquet file: Parquet error: found a dictionary of more \
                    entries than it has bytes";
    for (at, message) in [(7, too_large), (entries, too_many)] {
        fs::write(case.path("x.parquet"), with_largest(&whole, at)).unwrap();
        let ran = case.run("classify -m policy.ndm x.parquet --text-column 1");
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran}");
        assert!(ran.stderr.contains(message), "{ran}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_in_a_stream_is_refused_with_the_way_out() {
    let case = case();
    case.run("classify -m policy.ndm sample.csv -o all.parquet");
    let bytes = fs::read(case.path("all.parquet")).unwrap();
    let ran = case.run_with("classify -m policy.ndm -", &bytes);
    assert_eq!(ran.code, 3);
    assert!(
        ran.stderr.starts_with(
            "newsdesk: error[E0209]: -: found Parquet in a stream, expected a file: it is read from its end"
        ),
        "{ran}"
    );
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_parquet_is_refused_with_the_way_out() {
    let case = case().file("a.parquet", b"PAR1\x15\x04\x15\x00PAR1");
    let read = case.run("classify -m policy.ndm a.parquet");
    assert_eq!(read.code, 3);
    assert!(
        read.stderr.ends_with(
            "newsdesk: error[E0209]: a.parquet: not text: found a Parquet file\n\
             help: save it as CSV or JSON lines, or build newsdesk with --features parquet\n"
        ),
        "{read}"
    );
    let written = case.run("classify -m policy.ndm sample.csv -o b.parquet");
    assert_eq!(written.code, 2);
    assert!(written.stderr.contains("this build writes no Parquet"), "{written}");
    assert!(!case.path("b.parquet").exists());
}

//! The sentences of any text tile it; none is blank in a text that is not, none but the first starts with a space.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::text::sentence::SentenceSplitter;
use newsdesk_fuzz::assert_spans;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let sentences = SentenceSplitter::new().split(&text);
    assert_spans(sentences.iter().copied(), &text);
    let is_blank = text.trim().is_empty();
    let mut end = 0;
    for span in sentences {
        assert_eq!(span.start, end, "a gap");
        let sentence = span.of(&text);
        assert!(is_blank || !sentence.trim().is_empty(), "a blank sentence at {span:?}");
        assert!(end == 0 || !sentence.starts_with(char::is_whitespace), "white space before {span:?}");
        end = span.end;
    }
    assert_eq!(end, text.len(), "a gap at the end");
});

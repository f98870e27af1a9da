//! Rules that name a page's furniture: what elements, class names and set phrases say a block is.

use super::blocks::Block;
use super::element::Tag;
use super::hints::Hints;
use super::metadata::MAX_BYLINE_BYTES;
use super::tree::Node;

/// The name of a rule, for [`Removed::rule`](crate::text::Removed::rule).
pub(crate) type Rule = &'static str;

/// The rule for text outside the article that no other rule names.
pub(crate) const BOILERPLATE: Rule = "boilerplate";

/// The rule for captions and credits.
pub(crate) const CAPTION: Rule = "caption";

/// The rule for links to other articles.
pub(crate) const RELATED: Rule = "related";

/// The rule for who wrote it and when.
pub(crate) const BYLINE: Rule = "byline";

/// What class names say, most telling first.
const BY_HINT: [(Hints, Rule); 17] = [
    (Hints::COMMENTS, "comments"),
    (Hints::SHARE, "share"),
    (Hints::CAPTION, CAPTION),
    (Hints::SIGNUP, "signup"),
    (Hints::RELATED, RELATED),
    (Hints::NAVIGATION, "navigation"),
    (Hints::TAGS, "tags"),
    (Hints::AUTHOR, BYLINE),
    (Hints::BYLINE, BYLINE),
    (Hints::DATE, BYLINE),
    (Hints::ADVERT, "advert"),
    (Hints::FOOTER, "footer"),
    (Hints::SIDEBAR, "sidebar"),
    (Hints::INVISIBLE, "invisible"),
    (Hints::NOTICE, "notice"),
    (Hints::MEDIA, CAPTION),
    (Hints::WIDGET, "widget"),
];

/// The furniture that an element is, or nothing where it may hold the article.
pub(crate) fn of_node(node: &Node) -> Option<Rule> {
    of_tag(node.tag).or_else(|| of_hints(node.tag, node.hints))
}

/// The furniture that a block's inline elements say it is.
pub(crate) fn of_inline(block: &Block) -> Option<Rule> {
    if block.is_button { Some("widget") } else { of_hints(Tag::Inline, block.inline_hints) }
}

fn of_tag(tag: Tag) -> Option<Rule> {
    match tag {
        Tag::Nav => Some("navigation"),
        Tag::Footer => Some("footer"),
        Tag::Aside => Some("sidebar"),
        Tag::Caption | Tag::Figure => Some(CAPTION),
        Tag::Form => Some("widget"),
        _ => None,
    }
}

fn of_hints(tag: Tag, hints: Hints) -> Option<Rule> {
    // Articles carry the names of their topics, quoted posts that of the network, rows whatever their data are.
    let is_named_otherwise = match tag {
        Tag::Quote | Tag::Row | Tag::Cell => true,
        Tag::Article => hints.any(Hints::ARTICLE),
        _ => hints.any(Hints::ARTICLE_BODY),
    };
    if is_named_otherwise || hints == Hints::NONE {
        return None;
    }
    // Page builders make the article of widgets: `text-widget`, `media-body`.
    let holds_text = hints.any(Hints::ARTICLE | Hints::BODY);
    let ambiguous = if holds_text { Hints::WIDGET | Hints::MEDIA } else { Hints::NONE };
    BY_HINT.iter().find(|(hint, _)| hints.any(*hint) && !ambiguous.any(*hint)).map(|&(_, rule)| rule)
}

/// Whether a rule holds even for a part of the page with much running text.
pub(crate) fn is_certain(rule: Rule) -> bool {
    matches!(rule, "comments" | "footer" | "navigation" | "signup" | "notice")
}

/// Whether a rule is for furniture that is made of links: what has more running text is only called so.
pub(crate) fn is_made_of_links(rule: Rule) -> bool {
    matches!(rule, "navigation" | "share" | "tags")
}

/// How set phrases of furniture begin, in lower case.
const PHRASES: [(&str, Rule); 43] = [
    ("advertisement", "advert"),
    ("sponsored", "advert"),
    ("story continues below", "advert"),
    ("article continues", "advert"),
    ("continue reading below", "advert"),
    ("scroll to continue", "advert"),
    ("related:", RELATED),
    ("related stor", RELATED),
    ("related article", RELATED),
    ("related content", RELATED),
    ("related topic", RELATED),
    ("read more", RELATED),
    ("read also", RELATED),
    ("read next", RELATED),
    ("also read", RELATED),
    ("see also", RELATED),
    ("more:", RELATED),
    ("more from", RELATED),
    ("more on", RELATED),
    ("most popular", RELATED),
    ("most read", RELATED),
    ("trending", RELATED),
    ("recommended", RELATED),
    ("you may also like", RELATED),
    ("you might also like", RELATED),
    ("don't miss", RELATED),
    ("watch:", RELATED),
    ("filed under", "tags"),
    ("photos:", CAPTION),
    ("photo:", CAPTION),
    ("image:", CAPTION),
    ("(photo", CAPTION),
    ("(image", CAPTION),
    ("share this", "share"),
    ("share on", "share"),
    ("follow us", "share"),
    ("sign up", "signup"),
    ("subscribe", "signup"),
    ("get the latest", "signup"),
    ("join the conversation", "comments"),
    ("view comments", "comments"),
    ("all rights reserved", "footer"),
    ("copyright ©", "footer"),
];

/// The longest text, in bytes, that a set phrase at its beginning makes furniture.
const MAX_PHRASE_BYTES: usize = 200;

/// The part of a block that is links from which on `Follow` at its beginning means a social network.
const MIN_FOLLOW_LINK_DENSITY: f32 = 0.1;

/// The furniture that a block's wording says it is.
pub(crate) fn of_text(text: &str, link_density: f32) -> Option<Rule> {
    if text.len() > MAX_PHRASE_BYTES {
        return None;
    }
    if is_byline(text) {
        return Some(BYLINE);
    }
    if text.eq_ignore_ascii_case("advert") {
        return Some("advert");
    }
    if is_mark(text) {
        return Some("release_mark");
    }
    if link_density > MIN_FOLLOW_LINK_DENSITY && starts_with(text, "follow ") {
        return Some("share");
    }
    PHRASES.iter().find(|(phrase, _)| starts_with(text, phrase)).map(|&(_, rule)| rule)
}

/// Whether a text is a mark of a release and not of its text: `Begin Text:`, `End text.`, `# # #`.
fn is_mark(text: &str) -> bool {
    const MARKS: [&str; 4] = ["begin text", "begin transcript", "end text", "end transcript"];
    let words = text.trim_end_matches(['.', ':', ' ']);
    let hashes =
        || text.len() <= 7 && text.starts_with('#') && text.bytes().all(|b| matches!(b, b'#' | b' '));
    MARKS.iter().any(|mark| words.eq_ignore_ascii_case(mark)) || hashes()
}

/// Whether a text tells whom to ask, as the last paragraph of a release does: `For any questions, please contact …`.
pub(crate) fn is_contact_note(text: &str) -> bool {
    const NOTES: [&str; 8] = [
        "for additional information",
        "for any questions",
        "for further information",
        "for inquiries",
        "for media inquiries",
        "for more information",
        "for press inquiries",
        "for questions",
    ];
    let is_note = || NOTES.iter().any(|note| starts_with(text, note));
    text.len() <= MAX_PHRASE_BYTES && text.contains("contact") && is_note()
}

/// Whether a text is `By` and names.
pub(crate) fn is_byline(text: &str) -> bool {
    let names = || text[3..].starts_with(char::is_uppercase) && !text.ends_with('.');
    text.len() <= MAX_BYLINE_BYTES && starts_with(text, "by ") && names()
}

/// Whether a text is an address of the web: given to be read, not as the name of another page.
pub(crate) fn is_address(text: &str) -> bool {
    !text.contains(' ') && (text.starts_with("http") || text.starts_with("www."))
}

/// Whether `text` begins with `phrase`, which is ASCII, in any case.
fn starts_with(text: &str, phrase: &str) -> bool {
    text.get(..phrase.len()).is_some_and(|start| start.eq_ignore_ascii_case(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_phrases_are_furniture_in_any_case() {
        assert_eq!(of_text("ADVERTISEMENT", 0.0), Some("advert"));
        assert_eq!(of_text("Read more: the bill", 0.9), Some(RELATED));
        assert_eq!(of_text("The bill passed.", 0.0), None);
    }

    #[test]
    fn a_long_text_is_no_set_phrase() {
        let text = format!("Subscribers of the plan {}", "pay more and more ".repeat(20));
        assert_eq!(of_text(&text, 0.0), None);
    }

    #[test]
    fn marks_and_notes_on_whom_to_ask_are_known() {
        assert_eq!(of_text("Begin Text:", 0.0), Some("release_mark"));
        assert_eq!(of_text("# # #", 0.0), Some("release_mark"));
        assert_eq!(of_text("End text messages on the road", 0.0), None);
        assert!(is_contact_note("For any questions, please contact Bo Day at day@rivers.example."));
        assert!(!is_contact_note("For more information, see the report of the board."));
    }

    #[test]
    fn a_byline_names_names() {
        assert!(is_byline("By Ann Lee"));
        assert!(!is_byline("By law, the agency must answer."));
        assert!(!is_byline("by the way"));
    }

    #[test]
    fn the_body_of_an_article_is_no_widget() {
        let hints = Hints::of(b"widget-text-editor");
        assert_eq!(of_hints(Tag::Div, hints), None);
        assert_eq!(of_hints(Tag::Div, Hints::of(b"search-widget")), Some("widget"));
    }
}

//! Why a line was taken out.

/// The rules; [`Rule::name`] is what [`Removed`](crate::text::Removed) reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Advertisement,
    Banner,
    BlockedPage,
    Breadcrumb,
    Contact,
    Copyright,
    Date,
    EndMark,
    Footer,
    Form,
    Header,
    Menu,
    Navigation,
    PageTitle,
    Print,
    Related,
    ReleaseMark,
    Repeated,
    Share,
    Site,
    SkipLink,
    Subscribe,
    Tags,
    Template,
}

impl Rule {
    /// The rules that `phrases.txt` has sections for.
    pub(super) const LISTED: [Self; 13] = [
        Self::Advertisement,
        Self::Banner,
        Self::Contact,
        Self::Copyright,
        Self::Form,
        Self::Menu,
        Self::Print,
        Self::Related,
        Self::ReleaseMark,
        Self::Share,
        Self::SkipLink,
        Self::Subscribe,
        Self::Tags,
    ];

    /// The name under which a removal is reported.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Advertisement => "advertisement",
            Self::Banner => "banner",
            Self::BlockedPage => "blocked_page",
            Self::Breadcrumb => "breadcrumb",
            Self::Contact => "contact",
            Self::Copyright => "copyright",
            Self::Date => "date",
            Self::EndMark => "end_mark",
            Self::Footer => "footer",
            Self::Form => "form",
            Self::Header => "header",
            Self::Menu => "menu",
            Self::Navigation => "navigation",
            Self::PageTitle => "page_title",
            Self::Print => "print",
            Self::Related => "related",
            Self::ReleaseMark => "release_mark",
            Self::Repeated => "repeated",
            Self::Share => "share",
            Self::Site => "site",
            Self::SkipLink => "skip_link",
            Self::Subscribe => "subscribe",
            Self::Tags => "tags",
            Self::Template => "template",
        }
    }
}

/// How sure a form is to be furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// Furniture wherever it stands.
    Sure,
    /// Furniture above and below the article; inside it may be a heading or a quotation.
    Likely,
    /// A few words that menus are made of, and headings and lists too.
    Words,
    /// Opens a section of furniture: what follows it without prose belongs to it.
    Opens,
}

/// A form of furniture that a line was found to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) rule: Rule,
    pub(super) strength: Strength,
}

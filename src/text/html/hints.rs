//! What class names, ids and roles say about an element.

use std::ops::{BitAnd, BitOr, BitOrAssign};

/// A set of meanings that the words of an element's `class`, `id`, `role` or `itemprop` have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints(u32);

impl Hints {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NAVIGATION: Self = Self(1);
    pub(crate) const FOOTER: Self = Self(1 << 1);
    pub(crate) const SIDEBAR: Self = Self(1 << 2);
    pub(crate) const RELATED: Self = Self(1 << 3);
    pub(crate) const SHARE: Self = Self(1 << 4);
    pub(crate) const COMMENTS: Self = Self(1 << 5);
    pub(crate) const ADVERT: Self = Self(1 << 6);
    pub(crate) const SIGNUP: Self = Self(1 << 7);
    pub(crate) const CAPTION: Self = Self(1 << 8);
    pub(crate) const BYLINE: Self = Self(1 << 9);
    pub(crate) const TAGS: Self = Self(1 << 10);
    pub(crate) const ARTICLE: Self = Self(1 << 11);
    pub(crate) const BODY: Self = Self(1 << 12);
    pub(crate) const NOTICE: Self = Self(1 << 13);
    pub(crate) const MEDIA: Self = Self(1 << 14);
    pub(crate) const INVISIBLE: Self = Self(1 << 15);
    pub(crate) const WIDGET: Self = Self(1 << 16);
    pub(crate) const AUTHOR: Self = Self(1 << 17);
    pub(crate) const DATE: Self = Self(1 << 18);
    pub(crate) const ARTICLE_BODY: Self = Self(1 << 19);
    pub(crate) const LEAD: Self = Self(1 << 20);

    /// The hints in the value of a `class`, `id`, `role` or `itemprop` attribute.
    ///
    /// Words end where letters end and where a capital follows a small letter, so that `relatedArticles` and
    /// `related-articles` say the same.
    pub(crate) fn of(value: &[u8]) -> Self {
        let mut hints = Self::NONE;
        let mut word = [0; 16];
        let mut len = 0;
        let mut small = false;
        for &byte in value {
            let boundary = !byte.is_ascii_alphabetic() || (small && byte.is_ascii_uppercase());
            if boundary {
                hints |= Self::of_word(&word[..len]);
                len = 0;
            }
            small = byte.is_ascii_lowercase();
            if byte.is_ascii_alphabetic() && len < word.len() {
                word[len] = byte.to_ascii_lowercase();
                len += 1;
            }
        }
        hints | Self::of_word(&word[..len])
    }

    /// The hints of one word in lower case.
    fn of_word(word: &[u8]) -> Self {
        match word {
            b"nav" | b"navbar" | b"navigation" | b"menu" | b"submenu" | b"menubar" | b"subnav"
            | b"breadcrumb" | b"breadcrumbs" | b"dropdown" | b"hamburger" | b"pagination" | b"pager"
            | b"skip" | b"toolbar" | b"toc" | b"sitemap" => Self::NAVIGATION,
            b"footer" | b"foot" | b"colophon" | b"contentinfo" => Self::FOOTER,
            b"sidebar" | b"aside" | b"rail" | b"side" | b"complementary" | b"secondary" => Self::SIDEBAR,
            b"related" | b"recommended" | b"recommendations" | b"recommend" | b"trending" | b"popular"
            | b"recirc" | b"most" | b"outbrain" | b"taboola" | b"latest" | b"headlines" | b"readmore"
            | b"teaser" | b"teasers" | b"promo" | b"promos" | b"upnext" | b"carousel" | b"crosslinks"
            | b"suggested" => Self::RELATED,
            b"share" | b"sharing" | b"social" | b"sharedaddy" | b"shares" | b"follow" | b"addthis"
            | b"addtoany" | b"facebook" | b"whatsapp" | b"linkedin" | b"shareaholic" | b"bookmark" => {
                Self::SHARE
            }
            b"comment" | b"comments" | b"disqus" | b"respond" | b"viafoura" | b"livefyre"
            | b"commentlist" | b"replies" | b"discussion" => Self::COMMENTS,
            b"ad" | b"ads" | b"advert" | b"adverts" | b"advertisement" | b"advertising" | b"sponsor"
            | b"sponsored" | b"dfp" | b"gpt" | b"leaderboard" | b"mpu" | b"banner" | b"billboard"
            | b"sponsors" | b"adslot" | b"adsense" | b"adsbygoogle" => Self::ADVERT,
            b"newsletter" | b"newsletters" | b"subscribe" | b"subscription" | b"signup" | b"paywall"
            | b"login" | b"register" | b"subscriber" | b"membership" | b"donate" | b"cta" | b"signin"
            | b"optin" => Self::SIGNUP,
            b"caption" | b"credit" | b"credits" | b"figcaption" | b"cutline" | b"attribution"
            | b"captions" | b"photographer" => Self::CAPTION,
            b"byline" | b"bylines" | b"dateline" | b"kicker" | b"meta" | b"contributors" | b"vcard"
            | b"readtime" => Self::BYLINE,
            b"author" | b"authors" | b"bio" | b"writer" | b"creator" => Self::AUTHOR,
            b"date" | b"timestamp" | b"published" | b"pubdate" | b"updated" | b"modified"
            | b"datepublished" | b"datetime" => Self::DATE,
            b"tag" | b"tags" | b"topics" | b"keywords" | b"categories" | b"taglist" | b"tagcloud"
            | b"topic" | b"filed" => Self::TAGS,
            b"article" | b"story" | b"post" | b"entry" | b"hentry" | b"main" => Self::ARTICLE,
            b"content" | b"body" | b"text" | b"paragraph" | b"copy" | b"richtext" | b"prose" => Self::BODY,
            b"articlebody" | b"storybody" | b"articletext" | b"articlecontent" | b"storycontent"
            | b"storytext" => Self::ARTICLE_BODY | Self::BODY | Self::ARTICLE,
            b"cookie" | b"cookies" | b"consent" | b"gdpr" | b"modal" | b"popup" | b"overlay" | b"legal"
            | b"copyright" | b"disclaimer" | b"privacy" | b"dialog" | b"disclosure" | b"notice"
            | b"notification" | b"tooltip" => Self::NOTICE,
            b"gallery" | b"slideshow" | b"slide" | b"slider" | b"image" | b"photo" | b"video" | b"player"
            | b"playlist" | b"images" | b"photos" | b"thumbnail" | b"audio" => Self::MEDIA,
            b"hidden" | b"hide" | b"sr" | b"visuallyhidden" | b"invisible" | b"noprint" | b"offscreen"
            | b"loading" | b"loader" => Self::INVISIBLE,
            b"widget" | b"widgets" | b"textwidget" | b"module" | b"tools" | b"weather" | b"quiz"
            | b"poll" | b"search" | b"buttons" | b"button" | b"btn" => Self::WIDGET,
            b"summary" | b"deck" | b"dek" | b"subtitle" | b"standfirst" | b"lede" | b"lead"
            | b"subheadline" | b"excerpt" | b"description" => Self::LEAD,
            _ => Self::of_beginning(word),
        }
    }

    /// The hints of a word that is written together with another, such as `relatedposts`.
    fn of_beginning(word: &[u8]) -> Self {
        let beginnings: [(&[u8], Self); 9] = [
            (b"related", Self::RELATED),
            (b"recommend", Self::RELATED),
            (b"mostpop", Self::RELATED),
            (b"share", Self::SHARE),
            (b"social", Self::SHARE),
            (b"comment", Self::COMMENTS),
            (b"newsletter", Self::SIGNUP),
            (b"sponsor", Self::ADVERT),
            (b"articlebod", Self::ARTICLE_BODY),
        ];
        beginnings.iter().find(|(start, _)| word.starts_with(start)).map_or(Self::NONE, |&(_, hint)| hint)
    }

    /// Whether it shares a meaning with `other`.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Hints {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Hints {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for Hints {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_hyphens_and_at_capitals() {
        assert_eq!(Hints::of(b"share-bar"), Hints::SHARE);
        assert_eq!(Hints::of(b"RelatedPosts"), Hints::RELATED);
        assert_eq!(Hints::of(b"shareholders x"), Hints::SHARE);
        assert_eq!(Hints::of(b"broadcast"), Hints::NONE);
    }

    #[test]
    fn an_element_can_have_many_hints() {
        let hints = Hints::of(b"article-body sidebar");
        assert!(hints.any(Hints::ARTICLE) && hints.any(Hints::BODY) && hints.any(Hints::SIDEBAR));
    }
}

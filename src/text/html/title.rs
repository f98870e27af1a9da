//! The headline of a page, and the name of the site that pages append to it.

/// What stands between a headline and the name of the site, and nowhere else.
const STRONG: [&str; 4] = [" | ", " :: ", " » ", " · "];

/// What stands between a headline and the name of the site, or inside a headline.
const WEAK: [&str; 4] = [" - ", " – ", " — ", ": "];

/// `title` without the name of the site at its end.
///
/// After a bar the shorter end is the site's name. After a dash it is one only if it reads like `site`, a name or a
/// host: headlines have dashes of their own.
pub(crate) fn without_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    let cut = STRONG.iter().filter_map(|separator| title.rsplit_once(separator));
    let headline = cut
        .filter(|(headline, name)| name.len() < headline.len())
        .map(|(headline, _)| headline.trim())
        .next();
    let title = headline.unwrap_or(title);
    let Some(site) = site else { return title };
    let mut cut = WEAK.iter().filter_map(|separator| title.rsplit_once(separator));
    cut.find(|(_, name)| reads_like(name, site)).map_or(title, |(headline, _)| headline.trim())
}

/// Whether two names of a site have the same letters, or the one is the beginning of the other, a host.
fn reads_like(name: &str, site: &str) -> bool {
    let (name, site) = (letters(name), letters(site));
    name.len() >= 2 && (site.starts_with(&name) || name.starts_with(&site))
}

/// Whether two headlines say the same but for case, spaces and punctuation.
pub(crate) fn same(a: &str, b: &str) -> bool {
    letters_of(a).eq(letters_of(b))
}

fn letters(text: &str) -> String {
    letters_of(text).collect()
}

fn letters_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_after_a_bar_goes() {
        assert_eq!(without_site("Senate passes farm bill | The Daily Post", None), "Senate passes farm bill");
    }

    #[test]
    fn a_dash_in_a_headline_stays() {
        let title = "Travel to Geneva - Day two";
        assert_eq!(without_site(title, Some("agency.example")), title);
        assert_eq!(without_site("Travel to Geneva - Agency", Some("agency.example")), "Travel to Geneva");
    }
}

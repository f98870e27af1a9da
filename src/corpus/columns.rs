//! Which column or field of an input is the text, the label, the id and so on.

use super::fault::{input, quoted, short};
use super::params::ReadParams;
use crate::error::{Error, Place, Result};

/// What a column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The document's text; the only one that is always needed.
    Text,
    /// The label.
    Label,
    /// The id.
    Id,
    /// The title.
    Title,
    /// The date.
    Date,
    /// The group.
    Group,
}

impl Role {
    /// All roles, in the order in which they are reported.
    pub(crate) const ALL: [Self; 6] =
        [Self::Text, Self::Label, Self::Id, Self::Title, Self::Date, Self::Group];

    /// The role's name, as in its flag.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Label => "label",
            Self::Id => "id",
            Self::Title => "title",
            Self::Date => "date",
            Self::Group => "group",
        }
    }

    /// The names looked for, in lower case, the first that is there wins. A group is never guessed.
    pub(crate) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["text", "body", "content", "article"],
            Self::Label => &["label", "topic", "major_topic", "majortopic", "major", "category"],
            Self::Id => &["id", "doc_id", "docid", "uuid", "url"],
            Self::Title => &["title", "headline"],
            Self::Date => &["date", "published"],
            Self::Group => &[],
        }
    }

    /// The user's choice.
    pub(crate) fn chosen(self, params: &ReadParams) -> Option<&str> {
        match self {
            Self::Text => params.text_column.as_deref(),
            Self::Label => params.label_column.as_deref(),
            Self::Id => params.id_column.as_deref(),
            Self::Title => params.title_column.as_deref(),
            Self::Date => params.date_column.as_deref(),
            Self::Group => params.group_column.as_deref(),
        }
    }

    /// Whether an input without it cannot be used.
    pub(crate) fn is_needed(self, params: &ReadParams) -> bool {
        self == Self::Text || self == Self::Label && params.needs_label || self.chosen(params).is_some()
    }
}

/// The index of each role's column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns([Option<usize>; 6]);

impl Columns {
    /// The column of `role`, where the table has one.
    pub(crate) fn get(&self, role: Role) -> Option<usize> {
        self.0[role as usize]
    }

    /// Finds the columns in a header.
    ///
    /// # Errors
    /// E0201 if a needed column is not there, E0202 if its name stands there twice.
    pub(crate) fn find(header: &[String], params: &ReadParams, place: &Place) -> Result<Self> {
        let mut columns = Self::default();
        for role in Role::ALL {
            let found = match role.chosen(params) {
                Some(name) => by_choice(header, name),
                None => by_names(header, role),
            };
            let column = match found.as_slice() {
                [] if role.is_needed(params) => return Err(missing(role, "header", header, params, place)),
                [] => None,
                [column] => Some(*column),
                [first, second, ..] => return Err(twice(role, &header[*first], *first, *second, place)),
            };
            columns.0[role as usize] = column;
        }
        Ok(columns)
    }

    /// What was chosen, for the user: `text = "body", label = "topic"`.
    pub(crate) fn describe(&self, header: &[String]) -> String {
        let found = Role::ALL.iter().filter_map(|&role| Some((role, self.get(role)?)));
        let parts: Vec<_> =
            found.map(|(role, i)| format!("{} = {}", role.name(), short(&header[i]))).collect();
        parts.join(", ")
    }
}

/// The columns of that name; else in any case of letters; else the column of that number.
fn by_choice(header: &[String], name: &str) -> Vec<usize> {
    let exact = positions(header, |column| column == name);
    if !exact.is_empty() {
        return exact;
    }
    let folded = positions(header, |column| column.to_lowercase() == name.to_lowercase());
    match name.parse::<usize>() {
        Ok(number) if folded.is_empty() && (1..=header.len()).contains(&number) => vec![number - 1],
        _ => folded,
    }
}

/// The columns of the first of the role's names that is there.
fn by_names(header: &[String], role: Role) -> Vec<usize> {
    let find = |name: &&str| positions(header, |column| column.eq_ignore_ascii_case(name));
    role.names().iter().map(find).find(|found| !found.is_empty()).unwrap_or_default()
}

fn positions(header: &[String], is: impl Fn(&str) -> bool) -> Vec<usize> {
    (0..header.len()).filter(|&i| is(&header[i])).collect()
}

/// E0201: what the header or object `whole` has instead, and the flag that helps.
pub(crate) fn missing(
    role: Role,
    whole: &str,
    names: &[String],
    params: &ReadParams,
    place: &Place,
) -> Error {
    let role_name = role.name();
    let part = if whole == "header" { "column" } else { "field" };
    let has = format!("the {whole} has {}", quoted(names));
    let Some(name) = role.chosen(params) else {
        let message = format!("no {role_name} {part}: expected {}; {has}", one_of(role.names()));
        let help = format!("pass --{role_name}-column NAME");
        return input("E0201", place.clone(), message, Some(help));
    };
    let help = match by_names(names, role).first() {
        Some(&i) => format!("pass --{role_name}-column {}", names[i]),
        None => format!("pass --{role_name}-column with one of these names"),
    };
    input("E0201", place.clone(), format!("no {part} named {}; {has}", short(name)), Some(help))
}

fn one_of(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last:?}", quoted(first)),
        _ => quoted(names),
    }
}

fn twice(role: Role, name: &str, first: usize, second: usize, place: &Place) -> Error {
    let (first, second) = (first + 1, second + 1);
    let message = format!("found {} twice in the header, as columns {first} and {second}", short(name));
    let help = format!("pass --{}-column {first} or {second}", role.name());
    input("E0202", place.clone(), message, Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(header: &[&str], params: &ReadParams) -> Result<Columns> {
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        Columns::find(&header, params, &Place::file("x.csv"))
    }

    fn labelled(label_column: &str) -> ReadParams {
        ReadParams { label_column: Some(label_column.into()), ..ReadParams::default() }
    }

    #[test]
    fn the_first_known_name_wins_in_any_case() {
        let columns = find(&["ID", "content", "Major", "TEXT", "category"], &ReadParams::default()).unwrap();
        assert_eq!(columns.0, [Some(3), Some(2), Some(0), None, None, None]);
    }

    #[test]
    fn a_choice_is_a_name_or_a_number() {
        let header = ["text", "2", "x"];
        assert_eq!(find(&header, &labelled("3")).unwrap().get(Role::Label), Some(2));
        assert_eq!(find(&header, &labelled("2")).unwrap().get(Role::Label), Some(1));
        assert_eq!(find(&header, &labelled("X")).unwrap().get(Role::Label), Some(2));
    }

    #[test]
    fn a_missing_column_is_told_with_the_header_and_the_flag() {
        let error = find(&["id", "title", "body", "label"], &labelled("topic")).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"x.csv: no column named "topic"; the header has "id", "title", "body", "label""#
        );
        assert_eq!((error.code(), error.help()), ("E0201", Some("pass --label-column label")));
        let error = find(&["id", "words"], &ReadParams::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"x.csv: no text column: expected "text", "body", "content" or "article"; the header has "id", "words""#
        );
        assert_eq!(error.help(), Some("pass --text-column NAME"));
        let needs_label = ReadParams { needs_label: true, ..ReadParams::default() };
        assert!(find(&["text"], &needs_label).unwrap_err().to_string().contains("no label column: expected"));
    }

    #[test]
    fn a_name_that_stands_twice_is_an_error_only_if_used() {
        let error = find(&["text", "id", "Text"], &ReadParams::default()).unwrap_err();
        assert_eq!(error.to_string(), r#"x.csv: found "text" twice in the header, as columns 1 and 3"#);
        assert_eq!((error.code(), error.help()), ("E0202", Some("pass --text-column 1 or 3")));
        assert!(find(&["text", "x", "x"], &ReadParams::default()).is_ok());
    }
}

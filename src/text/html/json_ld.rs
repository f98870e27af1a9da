//! JSON-LD: what a page says about its article in a script for search engines.

use serde_json::Value;

/// What the JSON-LD of a page says, each from the first object that says it.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    pub(crate) headline: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) publisher: Option<String>,
}

impl JsonLd {
    /// Reads the scripts; one that is no JSON says nothing.
    pub(crate) fn read(scripts: &[String]) -> Self {
        let mut found = Self::default();
        for script in scripts {
            if let Ok(value) = serde_json::from_str(script.trim()) {
                found.add(&value);
            }
        }
        found
    }

    /// Walks all objects of `value`, outer before inner.
    fn add(&mut self, value: &Value) {
        let mut rest = vec![value];
        while let Some(value) = rest.pop() {
            match value {
                Value::Object(object) => {
                    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
                    set(&mut self.headline, || text("headline"));
                    set(&mut self.date, || text("datePublished"));
                    if self.date.is_some() || self.headline.is_some() {
                        set(&mut self.author, || object.get("author").and_then(name));
                        set(&mut self.publisher, || object.get("publisher").and_then(name));
                    }
                    rest.extend(object.values().rev());
                }
                Value::Array(array) => rest.extend(array.iter().rev()),
                _ => {}
            }
        }
    }
}

fn set(slot: &mut Option<String>, value: impl FnOnce() -> Option<String>) {
    if slot.is_none() {
        *slot = value().filter(|text| !text.trim().is_empty());
    }
}

/// The name of a person or organisation, or the names of a list of them.
fn name(value: &Value) -> Option<String> {
    let one = |value: &Value| value.as_str().or_else(|| value.get("name")?.as_str()).map(str::to_owned);
    match value {
        Value::Array(array) => {
            let names: Vec<String> = array.iter().filter_map(one).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        value => one(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_in_a_graph_is_found() {
        let script = r#"{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle", "headline": "A vote",
            "datePublished": "2021-05-04", "author": [{"name": "Ann Lee"}, "Bo Day"], "publisher": {"name": "The Post"}}]}"#;
        let found = JsonLd::read(&[script.to_owned()]);
        assert_eq!(found.headline.as_deref(), Some("A vote"));
        assert_eq!(found.date.as_deref(), Some("2021-05-04"));
        assert_eq!(found.author.as_deref(), Some("Ann Lee, Bo Day"));
        assert_eq!(found.publisher.as_deref(), Some("The Post"));
    }

    #[test]
    fn broken_json_says_nothing() {
        assert!(JsonLd::read(&["{".to_owned(), "[".repeat(100_000)]).headline.is_none());
    }
}

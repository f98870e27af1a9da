//! What is measured where no input is given: the sample articles of this repository, as bytes in memory.

use crate::corpus::Input;

/// The name of the sample in the report.
pub(super) const NAME: &str = "built-in sample articles";

/// File names with contents of `data/articles`.
macro_rules! articles {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../data/articles/", $name)))),*]
    };
}

/// Saved pages of 2 to 5 kB with the furniture that real ones have, plain text and HTML.
const ARTICLES: [(&str, &str); 12] = articles![
    "agriculture-hay-lift.txt"
    "defense-river-crossing.txt"
    "district-attorney-payroll-fraud.txt"
    "education-teacher-residency.html"
    "energy-battery-coal-plant.html"
    "environment-quill-river-mercury.txt"
    "governor-ferry-terminal.txt"
    "health-measles-clinic.txt"
    "immigration-court-docket.html"
    "international-sarrat-water-accord.html"
    "senator-flood-homes.txt"
    "transportation-ferry-terminal.txt"
];

/// The sample as inputs.
pub(super) fn inputs() -> Vec<Input> {
    let input =
        |(name, text): (&str, &str)| Input::Bytes { name: name.into(), bytes: text.as_bytes().into() };
    ARTICLES.into_iter().map(input).collect()
}

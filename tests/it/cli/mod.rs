//! Every verb: what it prints, where, and how it ends.

mod classify;
mod explain;
mod label_names;
mod multi_label;
mod others;
mod parquet;
mod report;
mod summaries;
mod summarize;
mod training;
mod tuning;

use crate::support::Case;

const TABLE: &str = "\
id,text,desk
n1,The senate passed the farm bill and dairy farmers get aid when milk prices fall.,rural
n2,Teachers and schools get money for math classes under the education bill.,city
n3,,none
";

/// Four plain sentences without page furniture.
const ARTICLE: &str = "\
The county opened two new schools on Monday after three years of work. Teachers said the classes are smaller now. \
Parents asked the board for a bus line to the eastern school before winter. The board will vote on the bus line in May.
";

fn case() -> Case {
    Case::with_model().file("news.csv", TABLE).file("article.txt", ARTICLE)
}

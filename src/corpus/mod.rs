//! Where documents come from: tables, JSON lines, text and HTML files, directories, standard input, each also
//! compressed.
//!
//! [`documents`] turns [`Input`]s into [`Records`]. Bytes are decompressed, their encoding is found out, rows or
//! lines are cut, and the columns that matter are copied out: one record is in memory at a time, however long the
//! input is.
//!
//! | code | what is wrong | and then |
//! |---|---|---|
//! | E0201 | a column or field that is needed is not there | the run ends |
//! | E0202 | a column's name that is used stands twice in the header | the run ends |
//! | E0203 | the table has no header | the run ends |
//! | E0204 | the delimiter given makes one column of the table | the run ends |
//! | E0205 | a row has another number of fields than the header | the record is lost |
//! | E0206 | a quote is not closed | the record is lost; at the end of the file the run ends |
//! | E0207 | bytes are not valid in the input's encoding | the record is lost |
//! | E0208 | a record is larger than the limit | the record is lost |
//! | E0209 | the file is not text | the run ends |
//! | E0210 | a line is not a JSON object, or a field not a string | the record is lost |
//! | E0211 | a compressed file or a Parquet file is damaged | the run ends after the records before it |
//! | E0212 | a compressed file becomes larger than the limit | the run ends after the records before it |
//! | E0213 | a file or directory cannot be opened | the run ends |
//! | E0214 | an entry of a directory is a broken link, a link loop, a pipe or a device | the record is lost |
//! | E0215 | with kept columns, two tables have different headers | the run ends |
//!
//! A byte in a message is an offset into the decompressed file, of UTF-16 and the like into its text as UTF-8;
//! for E0211 and E0212 it is an offset into the compressed file.
//!
//! What ends the run for the only input costs one of several, or a file found in a directory, only its own records:
//! one error record stands for those that could not be read.

mod columns;
mod decode;
mod detect;
mod fault;
mod header;
mod inflate;
mod input;
mod jsonl;
mod lines;
mod magic;
mod object;
mod open;
mod page;
mod params;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod records;
mod rows;
mod scan;
mod sniff;
mod table;
#[cfg(test)]
mod testing;
mod window;

pub use input::{Input, SourceStamp, source_stamps};
pub use params::{EncodingErrors, InputFormat, ReadParams};
pub use record::Record;
pub use records::{Records, documents};

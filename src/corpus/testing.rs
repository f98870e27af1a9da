//! Reading from memory, for the tests of this folder.

use super::{Input, ReadParams, Record, documents};
use crate::error::{Error, Notice, Result};

/// The records of one input that has this name and content; panics if it cannot be opened.
pub(crate) fn read<B: AsRef<[u8]>>(name: &str, content: B, params: &ReadParams) -> Vec<Result<Record>> {
    documents(vec![input(name, content)], params.clone(), |_| {}).unwrap().collect()
}

/// The last error of an input.
pub(crate) fn fails<B: AsRef<[u8]>>(name: &str, content: B, params: &ReadParams) -> Error {
    match documents(vec![input(name, content)], params.clone(), |_| {}) {
        Ok(records) => records.filter_map(Result::err).last().unwrap(),
        Err(error) => error,
    }
}

/// Each record as `id: text`, each error as its message.
pub(crate) fn messages<B: AsRef<[u8]>>(name: &str, content: B, params: &ReadParams) -> Vec<String> {
    let show = |record: Result<Record>| match record {
        Ok(record) => format!("{}: {}", record.document.id, record.document.text),
        Err(error) => error.to_string(),
    };
    read(name, content, params).into_iter().map(show).collect()
}

/// What is said while one input is read.
pub(crate) fn notices<B: AsRef<[u8]>>(name: &str, content: B) -> Vec<String> {
    let mut said = Vec::new();
    let notify = |notice: Notice| said.push(format!("{:?} {notice}", notice.level));
    documents(vec![input(name, content)], ReadParams::default(), notify).unwrap().for_each(drop);
    said
}

fn input(name: &str, content: impl AsRef<[u8]>) -> Input {
    Input::Bytes { name: name.into(), bytes: content.as_ref().into() }
}

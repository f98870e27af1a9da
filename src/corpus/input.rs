//! What a positional argument is, and the sources it stands for.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::fault::{as_record, input, record};
use super::record::Origin;
use crate::error::{Error, Level, Notice, Place, Result};

/// One input as the user gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, or a directory: all files in it and in the directories below, in the order of names. Hidden ones are
    /// passed over. A link to a directory outside is followed, one to a directory inside is not.
    Path(PathBuf),
    /// Bytes that are in memory already.
    Bytes {
        /// A file name, for messages and because its extension tells the format.
        name: PathBuf,
        /// The content, which may be compressed.
        bytes: Arc<[u8]>,
    },
}

impl Input {
    /// The input that a command-line argument stands for: `-` is standard input, everything else a path.
    pub fn from_arg(arg: impl Into<OsString>) -> Self {
        let arg = arg.into();
        if arg == "-" { Self::Stdin } else { Self::Path(arg.into()) }
    }
}

/// One stream of bytes to read, or the reason why there is none.
#[derive(Debug)]
pub(crate) struct Source {
    /// What it is called.
    pub(crate) origin: Arc<Origin>,
    /// Whether it is all there is to read: what is wrong with it then ends the run.
    pub(crate) alone: bool,
    /// Its size, where it is known.
    pub(crate) bytes: Option<u64>,
    /// When it was changed last, where that is known.
    pub(crate) modified: Option<SystemTime>,
    /// How it is opened.
    pub(crate) content: Content,
}

/// How a source is opened.
#[derive(Debug)]
pub(crate) enum Content {
    /// By reading standard input.
    Stdin,
    /// By opening the file of its path.
    File,
    /// It is there.
    Bytes(Arc<[u8]>),
    /// Not at all.
    Lost(Error),
}

/// The sources of all inputs, directories walked in the order of names.
///
/// An input that is not there is a source that is lost, unless it is the only one.
///
/// # Errors
/// E0213 if the only input is not there.
pub(crate) fn sources(inputs: Vec<Input>, notify: &mut dyn FnMut(Notice)) -> Result<Vec<Source>> {
    let alone = inputs.len() == 1;
    let mut sources = Vec::new();
    for input in inputs {
        match input {
            Input::Stdin => sources.push(Source::new("-".into(), alone, None, Content::Stdin)),
            Input::Bytes { name, bytes } => {
                let n_bytes = Some(bytes.len() as u64);
                sources.push(Source::new(name, alone, n_bytes, Content::Bytes(bytes)));
            }
            Input::Path(path) => match sources_at(path.clone(), alone, &mut sources) {
                Ok(0) => notify(no_files(&path)),
                Ok(_) => {}
                Err(error) if alone => return Err(error),
                Err(error) => {
                    let lost = Content::Lost(as_record(error, 1));
                    sources.push(Source::new(path, false, None, lost));
                }
            },
        }
    }
    Ok(sources)
}

/// Adds the sources that a path stands for and tells how many they are.
fn sources_at(path: PathBuf, alone: bool, sources: &mut Vec<Source>) -> Result<usize> {
    let before = sources.len();
    let metadata = fs::metadata(&path).map_err(|error| unusable(&path, &error))?;
    if metadata.is_dir() {
        Walk::new(path)?.collect_into(sources);
    } else {
        sources.push(Source::file(path, alone, &metadata));
    }
    Ok(sources.len() - before)
}

fn no_files(path: &Path) -> Notice {
    let message = "no files in this directory (hidden ones are passed over)".to_owned();
    Notice { level: Level::Warning, place: Place::file(path), message }
}

impl Source {
    fn new(path: PathBuf, alone: bool, bytes: Option<u64>, content: Content) -> Self {
        Self { origin: Arc::new(Origin::new(path)), alone, bytes, modified: None, content }
    }

    fn file(path: PathBuf, alone: bool, metadata: &Metadata) -> Self {
        let bytes = metadata.is_file().then_some(metadata.len());
        Self { modified: metadata.modified().ok(), ..Self::new(path, alone, bytes, Content::File) }
    }
}

/// What tells whether an input is still the same: its size and the time of its last change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceStamp {
    /// The file as the user named it, or as it was found in a directory.
    pub path: PathBuf,
    /// Its size; none where it cannot be read.
    pub bytes: Option<u64>,
    /// Nanoseconds since 1970.
    pub modified_ns: Option<u64>,
}

/// The stamps of everything that `inputs` stand for now, directories walked in the order of names.
///
/// # Errors
/// E0213 if the only input is not there.
pub fn source_stamps(inputs: Vec<Input>) -> Result<Vec<SourceStamp>> {
    let nanoseconds = |at: SystemTime| u64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok();
    let stamp = |source: Source| SourceStamp {
        path: source.origin.path.to_path_buf(),
        bytes: source.bytes,
        modified_ns: source.modified.and_then(nanoseconds),
    };
    Ok(sources(inputs, &mut |_| ())?.into_iter().map(stamp).collect())
}

/// E0213: a path that cannot be opened.
pub(crate) fn unusable(path: &Path, error: &io::Error) -> Error {
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound => ("no such file or directory".to_owned(), None),
        io::ErrorKind::PermissionDenied => {
            ("cannot open: permission denied".to_owned(), Some("make it readable for this user".to_owned()))
        }
        _ => (format!("cannot open: {error}"), None),
    };
    input("E0213", Place::file(path), message, help)
}

/// A walk through a directory, without recursion.
///
/// Hidden files are passed over. Links to files are read. A link to a directory inside the tree is not followed, as
/// that is read in its own place; one to a directory outside is followed once.
struct Walk {
    root: PathBuf,
    followed: HashSet<PathBuf>,
    /// What is still to be visited, the next one last.
    stack: Vec<PathBuf>,
}

impl Walk {
    fn new(root: PathBuf) -> Result<Self> {
        let canonical = fs::canonicalize(&root).map_err(|error| unusable(&root, &error))?;
        let mut walk = Self { root: canonical, followed: HashSet::new(), stack: Vec::new() };
        walk.list(&root).map_err(|error| unusable(&root, &error))?;
        Ok(walk)
    }

    fn collect_into(mut self, sources: &mut Vec<Source>) {
        while let Some(path) = self.stack.pop() {
            match self.visit(&path) {
                Ok(None) => {}
                Ok(Some(metadata)) => sources.push(Source::file(path, false, &metadata)),
                Err(error) => sources.push(Source::new(path, false, None, Content::Lost(error))),
            }
        }
    }

    /// Puts the entries of a directory on the stack.
    fn list(&mut self, directory: &Path) -> io::Result<()> {
        let mut names = fs::read_dir(directory)?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<io::Result<Vec<OsString>>>()?;
        names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
        names.sort_unstable_by(|a, b| b.cmp(a));
        self.stack.extend(names.into_iter().map(|name| directory.join(name)));
        Ok(())
    }

    /// The metadata of a file to read; none for a directory, which is listed.
    fn visit(&mut self, path: &Path) -> Result<Option<Metadata>> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        let metadata = fs::metadata(path).map_err(|error| match is_link {
            true => skipped(path, &format!("found a link that cannot be followed ({error})")),
            false => as_record(unusable(path, &error), 1),
        })?;
        if metadata.is_file() {
            return Ok(Some(metadata));
        }
        if !metadata.is_dir() {
            return Err(skipped(path, "found a pipe, socket or device, expected a regular file"));
        }
        if !is_link || self.follows(path)? {
            self.list(path).map_err(|error| as_record(unusable(path, &error), 1))?;
        }
        Ok(None)
    }

    /// Whether a link to a directory is to be followed.
    fn follows(&mut self, link: &Path) -> Result<bool> {
        let to_error = |error| as_record(unusable(link, &error), 1);
        let target = fs::canonicalize(link).map_err(to_error)?;
        let parent = fs::canonicalize(link.parent().unwrap_or(link)).map_err(to_error)?;
        if parent.starts_with(&target) {
            return Err(skipped(link, "found a link to a directory that it is in, which would never end"));
        }
        Ok(!target.starts_with(&self.root) && self.followed.insert(target))
    }
}

/// E0214: an entry of a directory that is passed over.
fn skipped(path: &Path, message: &str) -> Error {
    record("E0214", Place::file(path).with_record(1), message.to_owned(), None)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// What a walk through `root` finds, with the root cut off.
    fn walk(root: &Path) -> Vec<String> {
        let show = |source: Source| match source.content {
            Content::Lost(error) => error.to_string(),
            _ => source.origin.path.display().to_string(),
        };
        let cut = |shown: String| shown.replace(&format!("{}/", root.display()), "");
        let found = sources(vec![Input::Path(root.into())], &mut |_| ()).expect("the root is there");
        found.into_iter().map(show).map(cut).collect()
    }

    #[test]
    fn directories_are_walked_in_the_order_of_names() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("b/c")).unwrap();
        for name in ["z.txt", "b/c/1.txt", "b/2.txt", "a.txt", ".hidden"] {
            fs::write(root.path().join(name), "x").unwrap();
        }
        assert_eq!(walk(root.path()), ["a.txt", "b/2.txt", "b/c/1.txt", "z.txt"]);
    }

    #[test]
    fn what_cannot_be_read_is_passed_over_with_a_message() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir(at("d")).unwrap();
        fs::write(at("d/a.txt"), "x").unwrap();
        symlink(root.path(), at("d/loop")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        symlink("d", at("again")).unwrap();
        symlink("d/a.txt", at("file")).unwrap();
        symlink("self", at("self")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        assert_eq!(
            walk(root.path()),
            [
                "d/a.txt",
                "d/loop: record 1: found a link to a directory that it is in, which would never end",
                "dangling: record 1: found a link that cannot be followed (No such file or directory (os error 2))",
                "file",
                "self: record 1: found a link that cannot be followed (Too many levels of symbolic links (os error 40))",
                "socket: record 1: found a pipe, socket or device, expected a regular file",
            ]
        );
    }

    #[test]
    fn a_directory_outside_is_followed_once() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("o.txt"), "x").unwrap();
        symlink(root.path(), outside.path().join("back")).unwrap();
        symlink(outside.path(), root.path().join("out1")).unwrap();
        symlink(outside.path(), root.path().join("out2")).unwrap();
        assert_eq!(walk(root.path()), ["out1/o.txt"]);
    }

    #[test]
    fn the_only_input_must_be_there_and_others_are_lost() {
        let none = || Input::from_arg("no/such.csv");
        let error = sources(vec![none()], &mut |_| ()).unwrap_err();
        assert_eq!(
            (error.code(), error.to_string().as_str()),
            ("E0213", "no/such.csv: no such file or directory")
        );
        let both = sources(vec![Input::from_arg("-"), none()], &mut |_| ()).unwrap();
        assert!(matches!(both[0].content, Content::Stdin));
        let Content::Lost(error) = &both[1].content else { panic!("found a file that is not there") };
        assert_eq!(error.to_string(), "no/such.csv: record 1: no such file or directory");
    }

    #[test]
    fn a_directory_without_files_is_a_warning() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(".hidden"), "x").unwrap();
        let mut said = Vec::new();
        let found = sources(vec![Input::Path(root.path().into())], &mut |notice| said.push(notice.message));
        assert!(found.unwrap().is_empty());
        assert_eq!(said, ["no files in this directory (hidden ones are passed over)"]);
    }
}

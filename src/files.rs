//! Output files: there whole, or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// A file that is being written. It has its name only once it is complete; until then, and if it never is, what stood
/// under the name stays as it was.
#[derive(Debug)]
pub(crate) struct NewFile {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    /// A temporary file in the same directory.
    Beside(Unfinished),
    /// A device or a pipe, which is written to as it is: a file must not take its place.
    Special(File),
}

/// The temporary files of this process, so that they can be removed where it ends without unwinding.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes every file that is not finished: for the end by a signal.
#[cfg(all(feature = "cli", unix))]
pub(crate) fn remove_unfinished() {
    for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        // What cannot be removed now is left.
        let _ = fs::remove_file(path);
    }
}

/// A temporary file that is listed in [`UNFINISHED`].
#[derive(Debug)]
struct Unfinished(NamedTempFile);

impl Unfinished {
    fn new(file: NamedTempFile) -> Self {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path().to_owned());
        Self(file)
    }

    fn persist(mut self, path: &Path) -> io::Result<()> {
        self.0.as_file().sync_all()?;
        fs::rename(self.0.path(), path)?;
        self.0.disable_cleanup(true);
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(self.0.path());
    }
}

impl NewFile {
    /// A new file for `path`. A link is followed: what it points to is replaced, not the link.
    ///
    /// # Errors
    /// [`Io`](crate::error::ErrorKind::Io) where the directory is not there or not writable, or `path` is one itself.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let failed = |action| move |error: io::Error| Error::io(path, action, error);
        let old = fs::metadata(path).ok();
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(failed("write the file")(io::ErrorKind::IsADirectory.into()));
        }
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            let file = OpenOptions::new().write(true).open(path).map_err(failed("write the file"))?;
            return Ok(Self { path: path.to_owned(), target: Target::Special(file) });
        }
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let directory = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        // The system's own errors, without the temporary file's name, which tells the user nothing.
        fs::metadata(directory).map_err(failed("find its directory"))?;
        let file = tempfile::Builder::new()
            .prefix(".newsdesk-")
            .tempfile_in(directory)
            .map_err(|error| failed("create a file in its directory")(error.kind().into()))?;
        if let Some(permissions) = old.map(|old| old.permissions()).or_else(default_permissions) {
            file.as_file().set_permissions(permissions).map_err(failed("write the file"))?;
        }
        Ok(Self { path: target, target: Target::Beside(Unfinished::new(file)) })
    }

    /// Completes the file: synced, renamed.
    ///
    /// # Errors
    /// As the system has them.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self.target {
            Target::Beside(file) => file.persist(&self.path),
            Target::Special(_) => Ok(()),
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Beside(file) => file.0.as_file_mut().write(bytes),
            Target::Special(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Beside(file) => file.0.as_file_mut().flush(),
            Target::Special(file) => file.flush(),
        }
    }
}

/// Writes a whole file, or none.
///
/// # Errors
/// [`Io`](crate::error::ErrorKind::Io) where it cannot be written.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = NewFile::create(path)?;
    file.write_all(bytes)
        .and_then(|()| file.finish())
        .map_err(|error| Error::io(path, "write the file", error))
}

/// What a new file is usually given: a temporary file is for its owner only.
#[cfg(unix)]
fn default_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn default_permissions() -> Option<fs::Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_finished_leaves_the_old_one_and_nothing_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("m.ndm");
        write(&path, b"old").unwrap();
        let mut file = NewFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        write(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_directory_that_is_missing_or_in_the_way_is_found_at_once() {
        let directory = tempfile::tempdir().unwrap();
        for path in [directory.path().join("no/m.ndm"), directory.path().to_owned()] {
            assert_eq!(NewFile::create(&path).unwrap_err().code(), "E0102");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("file"), directory.path().join("link"));
        write(&file, b"old").unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        use std::os::unix::fs::FileTypeExt;
        let null = Path::new("/dev/null");
        write(null, b"gone").unwrap();
        assert!(fs::metadata(null).unwrap().file_type().is_char_device());
    }
}

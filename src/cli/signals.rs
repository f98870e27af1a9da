//! SIGINT and SIGTERM: what is complete goes out, what is not is removed.

use std::io;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use super::console::Console;
use crate::error::ErrorKind;
use crate::files;
use crate::pipeline::Stop;

/// A write past the limit of a file's size raises it, and fails; the failed write is what is told.
const SIGXFSZ: i32 = 25;

/// Listens from now on.
///
/// A run over records ends by itself, with its ledger. Everything else ends here and now, as does a run that is asked
/// a second time.
///
/// # Errors
/// As the system has them.
pub(super) fn listen(stop: Stop, console: Arc<Console>) -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGXFSZ])?;
    thread::spawn(move || {
        for signal in signals.forever().filter(|&signal| signal != SIGXFSZ) {
            let is_first = stop.requested().is_none();
            stop.request(signal);
            if is_first && stop.is_watched() {
                continue;
            }
            files::remove_unfinished();
            console.clear();
            super::report(&ErrorKind::Interrupted { signal }.into());
            low_level::exit(128 + signal);
        }
    });
    Ok(())
}

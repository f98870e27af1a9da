//! The `newsdesk` command.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use newsdesk::cli;

fn main() -> ExitCode {
    match cli::run() {
        Ok(code) => code,
        Err(error) if cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::from(cli::exit_code(&error))
        }
    }
}

/// Prints an error, what caused it, and what to do. That standard error is closed is nothing to be done about.
fn report(error: &newsdesk::Error) {
    let mut stderr = std::io::stderr().lock();
    let _ = writeln!(stderr, "newsdesk: error[{}]: {error}", error.code());
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = writeln!(stderr, "  cause: {cause}");
        source = cause.source();
    }
    if let Some(help) = error.help() {
        let _ = writeln!(stderr, "help: {help}");
    }
}

//! stub
use crate::brief::Brief;
pub(super) fn page(brief: &Brief) -> String {
    let _ = brief;
    String::new()
}

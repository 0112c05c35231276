//! Replies of what follows from answers.

use super::Caller;

pub(super) fn effect(caller: &mut Caller) {
    caller.call("getEffect", "/api/v1/effect", None, 200);
    caller.call(
        "getEffect",
        "/api/v1/effect?metric=effort_high&days=30",
        None,
        200,
    );
    caller.call("getEffect", "/api/v1/effect?days=0", None, 422);
}

//! New recovery codes: for whoever has a second factor and knows the password; the old ones are void.

use super::{between, give, password, post, set_up};
use crate::harness::{PASSWORD, Server};
use crate::on_both;

on_both!(new_recovery_codes_void_the_old_ones);

fn new_recovery_codes_void_the_old_ones(server: Server) {
    let cookie = server.log_in();
    let renew = |password: &str| {
        let form = [("password", password)];
        post(&server, "/settings/security/recovery", &cookie, &form)
    };
    assert_ne!(renew(PASSWORD).status, 200, "without a second factor");
    let (_, old) = set_up(&server, &cookie);
    assert_eq!(renew("wrong wrong wrong").status, 422);
    let new = renew(PASSWORD);
    assert_eq!(new.status, 200, "{}", new.text());
    let new = between(&new.text(), "id=\"recovery-codes\">", "</code>");
    let new: Vec<&str> = new.split_whitespace().collect();
    assert_eq!(new.len(), 10);
    assert!(old.iter().all(|code| !new.contains(&code.as_str())));
    let step = password(&server);
    assert_eq!(give(&server, &step, &old[0]).status, 401, "void");
    assert_eq!(give(&server, &step, new[0]).status, 303);
}

//! Who was invited stands behind the answer, whatever the answer says.

use serde_json::Value;

use super::{Asking, answer_link, on_each, relational};
use crate::harness::eventually;
use crate::respondent::open;
use crate::respondent_link::behind;

on_each!(an_answer_by_mail_is_its_contacts);

fn an_answer_by_mail_is_its_contacts(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let ann = asking.contact(&serde_json::json!({
        "email": "ann@customer.example", "account": { "name": "Customer" },
    }));
    asking.running(&survey, &relational());
    let mails = asking.smtp.wait_for(1);
    let link = answer_link(&mails[0]);
    let behind = |counts: bool| {
        eventually("Ann and her account stand behind it", || {
            let found = behind(server);
            let (_, who) = found.iter().next()?;
            let is_hers = who.0.as_ref() == Some(&ann) && who.1.is_some();
            (is_hers && (who.2, who.3) == (counts, counts)).then_some(())
        });
    };
    // So soon after the mail it may be a scanner; whoever writes something is none.
    let page = open(server, &link).set("answer_recommend", "3");
    let page = page.send(server, &link, "next");
    behind(false);
    let page = page.set("answer_why", "Slow").send(server, &link, "next");
    assert_eq!(page.status, 200);
    behind(true);
}

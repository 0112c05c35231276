//! A hundred thousand accounts and a million contacts: how they come in, and how fast lists, search
//! and timelines answer, on the real binary.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::company::{self, LEAD, PEOPLE, TEAMS};
use crate::server::Server;
use crate::submits::Measured;

/// Requests of each sort.
const TIMES: usize = 60;
/// Answers sent in one request.
const BULK: usize = 1_000;
/// Answers before anything is looked at; the first accounts get most of them.
const ANSWERS: usize = 100_000;
/// Accounts whose pages are looked at, each with so many answers.
const BUSY: (usize, usize) = (100, 100);
const BOUNDARY: &str = "a-line-between-parts";

/// Measures on both databases, or on the one whose name begins with `only`.
pub(crate) fn run(accounts: usize, contacts: usize, only: &str) -> anyhow::Result<()> {
    println!("| database | what | measured |");
    println!("|---|---|---|");
    let all = ["SQLite", "PostgreSQL 15"];
    let wanted = |name: &&str| name.to_lowercase().starts_with(&only.to_lowercase());
    for backend in all.into_iter().filter(wanted) {
        let cluster = (backend != "SQLite").then(testdb::Cluster::start);
        let database = cluster.as_ref().map(|c| format!("{}/postgres", c.url()));
        let bench = Bench {
            server: Server::start(database, &[])?,
            backend,
            accounts,
            contacts,
        };
        company::found(&bench.server)?;
        bench.attributes()?;
        bench.import()?;
        bench.answers()?;
        bench.look_as("", "bench@example.com")?;
        bench.look_as(", a lead of 3 of 200 teams", LEAD)?;
        bench.look_as(", an employee", &company::address(0))?;
        let memory = format!("{} MB", bench.server.resident_bytes()? >> 20);
        bench.line("memory after all of it", &memory);
    }
    Ok(())
}

/// The address of the nth look at a page.
type Address = Box<dyn Fn(usize) -> String>;

struct Bench {
    server: Server,
    backend: &'static str,
    accounts: usize,
    contacts: usize,
}

/// Time and memory of a piece of work.
struct Cost {
    took: Duration,
    before: u64,
    most: u64,
}

impl Bench {
    fn line(&self, what: &str, measured: &str) {
        println!("| {} | {what} | {measured} |", self.backend);
    }

    /// Does `start`, then waits until `is_done`, looking at the memory all the time.
    fn watch(
        &self,
        start: impl FnOnce() -> anyhow::Result<()>,
        mut is_done: impl FnMut() -> anyhow::Result<bool>,
    ) -> anyhow::Result<Cost> {
        let before = self.server.resident_bytes()?;
        let started = Instant::now();
        start()?;
        let (mut most, mut looked) = (before, Instant::now());
        loop {
            most = most.max(self.server.resident_bytes()?);
            if looked.elapsed() > Duration::from_millis(500) {
                if is_done()? {
                    break;
                }
                looked = Instant::now();
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Cost {
            took: started.elapsed(),
            before,
            most,
        })
    }

    /// What is known of contacts beside their names.
    fn attributes(&self) -> anyhow::Result<()> {
        for (name, definition) in [
            (
                "plan",
                r#"{"kind":"choice","choices":["free","team","business","enterprise"]}"#,
            ),
            ("seats", r#"{"kind":"number"}"#),
        ] {
            let path = format!("/api/v1/attributes/contact/{name}");
            self.server.call("PUT", &path, definition)?;
        }
        Ok(())
    }

    /// A file with everybody, as an administrator brings it: uploaded and tried out, then stored.
    fn import(&self) -> anyhow::Result<()> {
        let cookie = self.server.log_in()?;
        let file = self.file();
        let size = file.len() >> 20;
        let mut place = String::new();
        let tried = self.watch(
            || {
                place = self.upload(&cookie, &file)?;
                Ok(())
            },
            || Ok(true),
        )?;
        let uploaded = tried.took;
        let is_done = |cookie: &str, place: &str| {
            let page = self.server.fetch(&format!("GET {place}"), cookie, b"")?;
            ensure!(page.status == 200, "{}", page.body);
            Ok(!page.body.contains("http-equiv=\"refresh\""))
        };
        let tried = self.watch(|| Ok(()), || is_done(&cookie, &place))?;
        self.cost(
            &format!(
                "a file of {} contacts in {} accounts ({size} MB): uploaded in {:.1} s, then tried out",
                self.contacts,
                self.accounts,
                uploaded.as_secs_f64()
            ),
            &tried,
            self.contacts,
        );
        let run = || {
            let what = format!("POST {place}/run");
            let content = "Content-Type: application/x-www-form-urlencoded";
            let reply = self
                .server
                .fetch(&what, &format!("{cookie}\r\n{content}"), b"")?;
            ensure!(reply.status == 303, "{}", reply.body);
            Ok(())
        };
        let stored = self.watch(run, || is_done(&cookie, &place))?;
        self.cost("stored", &stored, self.contacts);
        Ok(())
    }

    fn cost(&self, what: &str, cost: &Cost, rows: usize) {
        let seconds = cost.took.as_secs_f64();
        let measured = format!(
            "{seconds:.1} s, {:.0} a second; memory {} MB before, {} MB at most",
            rows as f64 / seconds,
            cost.before >> 20,
            cost.most >> 20
        );
        self.line(what, &measured);
    }

    fn file(&self) -> String {
        let mut file = String::with_capacity(self.contacts * 120);
        file.push_str(
            "external_id;email;name;language;plan;seats;account_external_id;account;industry;CSM\r\n",
        );
        let plans = ["free", "team", "business", "enterprise"];
        let industries = ["retail", "care", "bank", "build", "school"];
        for number in 0..self.contacts {
            let account = number % self.accounts;
            let industry = industries[account % industries.len()];
            let _ = write!(
                file,
                "c{number};c{number}@customer{}.example;Person {number};nl;{};{};a{account};Account {account};{industry};{}\r\n",
                number % 50,
                plans[number / 3 % plans.len()],
                number * 31 % 5_000,
                company::address(account % (TEAMS * PEOPLE))
            );
        }
        file
    }

    /// Where the upload goes on.
    fn upload(&self, cookie: &str, file: &str) -> anyhow::Result<String> {
        let body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"all.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n\
             --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"sheet\"\r\n\r\n\r\n\
             --{BOUNDARY}--\r\n"
        );
        let content = format!("Content-Type: multipart/form-data; boundary={BOUNDARY}");
        let headers = format!("{cookie}\r\n{content}");
        let reply = self
            .server
            .fetch("POST /contacts/import", &headers, body.as_bytes())?;
        ensure!(reply.status == 303, "{}", reply.body);
        Ok(reply.header("location").context("a place")?.to_owned())
    }

    /// Answers of a year, most of them of all, many of the first accounts; until all of them stand
    /// behind somebody.
    fn answers(&self) -> anyhow::Result<()> {
        let survey = r#"{"template":"relational-nps","title":"Bench","languages":["en"],"drivers":[{"key":"support","text":{"en":"Support is good"}}]}"#;
        let made = self.server.call("POST", "/api/v1/surveys", survey)?;
        let id = made["id"].as_str().context("an id")?;
        self.server
            .call("POST", &format!("/api/v1/surveys/{id}/publish"), "")?;
        let busy = BUSY.0 * BUSY.1;
        let whose = |number: usize| {
            if number < busy {
                number % BUSY.0 + self.accounts * (number / BUSY.0 % 10)
            } else {
                number * 7 % self.contacts
            }
        };
        let stored = self.watch(
            || {
                for start in (0..ANSWERS).step_by(BULK) {
                    let all: Vec<String> = (start..start + BULK)
                        .map(|number| {
                            format!(
                                r#"{{"answers":{{"recommend":{},"why":"Because {number}"}},"attributes":{{"contact":"c{}"}}}}"#,
                                number % 11,
                                whose(number)
                            )
                        })
                        .collect();
                    let body = format!("{{\"responses\":[{}]}}", all.join(","));
                    self.server
                        .call("POST", &format!("/api/v1/surveys/{id}/responses/bulk"), &body)?;
                }
                Ok(())
            },
            // The last one of all stands on its account's page.
            || {
                let last = ANSWERS - 1;
                let account = self.account(whose(last) % self.accounts)?;
                let timeline = self.timeline(&account)?;
                Ok(timeline.contains(&format!("Because {last}")))
            },
        )?;
        self.cost(
            "answers stored by the API, until all are on their accounts' timelines",
            &stored,
            ANSWERS,
        );
        Ok(())
    }

    /// The id of an account by its number.
    fn account(&self, number: usize) -> anyhow::Result<String> {
        let path = format!("/api/v1/accounts?q=Account+{number}");
        let found = self.server.call("GET", &path, "")?;
        let name = format!("Account {number}");
        let all = found["accounts"].as_array().context("accounts")?;
        let one = all.iter().find(|one| one["name"] == name.as_str());
        let id = one.and_then(|one| one["account_id"].as_str());
        Ok(id.with_context(|| format!("{name} in {found}"))?.to_owned())
    }

    fn timeline(&self, account: &str) -> anyhow::Result<String> {
        let path = format!("GET /api/v1/accounts/{account}/timeline");
        let reply = self.server.fetch(&path, &self.server.bearer(), b"")?;
        ensure!(reply.status == 200, "{}", reply.body);
        Ok(reply.body)
    }

    /// What somebody looks at; `who` is said behind each line.
    fn look_as(&self, who: &str, email: &str) -> anyhow::Result<()> {
        let cookie = self.server.log_in_as(email)?;
        for (what, path) in self.pages(who.is_empty())? {
            let mut waits = Vec::new();
            for number in 0..TIMES {
                let started = Instant::now();
                let path = format!("GET {}", path(number));
                let page = self.server.fetch(&path, &cookie, b"")?;
                waits.push(started.elapsed());
                ensure!(page.status == 200, "{path}: {} {}", page.status, page.body);
            }
            let took = waits.iter().sum();
            let all = Measured::of(waits, took);
            let [p50, p95, longest] = [0.5, 0.95, 1.0].map(|share| all.quantile_ms(share));
            let measured = format!("{p50:.1} ms; 95 % in {p95:.1} ms, all in {longest:.1} ms");
            self.line(&format!("{what}{who}"), &measured);
        }
        Ok(())
    }

    /// The pages, by what they are. Who sees little looks at the pages of accounts of their own: the
    /// first person of all is responsible for the first account and each thousandth after it.
    fn pages(&self, sees_all: bool) -> anyhow::Result<Vec<(&'static str, Address)>> {
        let step = if sees_all { 1 } else { TEAMS * PEOPLE };
        let most = if sees_all { BUSY.0 } else { 2 };
        let busy = (0..TIMES).map(|number| self.account(number % most * step));
        let busy = busy.collect::<anyhow::Result<Vec<_>>>()?;
        let (accounts, contacts) = (self.accounts, self.contacts);
        let some = move |number: usize| number * 7919 * step % accounts;
        let contact = move |number: usize| number * 7919 * step % contacts;
        let fixed = |path: &'static str| -> Address { Box::new(move |_| path.to_owned()) };
        Ok(vec![
            ("page of accounts", fixed("/accounts")),
            (
                "accounts whose name has a number in it",
                Box::new(move |number| format!("/accounts?q={}", some(number))),
            ),
            (
                "accounts of an industry",
                fixed("/accounts?attribute.industry=care"),
            ),
            (
                "accounts, the lowest NPS first",
                fixed("/accounts?sort=nps&order=asc"),
            ),
            (
                "accounts nobody answered for in 90 days",
                fixed("/accounts?no_answer_days=90"),
            ),
            ("accounts of detractors", fixed("/accounts?class=detractor")),
            (
                "page of an account with answers",
                Box::new(move |number| format!("/accounts/{}", busy[number])),
            ),
            ("page of contacts", fixed("/contacts")),
            (
                "contacts by a part of their address",
                Box::new(move |number| format!("/contacts?q=c{}%40", contact(number))),
            ),
            (
                "contacts by their name",
                Box::new(move |number| format!("/contacts?q=Person+{}", contact(number))),
            ),
            (
                "contacts, changed last first",
                fixed("/contacts?sort=changed_at&order=desc"),
            ),
            (
                "contacts, fewest seats first",
                fixed("/contacts?sort=attribute.seats&order=asc"),
            ),
            (
                "contacts with a plan and a column for it",
                fixed(
                    "/contacts?attribute.plan=business&column=email&column=attribute.plan&column=attribute.seats",
                ),
            ),
            (
                "contacts with a number of seats",
                Box::new(move |number| {
                    let from = number * 71 % 5_000;
                    format!("/contacts?from.seats={from}&to.seats={}", from + 9)
                }),
            ),
            (
                "contacts with a plan, fewest seats first",
                fixed("/contacts?attribute.plan=free&sort=attribute.seats&order=asc"),
            ),
            ("page of cases", fixed("/cases")),
        ])
    }
}

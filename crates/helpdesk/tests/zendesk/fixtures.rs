//! Zendesk's documented answers, written by hand, with as much of its rules as the connector leans on: the idempotency key,
//! uploads, public and private comments, audits with metadata, merging, deletion in two steps.

use crate::conformance::OtherSide;
use async_trait::async_trait;
use klarna_help_helpdesk::config::{Common, Credential, Secret, ZendeskConfig};
use klarna_help_helpdesk::testing::{Reply, Request, Server};
use klarna_help_helpdesk::zendesk::Zendesk;
use klarna_help_helpdesk::{Key, OutFile, Remote, StatusMap};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const AGENT: u64 = 7;
const RELAY: u64 = 8;

/// How it behaves; the default is as documented.
#[derive(Clone, Default)]
pub struct Rules {
    pub search_ignores_key: bool,
    pub anonymous: bool,
    /// Answer to a create, with `Retry-After`.
    pub create: Option<(u16, Option<u64>)>,
    pub upload: Option<u16>,
}

#[derive(Default)]
struct Account {
    rules: Rules,
    tickets: BTreeMap<u64, Ticket>,
    uploads: HashMap<String, Value>,
    files: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    own: String,
    file_host: String,
    users: BTreeMap<u64, Value>,
    keys: HashMap<String, (String, u64)>,
    next: u64,
}

struct Ticket {
    fields: Value,
    comments: Vec<Value>,
    audits: Vec<Value>,
}

pub struct ZendeskFixtures {
    server: Server,
    _files: Server,
    account: Arc<Mutex<Account>>,
    leaks: Arc<Mutex<usize>>,
}

impl ZendeskFixtures {
    pub async fn start() -> Self {
        let account = Arc::new(Mutex::new(Account { next: 1000, ..Account::default() }));
        let leaks = Arc::new(Mutex::new(0));
        let bytes = Arc::clone(&account.lock().unwrap().files);
        let seen = Arc::clone(&leaks);
        let files = Server::start(move |request| {
            *seen.lock().unwrap() += usize::from(request.headers.contains_key("authorization"));
            match bytes.lock().unwrap().get(request.target.trim_start_matches('/')) {
                Some(bytes) => Reply { body: bytes.clone(), ..Reply::empty(200) },
                None => Reply::empty(404),
            }
        })
        .await
        .unwrap();
        let shared = Arc::clone(&account);
        let server = Server::start(move |request| shared.lock().unwrap().answer(&request)).await.unwrap();
        {
            let mut account = account.lock().unwrap();
            account.own = server.url();
            account.file_host = files.url();
            let agent =
                json!({ "id": AGENT, "name": "Ana (agent)", "email": "ana@shop.example", "role": "agent" });
            account.users.insert(AGENT, agent);
            let relay =
                json!({ "id": RELAY, "name": "Relay", "email": "relay@shop.example", "role": "agent" });
            account.users.insert(RELAY, relay);
        }
        Self { server, _files: files, account, leaks }
    }

    pub fn desk(&self) -> Zendesk {
        let common = Common {
            name: "zendesk".to_owned(),
            url: self.server.url().parse().unwrap(),
            timeout: Duration::from_secs(5),
            settle: Duration::from_secs(60),
            status: StatusMap::zendesk(),
            category: BTreeMap::new(),
        };
        let config = ZendeskConfig {
            user: "relay@shop.example".to_owned(),
            token: Credential::Given(Secret::new("abc")),
            group: Some(3),
            category_field: Some(31),
            order_field: Some(32),
            webhook_secret: None,
        };
        Zendesk::open(common, config).unwrap()
    }

    pub fn set(&self, rules: Rules) {
        self.account.lock().unwrap().rules = rules;
    }

    pub fn forget_idempotency_keys(&self) {
        self.account.lock().unwrap().keys.clear();
    }

    pub fn credentials_sent_elsewhere(&self) -> usize {
        *self.leaks.lock().unwrap()
    }

    /// An agent takes back every public comment of their own.
    pub fn make_private(&self, case: &Remote) {
        self.change(case, |ticket| {
            ticket
                .comments
                .iter_mut()
                .filter(|one| one["author_id"] == AGENT)
                .for_each(|one| one["public"] = json!(false));
        });
    }

    pub fn close_for_good(&self, case: &Remote) {
        self.change(case, |ticket| ticket.fields["status"] = json!("closed"));
    }

    fn change(&self, case: &Remote, change: impl FnOnce(&mut Ticket)) {
        change(self.account.lock().unwrap().tickets.get_mut(&case.id.0.parse().unwrap()).unwrap());
    }

    fn comment(&self, case: &Remote, html: &str, public: bool, file: Option<(&OutFile, Vec<u8>)>) {
        let mut account = self.account.lock().unwrap();
        let attachments = file.map(|(file, bytes)| account.keep(&file.name, bytes)).into_iter().collect();
        let comment = json!({ "body": "", "html_body": html, "public": public, "author_id": AGENT });
        account.add_comment(case.id.0.parse().unwrap(), comment, attachments, json!({}));
    }
}

impl Account {
    fn id(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn keep(&mut self, name: &str, bytes: Vec<u8>) -> Value {
        let id = self.id();
        let size = bytes.len();
        self.files.lock().unwrap().insert(format!("file/{id}"), bytes);
        let url = format!("{}/attachments/token/x/?name={id}", self.own);
        json!({ "id": id, "file_name": name, "content_type": "image/png", "size": size, "content_url": url })
    }

    fn add_comment(&mut self, ticket: u64, mut comment: Value, attachments: Vec<Value>, metadata: Value) {
        let (id, audit) = (self.id(), self.id());
        comment["id"] = json!(id);
        comment["type"] = json!("Comment");
        comment["created_at"] = json!("2026-11-23T07:00:00Z");
        comment["attachments"] = json!(attachments);
        let at = self.tickets.get_mut(&ticket).unwrap();
        // An audit is never changed again: it keeps `public` as it was.
        at.audits.push(json!({
            "id": audit, "ticket_id": ticket, "created_at": comment["created_at"], "events": [comment.clone()],
            "metadata": { "custom": metadata, "system": { "ip_address": "192.0.2.1" } },
        }));
        at.comments.push(comment);
    }

    fn uploads(&mut self, tokens: &Value) -> Vec<Value> {
        let tokens = tokens.as_array().cloned().unwrap_or_default();
        tokens.iter().filter_map(|token| self.uploads.remove(token.as_str().unwrap())).collect()
    }

    fn answer(&mut self, request: &Request) -> Reply {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let query: HashMap<String, String> =
            reqwest::Url::parse(&format!("http://x/?{query}")).unwrap().query_pairs().into_owned().collect();
        if let Some(name) = query.get("name").filter(|_| path.starts_with("/attachments/")) {
            let location = vec![("location", format!("{}/file/{name}", self.file_host))];
            return Reply { headers: location, ..Reply::empty(302) };
        }
        if request
            .headers
            .get("authorization")
            .is_none_or(|v| v != "Basic cmVsYXlAc2hvcC5leGFtcGxlL3Rva2VuOmFiYw==")
        {
            return Reply::json(401, json!({ "error": "Couldn't authenticate you" }));
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let parts: Vec<&str> = path.trim_start_matches("/api/v2/").split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["users", "me.json"]) if self.rules.anonymous => Reply::json(
                200,
                json!({ "user": { "id": null, "name": "Anonymous user", "role": "end-user" } }),
            ),
            ("GET", ["users", "me.json"]) => Reply::json(200, json!({ "user": self.users[&RELAY] })),
            ("GET", ["ticket_fields" | "groups", _]) => Reply::json(200, json!({})),
            ("POST", ["uploads.json"]) => self.upload(&query["filename"], &request.body),
            ("POST", ["tickets.json"]) => self.create(request, &body),
            ("GET", ["tickets.json"]) => self.search(&query["external_id"]),
            ("GET", ["incremental", "tickets", "cursor.json"]) => self.incremental(),
            ("POST", ["tickets", keep, "merge.json"]) => self.merge(keep, &body),
            ("GET", ["tickets", id, list]) => self.list(id, list),
            ("DELETE", ["tickets", file]) => self.with(file, |ticket| {
                ticket.fields["status"] = json!("deleted");
                Reply::empty(204)
            }),
            ("DELETE", ["deleted_tickets", file]) => {
                let gone = self.tickets.remove(&number(file)).is_some();
                if gone { Reply::json(200, json!({ "job_status": {} })) } else { Reply::empty(404) }
            }
            ("GET", ["tickets", file]) => {
                let users: Vec<Value> = self.users.values().cloned().collect();
                self.with(file, |ticket| Reply::json(200, json!({ "ticket": ticket.fields, "users": users })))
            }
            ("PUT", ["tickets", file]) => self.update(number(file), &body["ticket"]),
            _ => Reply::json(404, json!({ "error": "InvalidEndpoint" })),
        }
    }

    fn with(&mut self, file: &str, answer: impl FnOnce(&mut Ticket) -> Reply) -> Reply {
        self.tickets
            .get_mut(&number(file))
            .map_or(Reply::json(404, json!({ "error": "RecordNotFound" })), answer)
    }

    fn upload(&mut self, name: &str, bytes: &[u8]) -> Reply {
        if let Some(status) = self.rules.upload {
            return Reply::empty(status);
        }
        let attachment = self.keep(name, bytes.to_vec());
        let token = format!("token{}", self.id());
        self.uploads.insert(token.clone(), attachment.clone());
        Reply::json(201, json!({ "upload": { "token": token, "attachment": attachment } }))
    }

    fn create(&mut self, request: &Request, body: &Value) -> Reply {
        if let Some((status, wait)) = self.rules.create {
            let headers = wait.map(|seconds| ("retry-after", seconds.to_string())).into_iter().collect();
            return Reply { body: b"fault".to_vec(), headers, ..Reply::empty(status) };
        }
        let key = request.headers["idempotency-key"].to_str().unwrap().to_owned();
        let text = body.to_string();
        if let Some((first, id)) = self.keys.get(&key) {
            if *first != text {
                return Reply::json(400, json!({ "error": "IdempotentRequestError" }));
            }
            let mut hit = Reply::json(201, json!({ "ticket": self.tickets[id].fields }));
            hit.headers.push(("x-idempotency-lookup", "hit".to_owned()));
            return hit;
        }
        let (id, requester) = (self.id(), self.id());
        let ticket = &body["ticket"];
        let user = json!({ "id": requester, "name": ticket["requester"]["name"], "email": ticket["requester"]["email"],
            "role": "end-user" });
        self.users.insert(requester, user);
        let fields = json!({ "id": id, "external_id": ticket["external_id"], "status": "new", "tags": [],
            "subject": ticket["subject"], "requester_id": requester, "assignee_id": null });
        self.tickets.insert(id, Ticket { fields: fields.clone(), comments: Vec::new(), audits: Vec::new() });
        let files = self.uploads(&ticket["comment"]["uploads"]);
        let comment = json!({ "body": ticket["comment"]["body"], "public": true, "author_id": requester });
        self.add_comment(id, comment, files, ticket["metadata"].clone());
        self.keys.insert(key, (text, id));
        Reply::json(201, json!({ "ticket": fields }))
    }

    fn update(&mut self, id: u64, change: &Value) -> Reply {
        let Some(ticket) = self.tickets.get_mut(&id) else { return Reply::empty(404) };
        if ticket.fields["status"] == "closed" {
            return Reply::json(
                422,
                json!({ "error": "RecordInvalid", "description": "closed prevents ticket update" }),
            );
        }
        if !change["status"].is_null() {
            ticket.fields["status"] = change["status"].clone();
        }
        let fields = ticket.fields.clone();
        if !change["comment"].is_null() {
            let files = self.uploads(&change["comment"]["uploads"]);
            let comment = json!({ "html_body": change["comment"]["body"], "public": change["comment"]["public"],
                "author_id": change["comment"]["author_id"] });
            self.add_comment(id, comment, files, change["metadata"].clone());
        }
        Reply::json(200, json!({ "ticket": fields, "audit": {} }))
    }

    fn search(&self, key: &str) -> Reply {
        let ours = |ticket: &&Ticket| self.rules.search_ignores_key || ticket.fields["external_id"] == key;
        let found: Vec<&Value> = self.tickets.values().filter(ours).map(|ticket| &ticket.fields).collect();
        Reply::json(200, json!({ "tickets": found, "count": found.len(), "next_page": null }))
    }

    fn incremental(&self) -> Reply {
        let tickets: Vec<&Value> = self.tickets.values().map(|ticket| &ticket.fields).collect();
        let users: Vec<&Value> = self.users.values().collect();
        Reply::json(
            200,
            json!({ "tickets": tickets, "users": users, "after_cursor": "MTU4", "end_of_stream": true }),
        )
    }

    /// One entry a page, to see that the pages are walked.
    fn list(&mut self, id: &str, list: &str) -> Reply {
        let users: Vec<Value> = self.users.values().cloned().collect();
        self.with(id, |ticket| {
            let (name, all) = match list {
                "comments.json" => ("comments", &ticket.comments),
                _ => ("audits", &ticket.audits),
            };
            Reply::json(
                200,
                json!({ name: all, "users": users, "meta": { "has_more": false, "after_cursor": null } }),
            )
        })
    }

    fn merge(&mut self, keep: &str, body: &Value) -> Reply {
        if !self.tickets.contains_key(&number(keep)) {
            return Reply::empty(404);
        }
        for id in body["ids"].as_array().unwrap() {
            let ticket = self.tickets.get_mut(&id.as_u64().unwrap()).unwrap();
            ticket.fields["status"] = json!("closed");
            ticket.fields["tags"] = json!(["closed_by_merge"]);
        }
        Reply::json(200, json!({ "job_status": { "id": "8b72", "status": "queued" } }))
    }
}

fn number(file: &str) -> u64 {
    file.trim_end_matches(".json").parse().unwrap_or_default()
}

#[async_trait]
impl OtherSide for ZendeskFixtures {
    async fn count(&self, key: &Key) -> usize {
        let account = self.account.lock().unwrap();
        let live = |ticket: &&Ticket| {
            ticket.fields["external_id"] == key.as_str() && ticket.fields["tags"] == json!([])
        };
        account.tickets.values().filter(live).count()
    }

    async fn file_names(&self, case: &Remote) -> Vec<String> {
        let account = self.account.lock().unwrap();
        let comments = &account.tickets[&case.id.0.parse().unwrap()].comments;
        let files = comments.iter().flat_map(|comment| comment["attachments"].as_array().unwrap());
        files.map(|file| file["file_name"].as_str().unwrap().to_owned()).collect()
    }

    async fn answer(&self, case: &Remote, html: &str, file: &OutFile) {
        let bytes = file.source.bytes().await.unwrap().to_vec();
        self.comment(case, html, true, Some((file, bytes)));
    }

    async fn note(&self, case: &Remote, text: &str) {
        self.comment(case, text, false, None);
    }

    async fn take_and_wait(&self, case: &Remote) {
        self.change(case, |ticket| {
            ticket.fields["assignee_id"] = json!(AGENT);
            ticket.fields["status"] = json!("pending");
        });
    }
}

//! What an agent does in Request Tracker, by the agent's own token.

use crate::conformance::OtherSide;
use crate::server::Server;
use async_trait::async_trait;
use klarna_help_helpdesk::{Key, OutFile, Remote};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

pub struct RtSide {
    client: Client,
    base: String,
    agent: String,
}

impl RtSide {
    pub fn new(server: &Server) -> Self {
        // The first connector of a process installs its TLS.
        drop(server.desk(|_| {}));
        Self {
            client: Client::new(),
            base: server.value("RT_REST2").to_owned(),
            agent: format!("token {}", server.value("RT_AGENT_TOKEN")),
        }
    }

    async fn call(&self, request: RequestBuilder) -> Value {
        let answer = request.header("authorization", &self.agent).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    pub async fn get(&self, path: &str, query: &[(&str, &str)]) -> Value {
        let url = reqwest::Url::parse_with_params(&format!("{}/{path}", self.base), query).unwrap();
        self.call(self.client.get(url)).await
    }

    pub async fn send(&self, method: &str, path: &str, body: Value) -> Value {
        let request = self.client.request(method.parse().unwrap(), format!("{}/{path}", self.base));
        self.call(request.header("content-type", "application/json").body(body.to_string())).await
    }
}

#[async_trait]
impl OtherSide for RtSide {
    async fn count(&self, key: &Key) -> usize {
        let query = format!("CF.{{PortalCaseId}}='{key}'");
        self.get("tickets", &[("query", &query)]).await["items"].as_array().unwrap().len()
    }

    async fn file_names(&self, case: &Remote) -> Vec<String> {
        let path = format!("ticket/{}/attachments", case.id);
        let found = self.get(&path, &[("fields", "Filename"), ("per_page", "100")]).await;
        let names = found["items"].as_array().unwrap().iter().map(|item| item["Filename"].as_str().unwrap());
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    async fn answer(&self, case: &Remote, html: &str, file: &OutFile) {
        let json = json!({ "Content": html, "ContentType": "text/html" }).to_string();
        let bytes = file.source.bytes().await.unwrap();
        let form = Form::new()
            .percent_encode_noop()
            .part("JSON", Part::text(json).mime_str("application/json").unwrap())
            .part(
                "Attachments",
                Part::stream(bytes).file_name(file.name.clone()).mime_str("image/png").unwrap(),
            );
        let url = format!("{}/ticket/{}/correspond", self.base, case.id);
        self.call(self.client.post(url).multipart(form)).await;
    }

    async fn note(&self, case: &Remote, text: &str) {
        let body = json!({ "Content": text, "ContentType": "text/plain" });
        self.send("POST", &format!("ticket/{}/comment", case.id), body).await;
    }

    async fn take_and_wait(&self, case: &Remote) {
        let path = format!("ticket/{}", case.id);
        self.send("PUT", &path, json!({ "Owner": "agent-ana" })).await;
        self.send("PUT", &path, json!({ "Status": "stalled" })).await;
    }
}

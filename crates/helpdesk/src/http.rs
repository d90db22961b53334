//! One HTTP call and how it ended.
//!
//! Here: what tells "nothing went out" from "who knows", bounded answers, no redirects (credentials would follow), one
//! connection a call (a reset is then never that of an older call). Not here: retries; there are none.

use crate::error::class_of_status;
use crate::time::{date, retry_after};
use crate::{ReadError, SendError};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use reqwest::{Client, RequestBuilder, Url};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Most bytes of an answer that is not a file.
pub(crate) const ANSWER_MAX_BYTES: usize = 8 * 1024 * 1024;

/// A client for one helpdesk.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: Client,
    base: Url,
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A call without a whole answer.
#[derive(Debug)]
pub(crate) enum CallFault {
    /// No byte of the request went out: no address, no connection, no TLS.
    NotSent(String),
    /// Anything after that.
    Lost(String),
}

/// The HTTP client cannot be made: no certificates on this machine, or an address that is none.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}. Are CA certificates installed (package ca-certificates)?")]
pub struct NoClient(String);

impl Http {
    pub(crate) fn new(base: &Url, timeout: Duration) -> Result<Self, NoClient> {
        // Whoever was first keeps the process's provider; it is ring everywhere in this project.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .pool_max_idle_per_host(0)
            // Shorter than the whole, so that a connection that does not come about is known for what it is.
            .connect_timeout((timeout / 2).min(Duration::from_secs(10)))
            .timeout(timeout)
            .user_agent(concat!("klarna-help-portal/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| NoClient(plain(&error)))?;
        Ok(Self { client, base: base.clone() })
    }

    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    /// An address below the base: each segment is encoded, so that no id leaves its place.
    pub(crate) fn url(&self, segments: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    pub(crate) fn get(&self, url: Url) -> RequestBuilder {
        self.client.get(url)
    }

    pub(crate) fn post(&self, url: Url) -> RequestBuilder {
        self.client.post(url)
    }

    pub(crate) fn put(&self, url: Url) -> RequestBuilder {
        self.client.put(url)
    }

    pub(crate) fn delete(&self, url: Url) -> RequestBuilder {
        self.client.delete(url)
    }
}

/// Sends and reads the whole answer, at most `max` bytes of it.
pub(crate) async fn call(request: RequestBuilder, max: usize) -> Result<Answer, CallFault> {
    let mut response = request.send().await.map_err(|error| {
        // reqwest calls it "connect" for name, TCP and TLS alike; "builder" is a request that could not be made.
        if error.is_connect() || error.is_builder() {
            CallFault::NotSent(plain(&error))
        } else {
            CallFault::Lost(plain(&error))
        }
    })?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| CallFault::Lost(plain(&error)))? {
        if body.len() + chunk.len() > max {
            return Err(CallFault::Lost(format!("an answer of more than {max} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, headers, body: body.into() })
}

/// Sends something that changes the helpdesk. The answer is a success (2xx) or an error of its class.
pub(crate) async fn send(request: RequestBuilder) -> Result<Answer, SendError> {
    match call(request, ANSWER_MAX_BYTES).await {
        Err(CallFault::NotSent(why)) => Err(SendError::NotSent(why)),
        Err(CallFault::Lost(why)) => Err(SendError::unknown(why)),
        Ok(answer) if answer.status.is_success() => Ok(answer),
        Ok(answer) => Err(class_of_status(
            answer.status.as_u16(),
            answer.wait(),
            &String::from_utf8_lossy(&answer.body),
        )),
    }
}

/// Reads something.
pub(crate) async fn read(request: RequestBuilder, max: usize) -> Result<Answer, ReadError> {
    match call(request, max).await {
        Err(CallFault::NotSent(why) | CallFault::Lost(why)) => Err(ReadError::failed(why)),
        Ok(answer) if answer.status == StatusCode::OK => Ok(answer),
        Ok(answer) => {
            let code = answer.status.as_u16();
            Err(match code {
                401 | 403 => ReadError::Auth { code },
                404 | 410 => ReadError::NotThere { code },
                429 => ReadError::Limited(answer.wait().unwrap_or(Duration::from_secs(60))),
                _ => ReadError::Failed { why: format!("answered {code}"), wait: answer.wait() },
            })
        }
    }
}

/// Reads JSON.
pub(crate) async fn read_json<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, ReadError> {
    let answer = read(request, ANSWER_MAX_BYTES).await?;
    answer.json().map_err(ReadError::failed)
}

impl Answer {
    /// The body as JSON; the error says where it stops making sense, not what stands there.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_slice(&self.body)
            .map_err(|e| format!("answer: no such JSON at line {}, column {}", e.line(), e.column()))
    }

    fn wait(&self) -> Option<Duration> {
        retry_after(&self.headers, Timestamp::now())
    }

    /// How far the helpdesk's clock is off ours, in seconds.
    pub(crate) fn clock_skew(&self) -> Option<u64> {
        let seconds = date(&self.headers)?.duration_since(Timestamp::now()).as_secs();
        Some(seconds.unsigned_abs())
    }

    pub(crate) fn date(&self) -> Option<Timestamp> {
        date(&self.headers)
    }
}

/// An error with its causes, without the address: a query may hold a customer's.
fn plain(error: &reqwest::Error) -> String {
    let mut out = if error.is_timeout() {
        "time-out".to_owned()
    } else if error.is_connect() {
        "no connection".to_owned()
    } else {
        "no whole answer".to_owned()
    };
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        out = format!("{out}: {inner}");
        cause = inner.source();
    }
    out
}

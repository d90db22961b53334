//! A real Request Tracker behind the portal: started, counted, stopped.

use crate::Fault;
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One of its own, in a temporary folder.
pub struct RequestTracker {
    script: PathBuf,
    folder: tempfile::TempDir,
    values: HashMap<String, String>,
}

impl RequestTracker {
    /// Starts one by `rt5-up.sh`, which installs Debian's packages where they are missing.
    pub fn start(script: &Path) -> Result<Self, Fault> {
        let folder = tempfile::Builder::new().prefix("rt5-bench-").tempdir_in("/tmp")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let output =
            Command::new("bash").arg(script).arg(port.to_string()).arg(folder.path().join("rt")).output()?;
        if !output.status.success() {
            return Err(format!("no Request Tracker: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let said = String::from_utf8(output.stdout)?;
        let pair = |line: &str| line.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
        Ok(Self { script: script.to_owned(), folder, values: said.lines().filter_map(pair).collect() })
    }

    /// What the script said of itself.
    pub fn value(&self, key: &str) -> Result<&str, Fault> {
        Ok(self.values.get(key).ok_or_else(|| format!("rt5-up.sh said no {key}"))?)
    }

    /// Where it listens.
    pub fn address(&self) -> Result<SocketAddr, Fault> {
        Ok(self.value("RT_URL")?.trim_start_matches("http://").parse()?)
    }

    /// How many tickets there are under each of our keys, asked of it directly.
    pub fn tickets(&self) -> Result<HashMap<String, usize>, Fault> {
        let mut by_key: HashMap<String, usize> = HashMap::new();
        for page in 1.. {
            let queue = self.value("RT_QUEUE")?;
            let path = format!(
                "/REST/2.0/tickets?query=Queue%3D%27{queue}%27&orderby=id&fields=CustomFields&per_page=100&page={page}"
            );
            let answer = self.get(&path)?;
            let items = answer.get("items").and_then(|items| items.as_array()).cloned().unwrap_or_default();
            for item in &items {
                for field in item.get("CustomFields").and_then(|f| f.as_array()).into_iter().flatten() {
                    if field.get("name").and_then(|name| name.as_str()) == Some("PortalCaseId") {
                        let values =
                            field.get("values").and_then(|values| values.as_array()).into_iter().flatten();
                        for key in values.filter_map(|value| value.as_str()) {
                            *by_key.entry(key.to_owned()).or_default() += 1;
                        }
                    }
                }
            }
            if items.len() < 100 {
                break;
            }
        }
        Ok(by_key)
    }

    fn get(&self, path: &str) -> Result<serde_json::Value, Fault> {
        let mut stream = TcpStream::connect(self.address()?)?;
        let token = self.value("RT_RELAY_TOKEN")?;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: rt\r\nAuthorization: token {token}\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let start = crate::client::find(&answer, b"\r\n\r\n").ok_or("no answer")? + 4;
        Ok(serde_json::from_slice(answer.get(start..).unwrap_or_default())?)
    }
}

impl Drop for RequestTracker {
    fn drop(&mut self) {
        let _ =
            Command::new("bash").arg(&self.script).arg("--stop").arg(self.folder.path().join("rt")).status();
    }
}

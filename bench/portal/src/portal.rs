//! The portal as it is run: started, killed, started again on the same data and the same port.

use crate::{Fault, Setting};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A portal's folder and how it is started.
pub struct Place {
    pub data: PathBuf,
    config: PathBuf,
    log: PathBuf,
    portal: PathBuf,
    dist: PathBuf,
    postgres: Option<String>,
}

impl Place {
    /// A place in `dir`, with data in `data`. `helpdesk`: a `[[helpdesk]]` table, or nothing.
    pub fn new(setting: &Setting, dir: &Path, data: &Path, helpdesk: &str) -> Result<Self, Fault> {
        let config = dir.join("portal.toml");
        std::fs::write(&config, format!("{CONFIG}\n{helpdesk}"))?;
        Ok(Self {
            data: data.to_owned(),
            config,
            log: dir.join("portal.log"),
            portal: setting.portal.clone(),
            dist: setting.dist.clone(),
            postgres: setting.postgres.clone(),
        })
    }

    /// Starts it on a port, or on any free one.
    pub async fn start(
        &self,
        address: Option<SocketAddr>,
        secrets: &[(&str, &str)],
    ) -> Result<Running, Fault> {
        let listen = address.map_or_else(|| "127.0.0.1:0".to_owned(), |address| address.to_string());
        let log = std::fs::File::options().append(true).create(true).open(&self.log)?;
        let mut command = Command::new(&self.portal);
        command
            .args(["--listen", &listen, "--public-origin", "auto"])
            .arg("--config")
            .arg(&self.config)
            .arg("--data")
            .arg(&self.data)
            .arg("--dist")
            .arg(&self.dist)
            .envs(secrets.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true);
        if let Some(url) = &self.postgres {
            command.env("KH_DATABASE_URL", url);
        }
        let mut child = command.spawn()?;
        let out = child.stdout.take().ok_or("no output of the portal")?;
        let mut line = String::new();
        tokio::time::timeout(Duration::from_secs(60), BufReader::new(out).read_line(&mut line)).await??;
        let address =
            line.trim().strip_prefix("listening on http://").and_then(|address| address.parse().ok());
        let Some(address) = address else {
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            return Err(format!("the portal did not start: {}", log.lines().last().unwrap_or(&line)).into());
        };
        Ok(Running { address, child })
    }

    /// The database's address.
    pub fn database(&self) -> String {
        match &self.postgres {
            Some(url) => url.clone(),
            None => format!("sqlite://{}", self.data.join("portal.sqlite").display()),
        }
    }
}

/// A portal that runs.
pub struct Running {
    pub address: SocketAddr,
    child: Child,
}

impl Running {
    /// `kill -9`.
    pub async fn kill(mut self) -> Result<(), Fault> {
        self.child.start_kill()?;
        self.child.wait().await?;
        Ok(())
    }

    /// Resident memory, in KiB: now, and the most there was.
    pub fn memory(&self) -> (u64, u64) {
        let pid = self.child.id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
        };
        (field("VmRSS:"), field("VmHWM:"))
    }
}

/// Limits so high that they are never in the way: they are not what is measured.
const CONFIG: &str = r#"
[portal]
public_origin = "http://127.0.0.1:8080"
[limits]
case_burst = 4000000000
cases_per_minute = 4000000000
client_burst = 4000000000
client_cases_per_minute = 4000000000
[[client]]
id = "demo-shop"
name = "Bench"
origins = ["http://localhost:8081"]
locales = ["en-GB"]
"#;

//! The portal as a child: started, waited for, stopped; never left behind.
//!
//! Not here: building it (../demo.rs).

use super::Options;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use crate::shop::identity::{self, Identity};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(50);

/// A running portal.
pub struct Portal {
    child: Child,
    port: u16,
}

impl Portal {
    pub fn start(
        project: &Project,
        options: &Options,
        origin: &str,
        shop: &str,
        identity: &Identity,
    ) -> Outcome<Portal> {
        let data = project.root.join(&options.data);
        std::fs::create_dir_all(&data).map_err(|error| Failure::io("make", &data, &error))?;
        let key = data.join("demo-shop.jwk.json");
        identity.write_public(&key)?;
        let mut command = Command::new(project.portal());
        command
            .current_dir(&project.root)
            .args(["--config", "portal.toml", "--dist", "dist", "--public-origin", origin])
            .args(["--listen", &format!("127.0.0.1:{}", options.port)])
            .args(["--allow-origin", &format!("demo-shop={shop}")])
            .args(["--allow-origin", &format!("demo-blog={shop}")])
            .args(["--client-key", &format!("{}={}", identity::CLIENT, key.display())])
            .arg("--data")
            .arg(&data)
            // Its own group: Ctrl-C reaches us alone, and we end it once and in order.
            .process_group(0);
        let child =
            command.spawn().map_err(|error| Failure::new(format!("cannot start the portal: {error}")))?;
        Ok(Portal { child, port: options.port })
    }

    pub fn wait_until_ready(&mut self, patience: Duration) -> Outcome {
        let start = Instant::now();
        while !is_ready(self.port) {
            if let Some(status) = self.ended()? {
                return Err(Failure::new(format!("the portal did not start: it ended with {status}"))
                    .next("its own words are above"));
            }
            if start.elapsed() > patience {
                return Err(Failure::new(format!("the portal was not ready after {} s", patience.as_secs()))
                    .next(format!("ask it why: curl -i http://127.0.0.1:{}/readyz", self.port)));
            }
            sleep(STEP);
        }
        Ok(())
    }

    /// Its status if it is no longer there.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        self.child.try_wait().map_err(|error| Failure::new(format!("lost the portal: {error}")))
    }

    /// SIGTERM, so that it ends what it is doing; after ten seconds, an end all the same.
    pub fn stop(&mut self) -> Outcome {
        // The standard library only knows SIGKILL, and `kill` is in every shell.
        let asked =
            process::quiet(Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]));
        let start = Instant::now();
        while asked.is_ok() && start.elapsed() < Duration::from_secs(10) {
            if self.ended()?.is_some() {
                return Ok(());
            }
            sleep(STEP);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        Err(Failure::new("the portal did not stop when asked and was killed"))
    }
}

impl Drop for Portal {
    /// Whatever way we leave, it does not stay.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.stop();
        }
    }
}

fn is_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(
            format!("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").as_bytes(),
        )?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(head.starts_with(b"HTTP/1.") && head.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}

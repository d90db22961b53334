//! Ports on this machine: take one, or say in one line that it is taken and which flag chooses another.
//!
//! Not here: what is served there.

use crate::failure::{Failure, Outcome};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

/// Listens on a port of `127.0.0.1`; port 0 lets the system choose.
pub fn listen(port: u16, flag: &str) -> Outcome<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| taken(port, flag, &error))
}

/// The same port of `::1`: browsers may try that first for `localhost`, and would meet a stranger there.
/// `None` where the machine has no IPv6.
pub fn listen_v6(port: u16, flag: &str) -> Outcome<Option<TcpListener>> {
    match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(taken(port, flag, &error)),
        Err(_) => Ok(None),
    }
}

/// Whether a port is free; it is free again afterwards.
pub fn check(port: u16, flag: &str) -> Outcome {
    listen(port, flag).map(drop)
}

fn taken(port: u16, flag: &str, error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::AddrInUse => {
            Failure::new(format!("port {port} is taken: choose another with {flag} NUMBER"))
        }
        _ => Failure::new(format!("port {port} cannot be used ({error}): choose another with {flag} NUMBER")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_one_line_with_the_way_out() {
        let held = listen(0, "--port").unwrap();
        let port = held.local_addr().unwrap().port();
        let failure = check(port, "--shop-port").unwrap_err().to_string();
        assert_eq!(failure, format!("port {port} is taken: choose another with --shop-port NUMBER"));
        drop(held);
        check(port, "--shop-port").unwrap();
    }
}

//! Web origins as browsers write them in the `Origin` header.
//!
//! Here: what an origin is and what is wrong with a text that is none. Not here: which origins a client has
//! (`config`), and what an origin may do (`security`).

use std::fmt;

/// `scheme://host[:port]`, exactly as a browser sends it: comparing it is comparing bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

/// Why a text is not an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginFault {
    /// Neither `https://` nor `http://`.
    #[error("it must begin with https:// or http://")]
    Scheme,
    /// A `*` somewhere.
    #[error("wildcards are not allowed; list each origin")]
    Wildcard,
    /// Something follows the host and port.
    #[error("a path, query or slash may not follow the host")]
    Path,
    /// The host has characters a browser would write differently.
    #[error("the host must be lower-case ASCII (punycode for other scripts), without credentials")]
    Host,
    /// Not a port, or the scheme's own, which browsers leave out.
    #[error("the port must be 1 to 65535, and left out if it is the scheme's own")]
    Port,
}

impl Origin {
    /// Reads an origin.
    ///
    /// # Errors
    /// The first [`OriginFault`] found.
    pub fn parse(text: &str) -> Result<Self, OriginFault> {
        let (rest, own_port) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (rest, 443),
            (_, Some(rest)) => (rest, 80),
            _ => return Err(OriginFault::Scheme),
        };
        if rest.contains('*') {
            return Err(OriginFault::Wildcard);
        }
        if rest.contains(['/', '?', '#', '\\']) {
            return Err(OriginFault::Path);
        }
        if rest.contains('@') {
            return Err(OriginFault::Host);
        }
        // The last colon parts the port, unless it belongs to an IPv6 address in brackets.
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        if !is_host(host) {
            return Err(OriginFault::Host);
        }
        if let Some(port) = port {
            let number = port.parse::<u16>().map_err(|_| OriginFault::Port)?;
            // A browser writes neither `:0443` nor the port that the scheme has anyway.
            if number == 0 || number == own_port || number.to_string() != port {
                return Err(OriginFault::Port);
            }
        }
        Ok(Self(text.to_owned()))
    }

    /// As the browser writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the scheme is https.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok_and(|a| a.to_string() == address);
    }
    let label =
        |l: &str| !l.is_empty() && l.bytes().all(|b| b"abcdefghijklmnopqrstuvwxyz0123456789-_".contains(&b));
    !host.is_empty() && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_would_send_and_nothing_else() {
        let check = |text: &str, expected: Result<(), OriginFault>| {
            assert_eq!(Origin::parse(text).map(|_| ()), expected, "{text}");
        };
        check("https://shop.example", Ok(()));
        check("http://localhost:8081", Ok(()));
        check("http://127.0.0.1:8081", Ok(()));
        check("http://[::1]:8081", Ok(()));
        check("https://[::1]", Ok(()));
        check("https://xn--exmple-cua.example", Ok(()));
        check("shop.example", Err(OriginFault::Scheme));
        check("null", Err(OriginFault::Scheme));
        check("ftp://shop.example", Err(OriginFault::Scheme));
        check("https://*.shop.example", Err(OriginFault::Wildcard));
        check("https://shop.example/", Err(OriginFault::Path));
        check("https://shop.example/checkout", Err(OriginFault::Path));
        check("https://shop.example?x", Err(OriginFault::Path));
        check("https://Shop.example", Err(OriginFault::Host));
        check("https://user:word@shop.example", Err(OriginFault::Host));
        check("https://shöp.example", Err(OriginFault::Host));
        check("https://", Err(OriginFault::Host));
        check("https://shop.example;script-src", Err(OriginFault::Host));
        check("https://shop..example", Err(OriginFault::Host));
        check("https://shop.example:443", Err(OriginFault::Port));
        check("http://shop.example:80", Err(OriginFault::Port));
        check("http://shop.example:0", Err(OriginFault::Port));
        check("http://shop.example:99999", Err(OriginFault::Port));
        check("http://shop.example:", Err(OriginFault::Port));
    }
}

//! Random ids: of cases, of requests, and the nonces of tokens.
//!
//! Here: drawing them. Not here: whether one is taken (the store's primary key says so).

/// The system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("no random bytes: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// Crockford's base 32: no letter that is taken for a digit, and none that is taken for another when read aloud.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A case ID: 40 random bits, so that the number of cases cannot be read from it and the next one not be guessed.
///
/// # Errors
/// [`NoRandomness`].
pub fn case_id() -> Result<String, NoRandomness> {
    let text = base32(random::<5>()?);
    let (first, second) = text.split_at(4);
    Ok(format!("KH-{first}-{second}"))
}

/// A request's id, for the log and the problem document. Empty when there is no randomness: a request is not refused
/// for want of a name.
pub fn request_id() -> String {
    random::<10>().map(|bytes| base32(bytes).to_ascii_lowercase()).unwrap_or_default()
}

/// What makes one case's token unlike any other.
///
/// # Errors
/// [`NoRandomness`].
pub fn nonce() -> Result<[u8; 16], NoRandomness> {
    random()
}

/// An upload's id: 128 random bits, for who knows it may write to the upload.
///
/// # Errors
/// [`NoRandomness`].
pub fn upload_id() -> Result<String, NoRandomness> {
    Ok(random::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Random bytes from the operating system.
///
/// # Errors
/// [`NoRandomness`].
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Five bits a character; `N` is a multiple of five, so nothing is left over.
fn base32<const N: usize>(bytes: [u8; N]) -> String {
    let mut out = String::with_capacity(N * 8 / 5);
    for group in bytes.chunks(5) {
        let bits = group.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for i in (0..8).rev() {
            let five = usize::try_from(bits >> (5 * i) & 31).unwrap_or_default();
            out.push(CROCKFORD.get(five).map_or('0', |c| char::from(*c)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn case_ids_have_the_form_the_wire_knows_and_do_not_repeat() {
        let ids: HashSet<String> = (0..1000).map(|_| case_id().unwrap()).collect();
        assert!(ids.iter().all(|id| klarna_help_wire::is_case_id(id)), "{ids:?}");
        assert_eq!(ids.len(), 1000);
    }

    #[test]
    fn upload_ids_have_the_form_the_wire_knows() {
        assert!(klarna_help_wire::is_upload_id(&upload_id().unwrap()));
        assert_ne!(upload_id().unwrap(), upload_id().unwrap());
    }

    #[test]
    fn base_32_writes_every_bit() {
        assert_eq!(base32([0, 0, 0, 0, 0]), "00000000");
        assert_eq!(base32([255, 255, 255, 255, 255]), "ZZZZZZZZ");
        assert_eq!(base32([0x08, 0x42, 0x10, 0x84, 0x21]), "11111111");
    }
}

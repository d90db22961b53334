//! `[[helpdesk]]`, and which client's cases go to which.
//!
//! With one helpdesk every client's cases go there. With several, each client names its own (`helpdesk = "care"`).

use super::{Client, ConfigError};
use klarna_help_helpdesk::config::{HelpdeskConfig, HelpdeskTable};

/// A helpdesk and the clients whose cases it gets.
#[derive(Clone, Debug)]
pub struct Desk {
    /// It.
    pub helpdesk: HelpdeskConfig,
    /// Clients, by id.
    pub clients: Vec<String>,
}

/// Checks the tables. `wanted`: the name that each client gives.
pub(super) fn check(
    tables: Vec<HelpdeskTable>,
    clients: &[Client],
    wanted: &[Option<String>],
) -> Result<Vec<Desk>, ConfigError> {
    let mut desks: Vec<Desk> = Vec::new();
    for (i, table) in tables.into_iter().enumerate() {
        let helpdesk = table.check(&format!("helpdesk[{i}]")).map_err(ConfigError::Helpdesk)?;
        if desks.iter().any(|desk| desk.helpdesk.common.name == helpdesk.common.name) {
            return Err(ConfigError::Desk { key: format!("helpdesk[{i}].name"), why: "is there twice" });
        }
        desks.push(Desk { helpdesk, clients: Vec::new() });
    }
    for (i, (client, name)) in clients.iter().zip(wanted).enumerate() {
        let fault = |why| ConfigError::Desk { key: format!("client[{i}].helpdesk"), why };
        let desk = match (name, desks.as_mut_slice()) {
            (None, []) => continue,
            (None, [only]) => only,
            (None, _) => return Err(fault("is missing: there are several helpdesks, name one of them")),
            (Some(name), desks) => desks
                .iter_mut()
                .find(|desk| desk.helpdesk.common.name == *name)
                .ok_or_else(|| fault("names no [[helpdesk]]"))?,
        };
        desk.clients.push(client.id.clone());
    }
    Ok(desks)
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    const CLIENTS: &str = r#"
        [portal]
        public_origin = "http://127.0.0.1:8080"
        [[client]]
        id = "a"
        name = "A"
        origins = ["https://a.example"]
        locales = ["en-GB"]
        [[client]]
        id = "b"
        name = "B"
        origins = ["https://b.example"]
        locales = ["en-GB"]
        HELPDESK
    "#;
    const HOOK: &str = r#"
        [[helpdesk]]
        kind = "webhook"
        name = "NAME"
        url = "https://desk.example/in"
        secret_env = "KH_HOOK_SECRET"
    "#;

    fn read(b: &str, names: &[&str]) -> Result<Vec<(String, Vec<String>)>, String> {
        let mut text = CLIENTS.replace("HELPDESK", b);
        for name in names {
            text.push_str(&HOOK.replace("NAME", name));
        }
        let config = Config::parse(&text).map_err(|error| error.to_string())?;
        Ok(config.desks.into_iter().map(|desk| (desk.helpdesk.common.name, desk.clients)).collect())
    }

    #[test]
    fn one_helpdesk_gets_all_cases_and_of_several_each_client_names_its_own() {
        let desk = |name: &str, clients: &[&str]| {
            (name.to_owned(), clients.iter().map(|client| (*client).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(read("", &[]), Ok(vec![]));
        assert_eq!(read("", &["care"]), Ok(vec![desk("care", &["a", "b"])]));
        let says = |found: Result<_, String>, expected: &str| {
            let message = found.unwrap_err();
            assert!(message.contains(expected), "{message}");
        };
        says(read("", &["care", "fraud"]), "client[0].helpdesk");
        says(read("helpdesk = \"nobody\"", &["care"]), "client[1].helpdesk");
        says(read("", &["care", "care"]), "helpdesk[1].name");
    }
}

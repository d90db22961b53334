//! Arguments of the binary.

use klarna_help_wire::{CaseState, is_case_id};
use std::ffi::OsString;
use std::path::PathBuf;

/// What the binary is asked to do.
pub enum Command {
    /// Serve.
    Serve(ServeArgs),
    /// Look at cases, or move one.
    Cases {
        /// The data folder.
        data: PathBuf,
        /// What to do there.
        what: CasesCommand,
    },
    /// Look after what is kept of customers.
    Keeping {
        /// The configuration.
        config: PathBuf,
        /// The data folder.
        data: PathBuf,
        /// What to do there.
        what: KeepingCommand,
    },
    /// Look at what has to reach the helpdesk, or mend it.
    Outbox {
        /// The data folder.
        data: PathBuf,
        /// What to do there.
        what: OutboxCommand,
    },
    /// What customers said helped.
    Votes {
        /// The data folder.
        data: PathBuf,
        /// What to print.
        what: VotesCommand,
    },
    /// Ask every helpdesk whether it is set up as the configuration says.
    CheckDesks {
        /// The configuration.
        config: PathBuf,
    },
    /// Print this and end.
    Say(String),
}

/// What an operator does with the outbox.
pub enum OutboxCommand {
    List { dead_only: bool },
    Retry(i64),
    Drop(i64),
}

/// What is printed of votes, of so many days.
pub enum VotesCommand {
    List { days: u16 },
    Needed { days: u16, market: String },
}

/// Arguments of serving.
pub struct ServeArgs {
    pub config: PathBuf,
    pub data: PathBuf,
    pub dist: PathBuf,
    pub listen: String,
    pub public_origin: Option<String>,
    pub allow_origins: Vec<(String, String)>,
    pub client_keys: Vec<(String, String)>,
    pub metrics: Option<String>,
    pub log: Log,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    Text,
    /// An object a line.
    Json,
}

/// What is done with what is kept of customers.
pub enum KeepingCommand {
    Retention {
        dry: bool,
    },
    Erase(Whose),
    Export(String),
    /// Or let go.
    Hold(String, bool),
}

/// Whose cases are erased.
pub enum Whose {
    Case(String),
    Email(String),
}

/// What an agent does with cases until a helpdesk is connected.
pub enum CasesCommand {
    List,
    Show(String),
    Move(String, CaseState),
    /// By the agent of this name; what is written comes from standard input.
    Reply(String, String),
    Assign(String, String),
}

const HELP: &str = "\
The support portal of Klarna Help.

klarna-help-portal [serve] [--config FILE] [--data DIR] [--dist DIR] [--listen ADDR]
                   [--public-origin ORIGIN] [--allow-origin CLIENT=ORIGIN]... [--client-key CLIENT=FILE]...
                   [--metrics ADDR] [--log text|json]
klarna-help-portal cases list [--data DIR]
klarna-help-portal cases show ID [--data DIR]
klarna-help-portal cases move ID STATE [--data DIR]
klarna-help-portal cases reply ID --agent NAME [--data DIR]     the text from standard input
klarna-help-portal cases assign ID NAME [--data DIR]
klarna-help-portal retention [--dry-run] [--config FILE] [--data DIR]
klarna-help-portal erase ID | --email ADDRESS [--config FILE] [--data DIR]
klarna-help-portal export ID [--config FILE] [--data DIR]       everything that is held, as JSON
klarna-help-portal hold ID on|off [--config FILE] [--data DIR]  retention and erase leave a held case alone
klarna-help-portal outbox list [--dead] [--data DIR]            what waits for the helpdesk, or for a person
klarna-help-portal outbox retry NUMBER [--data DIR]             look it up there, and send it if it is not there
klarna-help-portal outbox drop NUMBER [--data DIR]              never send it
klarna-help-portal votes list [--days N] [--data DIR]           what helped and what did not, and why
klarna-help-portal votes needed MARKET [--days N] [--data DIR]  what helps most by page, for content/needed/
klarna-help-portal helpdesk check [--config FILE]               is each helpdesk set up as the file says?

  --config FILE     clients and limits                                [portal.toml]
  --data DIR        database and secret                               [var]
  --dist DIR        what `cargo xtask dist` wrote                     [dist]
  --listen ADDR     address and port; port 0 takes any free one       [127.0.0.1:8080]
  --public-origin   the origin that browsers see, instead of the file's; `auto` is http:// and
                    the address listened on
  --allow-origin    registers one more origin for a client; for demonstrations and tests
  --metrics ADDR    a second listener, for /metrics alone             [none]
  --log text|json   lines for people or for machines                  [text]
  --client-key      gives a client one more key for identity tokens, from a file with a JWK; likewise

States: received in-review waiting-for-you resolved closed reopened

KH_DATABASE_URL   a PostgreSQL database instead of the one in --data, such as
                  postgres://portal@localhost/portal; portals that share one need the same secret.key
                  in their data folders
";

/// Reads the arguments.
pub fn read(arguments: Vec<OsString>) -> Result<Command, String> {
    let mut args = pico_args::Arguments::from_vec(arguments);
    if args.contains(["-h", "--help"]) {
        return Ok(Command::Say(HELP.to_owned()));
    }
    if args.contains("--version") {
        return Ok(Command::Say(format!("klarna-help-portal {}\n", env!("CARGO_PKG_VERSION"))));
    }
    let command = args.subcommand().map_err(fault)?;
    let path = |value: &std::ffi::OsStr| Ok::<_, std::convert::Infallible>(PathBuf::from(value));
    let mut folder = |name: &'static str, default: &str| {
        args.opt_value_from_os_str(name, path)
            .map(|given| given.unwrap_or_else(|| default.into()))
            .map_err(fault)
    };
    let data = folder("--data", "var")?;
    let command = match command.as_deref() {
        None | Some("serve") => Command::Serve(ServeArgs {
            config: folder("--config", "portal.toml")?,
            data,
            dist: folder("--dist", "dist")?,
            listen: args
                .opt_value_from_str("--listen")
                .map_err(fault)?
                .unwrap_or_else(|| "127.0.0.1:8080".to_owned()),
            public_origin: args.opt_value_from_str("--public-origin").map_err(fault)?,
            allow_origins: args.values_from_fn("--allow-origin", pair).map_err(fault)?,
            client_keys: args.values_from_fn("--client-key", pair).map_err(fault)?,
            metrics: args.opt_value_from_str("--metrics").map_err(fault)?,
            log: args.opt_value_from_fn("--log", log).map_err(fault)?.unwrap_or(Log::Text),
        }),
        Some("cases") => Command::Cases { data, what: cases(&mut args)? },
        Some(name @ ("retention" | "erase" | "export" | "hold")) => {
            let config = folder("--config", "portal.toml")?;
            Command::Keeping { config, data, what: keeping(name, &mut args)? }
        }
        Some("outbox") => Command::Outbox { data, what: outbox(&mut args)? },
        Some("votes") => Command::Votes { data, what: votes(&mut args)? },
        Some("helpdesk") => {
            let config = folder("--config", "portal.toml")?;
            match args.free_from_str::<String>().ok().as_deref() {
                Some("check") => Command::CheckDesks { config },
                _ => return Err("helpdesk: say check".to_owned()),
            }
        }
        Some(other) => return Err(format!("there is no command \"{other}\"; --help lists them")),
    };
    match args.finish().first() {
        None => Ok(command),
        Some(extra) => Err(format!("{} is not understood; --help lists what is", extra.to_string_lossy())),
    }
}

fn keeping(name: &str, args: &mut pico_args::Arguments) -> Result<KeepingCommand, String> {
    // Options go before what stands by itself is read.
    if name == "retention" {
        return Ok(KeepingCommand::Retention { dry: args.contains("--dry-run") });
    }
    if name == "erase"
        && let Some(email) = args.opt_value_from_str("--email").map_err(fault)?
    {
        return Ok(KeepingCommand::Erase(Whose::Email(email)));
    }
    let id = case_id(args, name)?;
    match name {
        "erase" => Ok(KeepingCommand::Erase(Whose::Case(id))),
        "export" => Ok(KeepingCommand::Export(id)),
        _ => match args.free_from_str::<String>().unwrap_or_default().as_str() {
            "on" => Ok(KeepingCommand::Hold(id, true)),
            "off" => Ok(KeepingCommand::Hold(id, false)),
            _ => Err("hold: say hold ID on or hold ID off".to_owned()),
        },
    }
}

fn case_id(args: &mut pico_args::Arguments, of: &str) -> Result<String, String> {
    let id: String = args.free_from_str().map_err(|_| format!("{of}: the case ID is missing"))?;
    let id = id.to_ascii_uppercase();
    if is_case_id(&id) { Ok(id) } else { Err(format!("\"{id}\" is not a case ID such as KH-7F3K-9Q2M")) }
}

fn cases(args: &mut pico_args::Arguments) -> Result<CasesCommand, String> {
    const WHAT: &str = "say list, show ID, move ID STATE, reply ID --agent NAME or assign ID NAME";
    // An option goes before what stands by itself is read.
    let agent: Option<String> = args.opt_value_from_str("--agent").map_err(fault)?;
    let what: String = args.free_from_str().map_err(|_| format!("cases: {WHAT}"))?;
    let mut id = || case_id(args, &format!("cases {what}"));
    match what.as_str() {
        "list" => Ok(CasesCommand::List),
        "show" => Ok(CasesCommand::Show(id()?)),
        "move" => {
            let id = id()?;
            let names: Vec<&str> = CaseState::ALL.iter().map(|s| s.as_str()).collect();
            let state: String =
                args.free_from_str().map_err(|_| "cases move: the state is missing".to_owned())?;
            let state = CaseState::parse(&state)
                .ok_or_else(|| format!("\"{state}\" is not a state: {}", names.join(", ")))?;
            Ok(CasesCommand::Move(id, state))
        }
        "reply" => {
            Ok(CasesCommand::Reply(id()?, name(agent.ok_or("cases reply: say who with --agent NAME")?)?))
        }
        "assign" => {
            let id = id()?;
            let who = args.free_from_str().map_err(|_| "cases assign: the name is missing".to_owned())?;
            Ok(CasesCommand::Assign(id, name(who)?))
        }
        other => Err(format!("cases: there is no \"{other}\": {WHAT}")),
    }
}

fn outbox(args: &mut pico_args::Arguments) -> Result<OutboxCommand, String> {
    const WHAT: &str = "say list, retry NUMBER or drop NUMBER";
    let dead_only = args.contains("--dead");
    let what: String = args.free_from_str().map_err(|_| format!("outbox: {WHAT}"))?;
    let mut number = || {
        args.free_from_str()
            .map_err(|_| format!("outbox {what}: the number of the list's first column is missing"))
    };
    match what.as_str() {
        "list" => Ok(OutboxCommand::List { dead_only }),
        "retry" => Ok(OutboxCommand::Retry(number()?)),
        "drop" => Ok(OutboxCommand::Drop(number()?)),
        other => Err(format!("outbox: there is no \"{other}\": {WHAT}")),
    }
}

fn votes(args: &mut pico_args::Arguments) -> Result<VotesCommand, String> {
    let days: Option<u16> = args.opt_value_from_str("--days").map_err(fault)?;
    let days = days.unwrap_or(28);
    match args.free_from_str::<String>().ok().as_deref() {
        Some("list") => Ok(VotesCommand::List { days }),
        Some("needed") => {
            let market: String = args
                .free_from_str()
                .map_err(|_| "votes needed: the market is missing, such as GB".to_owned())?;
            Ok(VotesCommand::Needed { days, market: market.to_ascii_uppercase() })
        }
        _ => Err("votes: say list or needed MARKET".to_owned()),
    }
}

/// A name that customers see.
fn name(text: String) -> Result<String, String> {
    let good = !text.trim().is_empty() && text.chars().count() <= 100 && !text.contains(char::is_control);
    if good { Ok(text.trim().to_owned()) } else { Err("a name has 1 to 100 characters".to_owned()) }
}

fn log(text: &str) -> Result<Log, String> {
    match text {
        "text" => Ok(Log::Text),
        "json" => Ok(Log::Json),
        _ => Err("write text or json".to_owned()),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (client, origin) = text.split_once('=').ok_or("write CLIENT=ORIGIN or CLIENT=FILE")?;
    Ok((client.to_owned(), origin.to_owned()))
}

fn fault(error: pico_args::Error) -> String {
    format!("{error}; --help lists what is understood")
}

//! The portal's binary: arguments, the log, and an exit that says why.

mod args;
mod cases_command;
mod keeping_command;
mod outbox_command;
mod votes_command;

use args::{Command, Log, ServeArgs};
use klarna_help_portal::origin::Origin;
use klarna_help_portal::{Config, Portal, metrics, serve};
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    let done = args::read(std::env::args_os().skip(1).collect()).and_then(run);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // Nothing is left to do if even this cannot be written.
            let _ = writeln!(io::stderr(), "klarna-help-portal: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Say(text) => say(&text),
        command => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(text)?;
            runtime.block_on(async {
                match command {
                    Command::Serve(args) => start(args).await,
                    Command::Cases { data, what } => {
                        say(&cases_command::run(&data, database()?.as_deref(), what).await?)
                    }
                    Command::Keeping { config, data, what } => {
                        say(&keeping_command::run(&config, &data, database()?.as_deref(), what).await?)
                    }
                    Command::Outbox { data, what } => {
                        say(&outbox_command::run(&data, database()?.as_deref(), what).await?)
                    }
                    Command::Votes { data, what } => {
                        say(&votes_command::run(&data, database()?.as_deref(), what).await?)
                    }
                    Command::CheckDesks { config } => say(&outbox_command::check(&config).await?),
                    Command::Say(text) => say(&text),
                }
            })
        }
    }
}

async fn start(args: ServeArgs) -> Result<(), String> {
    log(args.log);
    let mut config = Config::read(&args.config).map_err(|e| format!("{}: {e}", args.config.display()))?;
    for (client, origin) in &args.allow_origins {
        config.allow_origin(client, origin).map_err(text)?;
    }
    for (client, file) in &args.client_keys {
        config.add_key(client, file.as_ref()).map_err(text)?;
    }
    // The socket before everything else: `auto` needs its port, and a taken one is the likeliest fault.
    let listener = TcpListener::bind(&args.listen).await.map_err(|e| cannot_listen(&args.listen, &e))?;
    let address = listener.local_addr().map_err(text)?;
    match args.public_origin.as_deref() {
        Some("auto") => config.public_origin = Origin::parse(&format!("http://{address}")).map_err(text)?,
        Some(origin) => {
            config.public_origin = Origin::parse(origin).map_err(|e| format!("--public-origin: {e}"))?;
        }
        None => {}
    }
    let portal =
        Portal::open_with(config, &args.data, &args.dist, database()?.as_deref()).await.map_err(text)?;
    let portal = Arc::new(portal);
    if let Some(address) = &args.metrics {
        let listener = TcpListener::bind(address).await.map_err(|e| cannot_listen(address, &e))?;
        let address = listener.local_addr().map_err(text)?;
        tracing::info!(%address, "metrics");
        tokio::spawn(metrics::serve(portal.clone(), listener));
    }
    let mut terminate = signal(SignalKind::terminate()).map_err(text)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(text)?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    say(&format!("listening on http://{address}\n"))?;
    serve::serve(portal, listener, stop).await.map_err(text)
}

/// PostgreSQL's address. From the environment: arguments are seen by every user of the machine, and it has a password.
fn database() -> Result<Option<String>, String> {
    match std::env::var("KH_DATABASE_URL") {
        Ok(url) if url.is_empty() => Ok(None),
        Ok(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Ok(Some(url)),
        // What it is instead is not repeated: it may hold a password.
        Ok(_) => {
            Err("KH_DATABASE_URL is no address of PostgreSQL: postgres://USER:PASSWORD@HOST/DATABASE"
                .to_owned())
        }
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(error) => Err(format!("KH_DATABASE_URL: {error}")),
    }
}

fn cannot_listen(listen: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "{listen} is taken by another program: stop it, or choose another port with --listen, such as \
             --listen 127.0.0.1:0 for any free one"
        ),
        _ => format!("cannot listen on {listen}: {error}"),
    }
}

/// The log goes to standard error, one line an event; standard output has only what was asked for.
fn log(form: Log) {
    let lines = tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).with_target(false);
    match form {
        Log::Text => lines.init(),
        Log::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
    // The standard hook prints the panic's text, which may quote a customer.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, "panic");
    }));
}

fn say(text: &str) -> Result<(), String> {
    let mut out = io::stdout();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(self::text)
}

fn text(error: impl Display) -> String {
    error.to_string()
}

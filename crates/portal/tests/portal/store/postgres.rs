//! A PostgreSQL of the tests' own: Debian's programs, a folder that goes away, a Unix socket, one database a test.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Tells where the server's folder is, and ends with it once its own input ends: also when the tests are killed. Data that
/// nobody reads again is not synced.
const SCRIPT: &str = r#"
    set -e
    trap '' INT TERM HUP
    dir=$(mktemp -d /tmp/kh-postgres.XXXXXX)
    cd "$dir"
    "$BIN/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync > log 2>&1
    "$BIN/pg_ctl" -D data -l log -w -t 60 \
        -o "-k '$dir' -c listen_addresses='' -c fsync=off -c max_connections=300" start >> log 2>&1 \
        || { cat log >&2; exit 1; }
    echo "$dir"
    cat > /dev/null
    "$BIN/pg_ctl" -D data -m immediate stop > /dev/null 2>&1
    cd /
    rm -rf "$dir"
"#;

struct Server {
    socket: String,
    /// Its input is open for as long as this process lives.
    _script: Child,
}

static SERVER: OnceLock<Server> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a fresh, empty database.
pub async fn database() -> String {
    let server = SERVER.get_or_init(start);
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut admin = PgConnection::connect(&address(server, "postgres")).await.unwrap();
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    address(server, &name)
}

fn address(server: &Server, name: &str) -> String {
    format!("postgres://postgres@localhost/{name}?host={}", server.socket)
}

fn start() -> Server {
    let bin = programs().unwrap_or_else(|| {
        panic!(
            "PostgreSQL is not installed, and the store is tested on it: run `cargo xtask setup --tests`, or, as root, \
             `apt-get install --no-install-recommends postgresql`"
        )
    });
    // initdb refuses to run as root; Debian's package has a user for it.
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let mut command = Command::new(if root { "setpriv" } else { "sh" });
    if root {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
    }
    let mut script = command
        .args(["-c", SCRIPT])
        .env("BIN", &bin)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(script.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.is_empty(), "PostgreSQL at {} did not start; what it said is above", bin.display());
    Server { socket: line.trim().to_owned(), _script: script }
}

/// The newest that is installed.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
    let number = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest = versions.map(|version| version.path()).filter(|path| path.join("bin/initdb").is_file());
    newest.max_by_key(number).map(|path| path.join("bin"))
}

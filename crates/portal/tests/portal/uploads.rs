//! Attachments by tus 1.0, over the router: what each header does, and what becomes of a file.

use crate::harness::{Answer, CONFIG, TestPortal, case, get, post, request};
use axum::body::Body;
use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use klarna_help_portal::store::UploadState;
use klarna_help_portal::uploads;
use klarna_help_wire::{FILE_MAX_BYTES, ProblemCode};
use serde_json::json;
use sha2::{Digest, Sha256};

pub const TEXT: &[u8] = b"The parcel never came. This is what the carrier wrote.\n";
const JPEG: &[u8] = include_bytes!("samples/photo.jpg");
const BYTES: (&str, &str) = ("content-type", "application/offset+octet-stream");
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");

pub fn metadata(pairs: &[(&str, &str)]) -> String {
    let pair = |(key, value): &(&str, &str)| format!("{key} {}", STANDARD.encode(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join(",")
}

async fn send(
    portal: &TestPortal,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    portal.send(request(method, path, headers, Body::from(body.to_vec()))).await
}

async fn create(portal: &TestPortal, name: &str, media_type: &str, size: i64) -> Answer {
    let metadata = metadata(&[("client", "shop"), ("filename", name), ("filetype", media_type)]);
    let headers = [TUS, ("upload-length", &size.to_string()), ("upload-metadata", &metadata)];
    send(portal, Method::POST, "/api/v1/uploads", &headers, b"").await
}

/// Begins one, and answers its address.
async fn begun(portal: &TestPortal, name: &str, size: usize) -> String {
    let answer = create(portal, name, "", i64::try_from(size).unwrap()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.header("location").to_owned()
}

async fn patch(portal: &TestPortal, path: &str, offset: usize, bytes: &[u8]) -> Answer {
    let headers = [TUS, BYTES, ("upload-offset", &offset.to_string())];
    send(portal, Method::PATCH, path, &headers, bytes).await
}

async fn head(portal: &TestPortal, path: &str) -> Answer {
    send(portal, Method::HEAD, path, &[TUS], b"").await
}

/// A whole file; answers its id.
async fn sent(portal: &TestPortal, name: &str, bytes: &[u8]) -> String {
    let path = begun(portal, name, bytes.len()).await;
    let answer = patch(portal, &path, 0, bytes).await;
    assert_eq!(answer.status, 204, "{name}: {}", answer.text());
    id_of(&path)
}

fn id_of(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

fn staged(portal: &TestPortal) -> usize {
    std::fs::read_dir(portal.dir.path().join("var/uploads")).unwrap().count()
}

#[tokio::test]
async fn the_portal_says_what_it_can() {
    let portal = TestPortal::new().await;
    let answer = send(&portal, Method::OPTIONS, "/api/v1/uploads", &[], b"").await;
    assert_eq!(answer.status, 204);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,creation-with-upload,checksum,expiration,termination"),
        ("tus-max-size", "10485760"),
        ("tus-checksum-algorithm", "sha256,sha1"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn a_file_comes_in_parts_and_goes_with_a_case() {
    let portal = TestPortal::new().await;
    let answer = create(&portal, "carrier.txt", "text/plain", TEXT.len() as i64).await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (201, "0"));
    assert_eq!(answer.header("upload-expires"), "Tue, 24 Nov 2026 09:00:00 GMT");
    let path = answer.header("location").to_owned();
    let (first, second) = TEXT.split_at(20);
    let answer = patch(&portal, &path, 0, first).await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (204, "20"));
    assert_eq!(answer.header("tus-resumable"), "1.0.0");
    let answer = head(&portal, &path).await;
    assert_eq!((answer.header("upload-offset"), answer.header("upload-length")), ("20", "55"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("upload-metadata"), "", "an address only writes");
    assert_eq!(patch(&portal, &path, 20, second).await.header("upload-offset"), "55");
    assert_eq!(staged(&portal), 0, "what is finished is staged no more");

    let mut body = case();
    body["attachments"] = json!([{"id": id_of(&path), "evidence": ""}]);
    let receipt = portal.send(post(1, &body)).await;
    assert_eq!(receipt.status, 201, "{}", receipt.text());
    let receipt = receipt.json();
    let bearer = format!("Bearer {}", receipt["token"].as_str().unwrap());
    let address =
        format!("/api/v1/cases/{}/attachments/{}", receipt["caseId"].as_str().unwrap(), id_of(&path));
    let file = portal.send(get(&address, &[("authorization", &bearer)])).await;
    assert_eq!((file.status.as_u16(), &file.body[..]), (200, TEXT));
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", "55"),
        ("content-disposition", "attachment; filename=\"attachment.txt\"; filename*=UTF-8''carrier.txt"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(file.header(name), value, "{name}");
    }
    let file = uploads::open(&portal.portal, &id_of(&path)).await.unwrap();
    assert_eq!(
        (file.name.as_str(), file.kind.as_str(), &file.bytes[..]),
        ("carrier.txt", "text/plain", TEXT)
    );
    assert_eq!(send(&portal, Method::DELETE, &path, &[TUS], b"").await.status, 404, "it is the case's now");
}

#[tokio::test]
async fn only_what_opens_the_case_opens_its_files() {
    let portal = TestPortal::new().await;
    let id = sent(&portal, "a.txt", TEXT).await;
    let loose = sent(&portal, "b.txt", TEXT).await;
    let mut body = case();
    body["attachments"] = json!([{"id": id, "evidence": ""}]);
    let own = portal.send(post(1, &body)).await.json();
    let other = portal.send(post(2, &case())).await.json();
    let check = async |of: &serde_json::Value, upload: &str, token: &serde_json::Value, code: ProblemCode| {
        let bearer = format!("Bearer {}", token.as_str().unwrap());
        let path = format!("/api/v1/cases/{}/attachments/{upload}", of.as_str().unwrap());
        assert_eq!(
            portal.send(get(&path, &[("authorization", &bearer)])).await.problem().code,
            code,
            "{path}"
        );
    };
    check(&own["caseId"], &id, &other["token"], ProblemCode::CaseNotFound).await;
    check(&json!("KH-0000-0000"), &id, &own["token"], ProblemCode::CaseNotFound).await;
    check(&other["caseId"], &id, &other["token"], ProblemCode::UploadNotFound).await;
    check(&own["caseId"], &loose, &own["token"], ProblemCode::UploadNotFound).await;
    check(&own["caseId"], "../../secret.key", &own["token"], ProblemCode::NotFound).await;
    assert_eq!(
        get_status(&portal, &format!("/api/v1/uploads/{id}")).await,
        405,
        "an upload is never read by its id"
    );
}

async fn get_status(portal: &TestPortal, path: &str) -> u16 {
    portal.get(path).await.status.as_u16()
}

#[tokio::test]
async fn what_tells_of_the_sender_is_not_stored_and_what_came_is_still_counted() {
    let portal = TestPortal::new().await;
    let id = sent(&portal, "photo.jpeg", JPEG).await;
    let file = uploads::open(&portal.portal, &id).await.unwrap();
    assert!(file.bytes.len() < JPEG.len());
    assert!(!file.bytes.windows(6).any(|window| window == b"Secret"));
    let answer = head(&portal, &format!("/api/v1/uploads/{id}")).await;
    assert_eq!(answer.header("upload-length"), JPEG.len().to_string());
    assert_eq!(
        answer.header("upload-offset"),
        JPEG.len().to_string(),
        "a sender that lost the answer sees the end"
    );
    let row = portal.portal.store.upload(&id).await.unwrap().unwrap();
    assert_eq!((row.state, row.size), (UploadState::Done, file.bytes.len() as i64));
}

#[tokio::test]
async fn creating_checks_each_header() {
    let portal = TestPortal::new().await;
    let good = metadata(&[("client", "shop"), ("filename", "a.txt"), ("filetype", "text/plain")]);
    let check =
        async |length: &str, metadata: &str, headers: &[(&str, &str)], code: ProblemCode, field: &str| {
            let mut all = vec![("upload-length", length), ("upload-metadata", metadata)];
            all.extend(headers);
            if !headers.iter().any(|(name, _)| *name == "tus-resumable") {
                all.push(TUS);
            }
            let answer = send(&portal, Method::POST, "/api/v1/uploads", &all, b"").await;
            let problem = answer.problem();
            assert_eq!(problem.code, code, "{length} {metadata}");
            assert_eq!(problem.fields.first().map_or("", |fault| fault.field.as_str()), field);
            assert_eq!(answer.header("tus-resumable"), "1.0.0");
            assert_eq!(
                answer.header("tus-version"),
                if code == ProblemCode::UploadVersion { "1.0.0" } else { "" }
            );
        };
    let with = |client: &str, name: &str, kind: &str| {
        metadata(&[("client", client), ("filename", name), ("filetype", kind)])
    };
    let headers = ProblemCode::UploadHeaders;
    check("0", &good, &[], headers, "upload-length").await;
    check("-5", &good, &[], headers, "upload-length").await;
    check("many", &good, &[], headers, "upload-length").await;
    check(&(FILE_MAX_BYTES + 1).to_string(), &good, &[], ProblemCode::FileTooLarge, "upload-length").await;
    check("9", &good, &[("tus-resumable", "0.2.2")], ProblemCode::UploadVersion, "tus-resumable").await;
    check("9", "filename YQ==", &[], headers, "upload-metadata").await;
    check("9", "client c2hvcA==", &[], headers, "upload-metadata").await;
    check("9", &with("nobody", "a.txt", ""), &[], ProblemCode::UnknownClient, "clientId").await;
    check("9", &with("shop", "a.exe", ""), &[], ProblemCode::FileKind, "").await;
    check("9", &with("shop", "a.txt", "text/html"), &[], ProblemCode::FileKind, "").await;
    check("9", &with("shop", "a.txt", "image/png"), &[], ProblemCode::FileKind, "").await;
    let evil = [("origin", "https://shop.example")];
    check("9", &good, &evil, ProblemCode::OriginNotRegistered, "origin").await;
    check("9", &good, &[("upload-checksum", "md5 x")], headers, "upload-checksum").await;
}

#[tokio::test]
async fn bytes_go_where_they_belong_or_nowhere() {
    let portal = TestPortal::new().await;
    let path = begun(&portal, "a.txt", TEXT.len()).await;
    assert_eq!(patch(&portal, &path, 0, &TEXT[..10]).await.status, 204);
    for offset in [0, 9, 11, 55, 1000] {
        let answer = patch(&portal, &path, offset, b"x").await;
        assert_eq!((answer.status.as_u16(), answer.problem().code), (409, ProblemCode::UploadOffset));
    }
    let too_many = patch(&portal, &path, 10, &[b'x'; 46]).await;
    assert_eq!(too_many.problem().code, ProblemCode::FileTooLarge);
    let wrong_type = [TUS, ("content-type", "text/plain"), ("upload-offset", "10")];
    let answer = send(&portal, Method::PATCH, &path, &wrong_type, b"x").await;
    assert_eq!(answer.problem().code, ProblemCode::UnsupportedMediaType);
    let no_offset = send(&portal, Method::PATCH, &path, &[TUS, BYTES], b"x").await;
    assert_eq!(no_offset.problem().fields[0].field, "upload-offset");
    let no_version = send(&portal, Method::PATCH, &path, &[BYTES, ("upload-offset", "10")], b"x").await;
    assert_eq!(no_version.status, 412);
    let foreign = [TUS, BYTES, ("upload-offset", "10"), ("origin", "https://evil.example")];
    assert_eq!(send(&portal, Method::PATCH, &path, &foreign, b"x").await.status, 403);
    assert_eq!(head(&portal, &path).await.header("upload-offset"), "10");
    assert_eq!(
        patch(&portal, &path, 10, b"").await.header("upload-offset"),
        "10",
        "nothing is something too"
    );
    assert_eq!(patch(&portal, &path, 10, &TEXT[10..]).await.status, 204);
    assert_eq!(patch(&portal, &path, 55, b"").await.status, 409, "it is over");
}

#[tokio::test]
async fn bytes_with_a_checksum_count_only_if_it_holds() {
    let portal = TestPortal::new().await;
    let path = begun(&portal, "a.txt", TEXT.len()).await;
    let sum = format!("sha256 {}", STANDARD.encode(Sha256::digest(TEXT)));
    let with = async |sum: &str, bytes: &[u8]| {
        let headers = [TUS, BYTES, ("upload-offset", "0"), ("upload-checksum", sum)];
        send(&portal, Method::PATCH, &path, &headers, bytes).await
    };
    let mut wrong = TEXT.to_vec();
    wrong[3] = b'!';
    let answer = with(&sum, &wrong).await;
    assert_eq!((answer.status.as_u16(), answer.problem().code), (460, ProblemCode::UploadChecksum));
    assert_eq!(head(&portal, &path).await.header("upload-offset"), "0");
    assert_eq!(with("crc32 AAAA", TEXT).await.status, 400);
    assert_eq!(with(&sum, TEXT).await.status, 204);
    let file = uploads::open(&portal.portal, &id_of(&path)).await.unwrap();
    assert_eq!(&file.bytes[..], TEXT);
}

#[tokio::test]
async fn a_file_that_is_not_what_it_says_is_refused_for_good() {
    let portal = TestPortal::new().await;
    let html = b"<!doctype html><script>alert(1)</script>";
    for (name, bytes) in [
        ("a.png", TEXT),
        ("a.txt", JPEG),
        ("a.txt", html),
        ("a", html),
        ("a.jpg", &JPEG[..JPEG.len() / 2]),
        ("a.pdf", b"%PDF-1.4 <</S/JavaScript>> startxref"),
        ("a.zip.txt", b"PK\x03\x04"),
    ] {
        let path = begun(&portal, name, bytes.len()).await;
        let answer = patch(&portal, &path, 0, bytes).await;
        assert_eq!((answer.status.as_u16(), answer.problem().code), (415, ProblemCode::FileKind), "{name}");
        assert_eq!(head(&portal, &path).await.status, 415, "{name}: it stays refused");
        let mut body = case();
        body["attachments"] = json!([{"id": id_of(&path), "evidence": ""}]);
        assert_eq!(portal.send(post(1, &body)).await.problem().fields[0].field, "attachments.0");
        assert!(uploads::open(&portal.portal, &id_of(&path)).await.is_err());
        assert_eq!(send(&portal, Method::DELETE, &path, &[TUS], b"").await.status, 204);
    }
    assert_eq!(staged(&portal), 0);
    assert_eq!(objects(&portal), 0);
}

/// Finished files on disk.
fn objects(portal: &TestPortal) -> usize {
    let folders = std::fs::read_dir(portal.dir.path().join("var/files")).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

#[tokio::test]
async fn a_name_without_an_ending_gets_that_of_what_it_is() {
    let portal = TestPortal::new().await;
    let id = sent(&portal, "../../etc/skärmdump", JPEG).await;
    assert_eq!(uploads::open(&portal.portal, &id).await.unwrap().name, "skärmdump.jpg");
}

#[tokio::test]
async fn bytes_may_come_with_the_creation() {
    let portal = TestPortal::new().await;
    let metadata = metadata(&[("client", "shop"), ("filename", "a.txt")]);
    let check = async |bytes: &[u8], status: u16, offset: &str| {
        let headers = [TUS, BYTES, ("upload-length", "55"), ("upload-metadata", &metadata)];
        let answer = send(&portal, Method::POST, "/api/v1/uploads", &headers, bytes).await;
        assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (status, offset));
        answer.header("location").to_owned()
    };
    let path = check(&TEXT[..30], 201, "30").await;
    assert_eq!(patch(&portal, &path, 30, &TEXT[30..]).await.status, 204);
    let path = check(TEXT, 201, "55").await;
    assert!(uploads::open(&portal.portal, &id_of(&path)).await.is_ok());
    check(&[b'x'; 56], 413, "").await;
}

#[tokio::test]
async fn a_caller_that_can_only_post_says_what_it_means() {
    let portal = TestPortal::new().await;
    let path = begun(&portal, "a.txt", TEXT.len()).await;
    let over = async |method: &str, headers: &[(&str, &str)], body: &[u8]| {
        let mut all = vec![TUS, ("x-http-method-override", method)];
        all.extend(headers);
        send(&portal, Method::POST, &path, &all, body).await
    };
    assert_eq!(
        over("PATCH", &[BYTES, ("upload-offset", "0")], &TEXT[..9]).await.header("upload-offset"),
        "9"
    );
    assert_eq!(over("HEAD", &[], b"").await.header("upload-offset"), "9");
    assert_eq!(over("PUT", &[], b"").await.problem().fields[0].field, "x-http-method-override");
    assert_eq!(over("DELETE", &[], b"").await.status, 204);
    assert_eq!(over("HEAD", &[], b"").await.status, 404);
}

#[tokio::test]
async fn an_upload_can_be_ended_and_then_is_not_there() {
    let portal = TestPortal::new().await;
    let open = begun(&portal, "a.txt", TEXT.len()).await;
    patch(&portal, &open, 0, &TEXT[..9]).await;
    let done = format!("/api/v1/uploads/{}", sent(&portal, "b.txt", TEXT).await);
    assert_eq!((staged(&portal), objects(&portal)), (1, 1));
    for path in [&open, &done] {
        assert_eq!(send(&portal, Method::DELETE, path, &[TUS], b"").await.status, 204);
        assert_eq!(head(&portal, path).await.status, 404);
        assert_eq!(patch(&portal, path, 9, b"x").await.problem().code, ProblemCode::UploadNotFound);
    }
    assert_eq!((staged(&portal), objects(&portal)), (0, 0));
    for id in ["", "x", "0123456789abcdef0123456789abcdef", "..%2F..%2Fsecret.key", "%ff"] {
        let answer = head(&portal, &format!("/api/v1/uploads/{id}")).await;
        assert_eq!(answer.status, 404, "{id}");
    }
}

#[tokio::test]
async fn what_no_case_has_expires_and_what_a_case_has_does_not() {
    let portal = TestPortal::new().await;
    let open = begun(&portal, "a.txt", TEXT.len()).await;
    patch(&portal, &open, 0, &TEXT[..9]).await;
    let loose = sent(&portal, "b.txt", TEXT).await;
    let kept = sent(&portal, "c.txt", TEXT).await;
    let mut body = case();
    body["attachments"] = json!([{"id": kept, "evidence": ""}]);
    assert_eq!(portal.send(post(1, &body)).await.status, 201);
    assert_eq!(uploads::tidy(&portal.portal, true).await.unwrap(), uploads::Tidied::default());
    portal.at("2026-11-24T08:59:59Z");
    assert_eq!(head(&portal, &open).await.status, 200);
    portal.at("2026-11-24T09:00:01Z");
    assert_eq!(head(&portal, &open).await.status, 404, "before any housekeeping");
    assert_eq!(uploads::tidy(&portal.portal, true).await.unwrap().expired, 2);
    assert_eq!((staged(&portal), objects(&portal)), (0, 1));
    assert!(uploads::open(&portal.portal, &loose).await.is_err());
    assert!(uploads::open(&portal.portal, &kept).await.is_ok());
}

#[tokio::test]
async fn what_a_crash_leaves_behind_is_swept_up() {
    let portal = TestPortal::new().await;
    let open = begun(&portal, "a.txt", TEXT.len()).await;
    patch(&portal, &open, 0, &TEXT[..9]).await;
    let kept = sent(&portal, "b.txt", TEXT).await;
    let var = portal.dir.path().join("var");
    let orphan = "ab".repeat(16);
    // Staged, and its row gone; an object, and its row gone; staged, and its row done.
    std::fs::write(var.join("uploads").join(&orphan), b"x").unwrap();
    std::fs::write(var.join("uploads").join(&kept), b"x").unwrap();
    std::fs::write(var.join("uploads").join(format!("{kept}.scan")), b"x").unwrap();
    std::fs::create_dir_all(var.join("files/ab")).unwrap();
    std::fs::write(var.join("files/ab").join(&orphan), b"x").unwrap();
    assert_eq!(uploads::tidy(&portal.portal, false).await.unwrap().orphans, 3);
    assert_eq!(uploads::tidy(&portal.portal, true).await.unwrap().orphans, 1);
    assert_eq!((staged(&portal), objects(&portal)), (1, 1));
    assert_eq!(patch(&portal, &open, 9, &TEXT[9..]).await.status, 204);
}

#[tokio::test]
async fn an_object_written_before_a_crash_is_written_over_or_expires_with_its_upload() {
    let portal = TestPortal::new().await;
    let mut paths = Vec::new();
    for name in ["a.txt", "b.txt"] {
        let path = begun(&portal, name, TEXT.len()).await;
        patch(&portal, &path, 0, &TEXT[..9]).await;
        // The object is there, and the row never heard of it.
        let folder = portal.dir.path().join("var/files").join(&id_of(&path)[..2]);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(id_of(&path)), b"half of something").unwrap();
        paths.push(path);
    }
    assert_eq!(uploads::tidy(&portal.portal, true).await.unwrap().orphans, 0, "the row is still open");
    assert_eq!(head(&portal, &paths[0]).await.header("upload-offset"), "9");
    assert_eq!(patch(&portal, &paths[0], 9, &TEXT[9..]).await.status, 204);
    assert_eq!(&uploads::open(&portal.portal, &id_of(&paths[0])).await.unwrap().bytes[..], TEXT);
    portal.at("2026-11-24T09:00:01Z");
    assert_eq!(uploads::tidy(&portal.portal, false).await.unwrap().expired, 2);
    assert_eq!((staged(&portal), objects(&portal)), (0, 0));
}

#[tokio::test]
async fn a_disk_that_lost_bytes_has_the_last_word() {
    let portal = TestPortal::new().await;
    let path = begun(&portal, "a.txt", TEXT.len()).await;
    patch(&portal, &path, 0, &TEXT[..30]).await;
    let file = portal.dir.path().join("var/uploads").join(id_of(&path));
    std::fs::File::options().write(true).open(&file).unwrap().set_len(12).unwrap();
    assert_eq!(head(&portal, &path).await.header("upload-offset"), "12");
    assert_eq!(patch(&portal, &path, 30, &TEXT[30..]).await.status, 409);
    assert_eq!(patch(&portal, &path, 12, &TEXT[12..]).await.status, 204);
    assert_eq!(&uploads::open(&portal.portal, &id_of(&path)).await.unwrap().bytes[..], TEXT);
}

#[tokio::test]
async fn one_prefix_cannot_fill_the_disk_nor_can_all_together() {
    let with = async |lines: &str| {
        TestPortal::with(&CONFIG.replace(
            "[[client]]\n    id = \"shop\"",
            &format!("[files]\n{lines}\n[[client]]\nid = \"shop\""),
        ))
        .await
    };
    let portal = with("burst = 2").await;
    begun(&portal, "a.txt", 5).await;
    begun(&portal, "a.txt", 5).await;
    let answer = create(&portal, "a.txt", "", 5).await;
    assert_eq!(answer.problem().code, ProblemCode::TooManyRequests);
    assert!(!answer.header("retry-after").is_empty());

    let portal = with("prefix_mib = 1").await;
    let first = begun(&portal, "a.txt", 1024 * 1024).await;
    assert_eq!(create(&portal, "a.txt", "", 5).await.status, 429);
    send(&portal, Method::DELETE, &first, &[TUS], b"").await;
    assert_eq!(create(&portal, "a.txt", "", 5).await.status, 201, "what is gone does not count");

    let portal = with("loose_mib = 1").await;
    begun(&portal, "a.txt", 1024 * 1024).await;
    assert_eq!(create(&portal, "a.txt", "", 5).await.problem().code, ProblemCode::Unavailable);

    let portal = with("keep_free_mib = 4294967295").await;
    assert_eq!(create(&portal, "a.txt", "", 5).await.problem().code, ProblemCode::Unavailable);
}

#[tokio::test]
async fn a_scanner_speaks_before_anyone_gets_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let script = dir.path().join("scan.sh");
    // It waits until the test lets it go on, by a pipe that both open.
    let gate = dir.path().join("gate");
    assert!(std::process::Command::new("mkfifo").arg(&gate).status().unwrap().success());
    let text = "#!/bin/sh\nread line < \"$1\"\nif grep -q EICAR \"$2\"; then exit 1; fi\n[ \"$line\" = broken ] && exit 2\nexit 0\n";
    std::fs::write(&script, text).unwrap();
    let scan = format!("[files]\nscan = [\"sh\", {:?}, {:?}]\n[[client]]\nid = \"shop\"", script, gate);
    let portal = TestPortal::with(&CONFIG.replace("[[client]]\n    id = \"shop\"", &scan)).await;
    let state = async |id: &str| portal.portal.store.upload(id).await.unwrap().unwrap().state;
    let settled = async |id: &str| {
        while state(id).await == UploadState::Held {
            tokio::task::yield_now().await;
        }
        state(id).await
    };
    let say = async |line: &'static str| {
        let gate = gate.clone();
        tokio::task::spawn_blocking(move || std::fs::write(gate, format!("{line}\n")).unwrap())
            .await
            .unwrap();
    };

    let clean = sent(&portal, "clean.txt", TEXT).await;
    assert!(matches!(uploads::open(&portal.portal, &clean).await, Err(uploads::OpenError::Held)));
    let mut body = case();
    body["attachments"] = json!([{"id": clean, "evidence": ""}]);
    let receipt = portal.send(post(1, &body)).await;
    assert_eq!(receipt.status, 201, "the case is taken meanwhile");
    let receipt = receipt.json();
    let bearer = format!("Bearer {}", receipt["token"].as_str().unwrap());
    let path = format!("/api/v1/cases/{}/attachments/{clean}", receipt["caseId"].as_str().unwrap());
    let ask = async || portal.send(get(&path, &[("authorization", &bearer)])).await.status.as_u16();
    assert_eq!(ask().await, 409);
    say("go").await;
    assert_eq!(settled(&clean).await, UploadState::Done);
    assert_eq!(ask().await, 200);

    let evil = sent(&portal, "evil.txt", b"EICAR, as it were").await;
    say("go").await;
    assert_eq!(settled(&evil).await, UploadState::Refused);
    assert!(matches!(uploads::open(&portal.portal, &evil).await, Err(uploads::OpenError::Gone)));
    assert_eq!(objects(&portal), 1);
}

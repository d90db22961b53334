//! Files in a bucket. No S3 server can be had here: a stand-in of a few lines speaks as much of its protocol as
//! `object_store` uses (PUT, GET, DELETE and listing of whole objects), and looks at who signed but not at the signature.

use crate::process::{Process, Reply, folder};
use crate::uploads::{TEXT, metadata};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Bucket {
    objects: Arc<Mutex<BTreeMap<String, Bytes>>>,
    down: Arc<AtomicBool>,
}

async fn speak(
    State(bucket): State<Bucket>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let body = axum::body::to_bytes(request.into_body(), usize::MAX).await.unwrap();
    let signed = headers[header::AUTHORIZATION].to_str().unwrap();
    assert!(signed.starts_with("AWS4-HMAC-SHA256 Credential=test-key/"), "{signed}");
    if bucket.down.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let mut objects = bucket.objects.lock().unwrap();
    let key = uri.path().strip_prefix("/files").unwrap().trim_start_matches('/').to_owned();
    let tag = [(header::ETAG, "\"1\""), (header::LAST_MODIFIED, "Mon, 23 Nov 2026 09:00:00 GMT")];
    match method {
        Method::PUT => {
            objects.insert(key, body);
            tag.into_response()
        }
        Method::GET if key.is_empty() => {
            let object = |(key, bytes): (&String, &Bytes)| {
                format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-11-23T09:00:00.000Z</LastModified>\
                     <ETag>\"1\"</ETag><Size>{}</Size></Contents>",
                    bytes.len()
                )
            };
            let all: String = objects.iter().map(object).collect();
            format!("<ListBucketResult><IsTruncated>false</IsTruncated>{all}</ListBucketResult>")
                .into_response()
        }
        Method::GET => match objects.get(&key) {
            Some(bytes) => (tag, bytes.clone()).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Method::DELETE => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        // object_store deletes by a list of keys in one POST.
        Method::POST => {
            let text = String::from_utf8(body.to_vec()).unwrap();
            let gone: Vec<String> =
                objects.keys().filter(|key| text.contains(key.as_str())).cloned().collect();
            let told: String =
                gone.iter().map(|key| format!("<Deleted><Key>{key}</Key></Deleted>")).collect();
            gone.iter().for_each(|key| drop(objects.remove(key)));
            format!("<DeleteResult>{told}</DeleteResult>").into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// A portal whose files are in the bucket.
async fn portal(bucket: &Bucket) -> Process {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(speak).with_state(bucket.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let dir = folder();
    let files = format!("\n[files]\nstore = \"s3\"\nbucket = \"files\"\nendpoint = \"{endpoint}\"\n");
    let config = dir.path().join("portal.toml");
    std::fs::write(&config, std::fs::read_to_string(&config).unwrap() + &files).unwrap();
    let variables = [("AWS_ACCESS_KEY_ID", "test-key"), ("AWS_SECRET_ACCESS_KEY", "test-secret")];
    tokio::task::block_in_place(|| Process::start_with(dir, &[], &variables))
}

fn send(process: &Process, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut all = vec![("tus-resumable", "1.0.0")];
    all.extend(headers);
    tokio::task::block_in_place(|| process.send(method, path, &all, body))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_file_is_in_the_bucket_and_a_bucket_that_is_down_loses_none() {
    let bucket = Bucket::default();
    let process = portal(&bucket).await;
    let metadata = metadata(&[("client", "shop"), ("filename", "a.txt")]);
    let reply = send(
        &process,
        "POST",
        "/api/v1/uploads",
        &[("upload-length", "55"), ("upload-metadata", &metadata)],
        b"",
    );
    assert_eq!(reply.status, 201, "{}", process.log());
    let path = reply.head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned();
    let bytes = [("content-type", "application/offset+octet-stream"), ("upload-offset", "0")];

    bucket.down.store(true, Ordering::Relaxed);
    assert_eq!(send(&process, "PATCH", &path, &bytes, TEXT).status, 503);
    let head = send(&process, "HEAD", &path, &[], b"").head;
    assert!(head.contains("upload-offset: 0"), "the last bytes are to be sent again: {head}");
    bucket.down.store(false, Ordering::Relaxed);
    let reply = send(&process, "PATCH", &path, &bytes, TEXT);
    assert_eq!(reply.status, 204, "{}", process.log());

    let id = path.rsplit('/').next().unwrap();
    let key = format!("{}/{id}", &id[..2]);
    assert_eq!(bucket.objects.lock().unwrap().get(&key).map(|b| b.to_vec()).as_deref(), Some(TEXT));
    assert_eq!(std::fs::read_dir(process.data().join("uploads")).unwrap().count(), 0);
    assert!(!process.log().contains(id));
    let reply = send(&process, "DELETE", &path, &[], b"");
    assert_eq!(reply.status, 204, "{}", process.log());
    assert!(bucket.objects.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_without_a_row_is_swept_from_the_bucket_at_start() {
    let bucket = Bucket::default();
    let orphan = "ab".repeat(16);
    let keys = [format!("ab/{orphan}"), "somebody/elses".to_owned()];
    bucket.objects.lock().unwrap().extend(keys.map(|key| (key, Bytes::from_static(TEXT))));
    let process = portal(&bucket).await;
    while bucket.objects.lock().unwrap().len() > 1 {
        tokio::task::yield_now().await;
    }
    assert!(bucket.objects.lock().unwrap().contains_key("somebody/elses"), "what is not ours stays");
    assert!(!process.log().contains(&orphan));
}

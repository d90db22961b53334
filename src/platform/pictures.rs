//! Files made ready on the device: known by their bytes, pictures drawn anew, which leaves behind what a camera writes
//! beside the picture (the place, the time, its own number), and no larger than anybody needs to see.

use js_sys::{Promise, Uint8Array};
use klarna_help_state::{FileFault, Prepared};
use klarna_help_wire::{FILE_MAX_BYTES, FILE_NAME_MAX, FileKind, SNIFF_BYTES};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Longest side of a picture, in pixels: enough to read a receipt.
const SIDE_MAX: u32 = 2_560;
/// A picture of a screen stays as sharp as it is up to here, in bytes; above, it goes the way of photos.
const PNG_MAX: f64 = 3_000_000.0;
/// How much of a photo is kept, of 1.
const QUALITY: f64 = 0.85;

/// The bytes to be sent, and what they are.
pub(crate) async fn prepare(bytes: Blob, name: &str) -> Result<(Blob, Prepared), FileFault> {
    let kind = FileKind::sniff(&start(&bytes).await?).ok_or(FileFault::Kind)?;
    if !kind.is_image() {
        return ready(bytes, kind, name, false);
    }
    match drawn(&bytes, kind).await {
        Some((picture, kind)) => ready(picture, kind, name, false),
        // Most browsers cannot read what an iPhone's camera writes. The portal can.
        None if kind == FileKind::Heic => ready(bytes, kind, name, true),
        None => Err(FileFault::Unreadable),
    }
}

fn ready(bytes: Blob, kind: FileKind, name: &str, as_is: bool) -> Result<(Blob, Prepared), FileFault> {
    let size = bytes.size() as i64;
    if size > FILE_MAX_BYTES {
        return Err(FileFault::TooLarge);
    }
    Ok((bytes, Prepared { name: named(name, kind), size, kind, as_is }))
}

async fn start(bytes: &Blob) -> Result<Vec<u8>, FileFault> {
    let start = bytes.slice_with_f64_and_f64(0.0, SNIFF_BYTES as f64).map_err(|_| FileFault::Unreadable)?;
    // A file that was moved or changed since it was chosen cannot be read any more.
    let buffer = JsFuture::from(start.array_buffer().unchecked_into::<Promise>()).await;
    buffer.map(|buffer| Uint8Array::new(&buffer).to_vec()).map_err(|_| FileFault::Unreadable)
}

/// The picture alone, in a kind that holds it well; `None` if this browser cannot read it.
async fn drawn(bytes: &Blob, kind: FileKind) -> Option<(Blob, FileKind)> {
    let window = web_sys::window()?;
    let read = window.create_image_bitmap_with_blob(bytes).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(read.unchecked_into::<Promise>()).await.ok()?.dyn_into().ok()?;
    let (width, height) = (bitmap.width().max(1), bitmap.height().max(1));
    let scale = (f64::from(SIDE_MAX) / f64::from(width.max(height))).min(1.0);
    let side = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).max(1);
    let canvas: HtmlCanvasElement = window.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(side(width));
    canvas.set_height(side(height));
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    if kind != FileKind::Png {
        // What is clear would become black.
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, f64::from(side(width)), f64::from(side(height)));
    }
    let (wide, high) = (f64::from(side(width)), f64::from(side(height)));
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, wide, high).ok()?;
    bitmap.close();
    if kind == FileKind::Png {
        let png = written(&canvas, FileKind::Png).await?;
        if png.size() <= PNG_MAX {
            return Some((png, FileKind::Png));
        }
        context.set_global_composite_operation("destination-over").ok()?;
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, wide, high);
    }
    Some((written(&canvas, FileKind::Jpeg).await?, FileKind::Jpeg))
}

async fn written(canvas: &HtmlCanvasElement, kind: FileKind) -> Option<Blob> {
    let promise = Promise::new(&mut |resolve, reject| {
        let quality = JsValue::from_f64(QUALITY);
        let asked = canvas.to_blob_with_type_and_encoder_options(&resolve, kind.as_str(), &quality);
        if asked.is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The name with the ending of what the file is now, for a name that says something else is refused by the portal.
fn named(name: &str, kind: FileKind) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let fits = match kind {
        FileKind::Jpeg => ending.eq_ignore_ascii_case("jpeg"),
        FileKind::Heic => ending.eq_ignore_ascii_case("heif"),
        _ => false,
    } || ending.eq_ignore_ascii_case(kind.extension());
    let ending = if fits { ending } else { kind.extension() };
    let stem = if stem.is_empty() { "file" } else { stem };
    let short: String = stem.chars().take(FILE_NAME_MAX - ending.len() - 1).collect();
    [&short, ".", ending].concat()
}

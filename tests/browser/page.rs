//! A mounted widget and the hands of a customer.

use crate::content;
use gloo_timers::future::TimeoutFuture;
use klarna_help::Handle;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// Lets the browser draw; `ms` more where a timer is waited for.
pub async fn settle(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// An empty element on the page.
pub fn element() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    root
}

/// Serves a locale's content without a server: what is fetched below this address comes from here. Answers the address.
pub fn serve(locale: &str) -> String {
    let folder = format!("/kh-test/{locale}");
    for (path, bytes) in content::files(locale) {
        put(&format!("{folder}/{path}"), Some(&bytes));
    }
    folder
}

/// Puts a file at an address, or, without bytes, takes what is there away: it answers 404 then.
pub fn put(address: &str, bytes: Option<&[u8]>) {
    let body = "if (!window.khFiles) {
            const real = window.fetch;
            window.khFiles = new Map();
            window.fetch = (address, init) => {
                if (!window.khFiles.has(address)) return real.call(window, address, init);
                const bytes = window.khFiles.get(address);
                return Promise.resolve(new Response(bytes, { status: bytes ? 200 : 404 }));
            };
        }
        window.khFiles.set(address, bytes);";
    let set = js_sys::Function::new_with_args("address, bytes", body);
    let bytes = bytes.map_or(JsValue::NULL, |bytes| js_sys::Uint8Array::from(bytes).into());
    set.call2(&JsValue::NULL, &address.into(), &bytes).unwrap();
}

pub struct Page {
    root: Element,
    handle: Option<Handle>,
    emitted: Rc<RefCell<String>>,
    _emit: Closure<dyn FnMut(String)>,
}

impl Page {
    /// The widget, open, with the content of `content.rs` and this context.
    pub async fn open(context: &str) -> Self {
        Self::with_pack(context, &format!("{}/pack.khp", serve("en-GB"))).await
    }

    /// The same with another pack.
    pub async fn with_pack(context: &str, pack: &str) -> Self {
        Self::with(context, pack, r#""mount":"inline""#).await
    }

    /// The same with other settings, as members of the configuration.
    pub async fn with_settings(settings: &str) -> Self {
        Self::with("{}", &format!("{}/pack.khp", serve("en-GB")), settings).await
    }

    async fn with(context: &str, pack: &str, settings: &str) -> Self {
        let content = serve("en-GB");
        // Port 9 is the discard service: nothing answers there.
        let api = "http://127.0.0.1:9/api/v1";
        let config = format!(
            r#"{{"clientId":"demo","locale":"en-GB","environment":"",{settings},"pack":"{pack}","content":"{content}","api":"{api}","context":{context}}}"#
        );
        let emitted = Rc::new(RefCell::new(String::new()));
        let sink = Rc::clone(&emitted);
        let emit = Closure::new(move |json: String| sink.borrow_mut().push_str(&json));
        let root = element();
        let function: &js_sys::Function = emit.as_ref().unchecked_ref();
        let handle = klarna_help::mount(root.clone(), &config, function.clone()).ok();
        let page = Self { root, handle, emitted, _emit: emit };
        page.until(|p| p.emitted().contains("ready")).await;
        page.send(r#"{"type":"open"}"#).await;
        page
    }

    /// The gallery.
    pub async fn gallery() -> Self {
        let root = element();
        klarna_help::mount_gallery(root.clone());
        settle(20).await;
        Self { root, handle: None, emitted: Rc::default(), _emit: Closure::new(|_: String| {}) }
    }

    pub fn root(&self) -> Element {
        self.root.clone()
    }

    /// What was told to the host so far.
    pub fn emitted(&self) -> String {
        self.emitted.borrow().clone()
    }

    /// Sends a message of the loader, with the version that it writes.
    pub async fn send(&self, message: &str) {
        self.send_raw(&message.replacen('{', r#"{"v":1,"#, 1));
        settle(20).await;
    }

    pub fn send_raw(&self, message: &str) {
        self.handle.as_ref().unwrap().send(message);
    }

    /// Waits for something the browser does; a test that never sees it fails.
    pub async fn until(&self, seen: impl Fn(&Self) -> bool) {
        for _ in 0..400 {
            if seen(self) {
                return;
            }
            settle(10).await;
        }
        panic!("it never came; the page shows: {}", self.root.text_content().unwrap_or_default());
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let list = self.root.query_selector_all(selector).unwrap();
        (0..list.length()).map(|i| list.item(i).unwrap().unchecked_into()).collect()
    }

    pub fn one(&self, selector: &str) -> Element {
        self.root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("there is no {selector}"))
    }

    pub fn text(&self, selector: &str) -> String {
        let found = self.root.query_selector(selector).unwrap();
        found.and_then(|e| e.text_content()).unwrap_or_default()
    }

    pub fn announced(&self) -> String {
        self.all("[data-kh-live]").iter().filter_map(|e| e.text_content()).collect()
    }

    pub fn focused(&self) -> String {
        let active = web_sys::window().unwrap().document().unwrap().active_element();
        active.and_then(|e| e.text_content()).unwrap_or_default()
    }

    pub fn focus_is(&self, selector: &str) -> bool {
        let active = web_sys::window().unwrap().document().unwrap().active_element();
        active.as_ref() == Some(&self.one(selector))
    }

    pub async fn press(&self, selector: &str) {
        self.one(selector).unchecked_into::<HtmlElement>().click();
        settle(20).await;
    }

    /// Presses the first button with these words in it.
    pub async fn press_text(&self, words: &str) {
        let button =
            self.all("button").into_iter().find(|b| b.text_content().unwrap_or_default().contains(words));
        button.unwrap_or_else(|| panic!("no button says {words}")).unchecked_into::<HtmlElement>().click();
        settle(20).await;
    }

    pub async fn submit(&self, selector: &str) {
        self.press(&format!("{selector} [type=submit]")).await;
    }

    pub async fn set(&self, selector: &str, value: &str) {
        let element = self.one(selector);
        match element.dyn_ref::<HtmlTextAreaElement>() {
            Some(area) => area.set_value(value),
            None => element.unchecked_ref::<HtmlInputElement>().set_value(value),
        }
        fire(&element, "input").await;
    }

    pub async fn type_into(&self, selector: &str, value: &str) {
        self.set(selector, value).await;
    }

    pub async fn choose(&self, selector: &str, value: &str) {
        let element = self.one(selector);
        element.unchecked_ref::<HtmlSelectElement>().set_value(value);
        fire(&element, "change").await;
    }

    pub fn value(&self, selector: &str) -> String {
        let element = self.one(selector);
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            return area.value();
        }
        if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            return select.value();
        }
        element.unchecked_ref::<HtmlInputElement>().value()
    }

    /// Presses a key at an element; whether it was taken from the browser.
    pub async fn key(&self, selector: &str, key: &str) -> bool {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        let taken = !self.one(selector).dispatch_event(&event).unwrap();
        settle(20).await;
        taken
    }

    pub async fn escape(&self) {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key("Escape");
        init.set_bubbles(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.one("h1").dispatch_event(&event).unwrap();
        settle(20).await;
    }

    /// Takes the widget down.
    pub fn close(mut self) {
        if let Some(handle) = self.handle.take() {
            handle.unmount();
        }
    }
}

async fn fire(element: &Element, name: &str) {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    // An input event that is no InputEvent would not reach a typed handler.
    let event = if name == "input" {
        let init = web_sys::InputEventInit::new();
        init.set_bubbles(true);
        web_sys::InputEvent::new_with_event_init_dict(name, &init).unwrap().unchecked_into()
    } else {
        web_sys::Event::new_with_event_init_dict(name, &init).unwrap()
    };
    element.dispatch_event(&event).unwrap();
    settle(20).await;
}

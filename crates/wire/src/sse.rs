//! Reading an event stream: bytes as they come, in any pieces, to events (WHATWG HTML, 9.2.6, "Interpreting an event
//! stream").
//!
//! Here: the parser, which is also what a stream is counted alive by. Not here: fetching, waiting, trying again (`src/stream.rs`).

/// Longest line kept, in bytes. What is longer is dropped: no event of ours is.
const LINE_MAX: usize = 256 * 1024;

/// An event of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SseEvent {
    /// The `id` that was last said, at the time of the event; empty if none was.
    pub id: String,
    /// The `event` field; empty if it was not said.
    pub name: String,
    /// The `data` lines, with `\n` between them.
    pub data: String,
}

/// A stream that is being read.
#[derive(Clone, Debug, Default)]
pub struct SseReader {
    line: Vec<u8>,
    after_cr: bool,
    begun: bool,
    overlong: bool,
    next: SseEvent,
    has_data: bool,
    retry: Option<u32>,
}

impl SseReader {
    /// Takes the next bytes in; gives the events that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<SseEvent> {
        let mut events = Vec::new();
        for &byte in bytes {
            // A line ends with CR LF, LF or CR, also where the two bytes of the first come apart.
            let second = byte == b'\n' && self.after_cr;
            self.after_cr = byte == b'\r';
            if second {
                continue;
            }
            if byte == b'\r' || byte == b'\n' {
                events.extend(self.end_line());
            } else if self.line.len() < LINE_MAX {
                self.line.push(byte);
            } else {
                self.overlong = true;
            }
        }
        events
    }

    /// The wait that the stream asked for before it is tried again, in milliseconds.
    pub fn retry(&self) -> Option<u32> {
        self.retry
    }

    fn end_line(&mut self) -> Option<SseEvent> {
        let bytes = core::mem::take(&mut self.line);
        let overlong = core::mem::take(&mut self.overlong);
        let text = String::from_utf8_lossy(&bytes);
        let mut line: &str = &text;
        if !core::mem::replace(&mut self.begun, true) {
            line = line.strip_prefix('\u{feff}').unwrap_or(line);
        }
        if overlong {
            return None;
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.next.name = value.into(),
            "id" if !value.contains('\0') => self.next.id = value.into(),
            "data" => {
                if core::mem::replace(&mut self.has_data, true) {
                    self.next.data.push('\n');
                }
                self.next.data.push_str(value);
            }
            "retry" if value.bytes().all(|b| b.is_ascii_digit()) => {
                self.retry = value.parse().ok().or(self.retry)
            }
            // A comment (nothing before the colon) or a field that nobody knows.
            _ => {}
        }
        None
    }

    /// An event without data is none; the id stays for the next.
    fn dispatch(&mut self) -> Option<SseEvent> {
        let id = self.next.id.clone();
        let event = core::mem::replace(&mut self.next, SseEvent { id, ..SseEvent::default() });
        core::mem::take(&mut self.has_data).then_some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, name: &str, data: &str) -> SseEvent {
        SseEvent { id: id.into(), name: name.into(), data: data.into() }
    }

    /// The events of a stream, however it is cut into pieces.
    fn check(stream: &str, expected: &[SseEvent]) {
        for size in 1..=stream.len().max(1) {
            let mut reader = SseReader::default();
            let events: Vec<SseEvent> = stream.as_bytes().chunks(size).flat_map(|c| reader.push(c)).collect();
            assert_eq!(events, expected, "{stream:?} in pieces of {size}");
        }
    }

    #[test]
    fn events_come_whole_from_any_pieces_and_any_line_ends() {
        check("id: 7\nevent: case\ndata: {\"a\":1}\n\n", &[event("7", "case", "{\"a\":1}")]);
        check("data: one\r\ndata: two\r\n\r\n", &[event("", "", "one\ntwo")]);
        check("data: one\r\rdata:two\r\r", &[event("", "", "one"), event("", "", "two")]);
        check("\u{feff}data: å ä ö\n\n", &[event("", "", "å ä ö")]);
    }

    #[test]
    fn comments_unknown_fields_and_events_without_data_say_nothing() {
        check(": still here\n\n: and here\n\n", &[]);
        check("event: case\n\n", &[]);
        check("colour: red\ndata\n\n", &[event("", "", "")]);
        check("data: cut off", &[]);
        check("", &[]);
    }

    #[test]
    fn an_id_stays_until_another_is_said_and_a_name_does_not() {
        check(
            "id: 1\nevent: case\ndata: a\n\ndata: b\n\nid\ndata: c\n\nid: x\0y\ndata: d\n\n",
            &[event("1", "case", "a"), event("1", "", "b"), event("", "", "c"), event("", "", "d")],
        );
    }

    #[test]
    fn the_wait_is_a_number_or_stays_as_it_was() {
        let mut reader = SseReader::default();
        reader.push(b"retry: 3000\nretry: soon\nretry: 99999999999999\n");
        assert_eq!(reader.retry(), Some(3000));
    }

    #[test]
    fn a_line_without_end_takes_no_memory_without_end_and_what_follows_is_read() {
        let mut reader = SseReader::default();
        reader.push(b"data: ");
        for _ in 0..600 {
            reader.push(&[b'x'; 1024]);
        }
        assert!(reader.line.len() <= LINE_MAX);
        assert_eq!(reader.push(b"\n\ndata: y\n\n"), [event("", "", "y")]);
    }
}

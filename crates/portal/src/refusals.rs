//! What several routes may answer instead, for their `responses(…)` in the OpenAPI document: written once, so that they cannot
//! come to differ. Not here: refusals that only one route has, and the refusing itself (`problem`).

use klarna_help_wire::Problem;
use std::collections::BTreeMap;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident { $($status:literal = $text:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                BTreeMap::from([$(($status.to_owned(), refusal($status, $text))),+])
            }
        }
    )+ };
}

refusals! {
    /// Of a route that may be asked again.
    Unavailable { "503" = "`unavailable`." }
    /// Of whoever may not open a case.
    OfACase {
        "401" = "`identity-invalid`.",
        "403" = "`origin-not-registered`.",
        "404" = "`case-not-found`.",
    }
    /// Of a body that is read as JSON, and of too many of them.
    OfABody {
        "413" = "`body-too-large`.",
        "415" = "`unsupported-media-type`.",
        "429" = "`too-many-requests`.",
    }
    /// Of what an `Idempotency-Key` makes happen once.
    OfOnce {
        "400" = "`malformed-body`, `idempotency-key-invalid`.",
        "422" = "`invalid-fields` with `fields`, or `idempotency-key-reused`.",
        "503" = "`unavailable`. Nothing was lost; send the same request again.",
    }
    /// Of a look-up's fields.
    OfALookup {
        "400" = "`malformed-body`.",
        "403" = "`origin-not-registered`.",
        "422" = "`invalid-fields` with `fields`.",
    }
}

/// A problem document; with the seconds to wait, where there are some.
fn refusal(status: &str, text: &str) -> RefOr<Response> {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let response = ResponseBuilder::new().description(text).content("application/problem+json", problem);
    let response = match status {
        "429" | "503" => response.header("retry-after", seconds()),
        _ => response,
    };
    response.build().into()
}

fn seconds() -> utoipa::openapi::header::Header {
    let number = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(0));
    HeaderBuilder::new().schema(Some(number)).description(Some("Seconds.")).build()
}

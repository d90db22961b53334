"""How Schemathesis writes what it does not know: the body of a tus PATCH is bytes."""

import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")

import GraphQL
import HTTPServer

/// Checks the `Content-Type` of a body: JSON in UTF-8 only.
///
/// It is also the guard against other origins' pages: a browser sends this type across origins only after the server
/// allowed it in a preflight, so forms and plain `fetch` calls of a hostile page end here.
enum RequestContentType {
    static func check(_ header: String?) throws(RequestFailure) {
        if header == "application/json" || header == "application/json; charset=utf-8" { return }
        guard let header, !header.isEmpty else {
            throw failure("The request has no Content-Type. Send the body as \"application/json\".")
        }
        let type = MediaRange(header[...])
        guard type.type == "application/json" else {
            throw failure("The Content-Type \"\(header)\" is not served. Send the body as \"application/json\".")
        }
        guard type.isUTF8 else { throw failure("The body must be encoded in UTF-8, not as \"\(header)\".") }
    }

    private static func failure(_ message: String) -> RequestFailure {
        RequestFailure(.http(.unsupportedMediaType), .unsupportedMediaType, message)
    }
}

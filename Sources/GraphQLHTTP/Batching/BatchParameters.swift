import GraphQL

/// The requests of a body that is an array of them, as places in it.
struct BatchParameters {
    let requests: [Range<Int>]

    /// Whether a body begins like an array.
    static func isArray(_ body: Span<UInt8>) -> Bool {
        for place in body.indices {
            switch body[place] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            case let first: return first == UInt8(ascii: "[")
            }
        }
        return false
    }

    /// Checks the whole body, so that nothing but the parameters themselves can be wrong with a single request.
    /// - Parameter maximum: how many there may be; nil where none may.
    init(_ body: Span<UInt8>, maximum: Int?) throws(RequestFailure) {
        do throws(JSONError) {
            _ = try JSONReader.value(of: body)
            requests = try JSONReader.elements(of: body)
        } catch {
            throw RequestFailure(error)
        }
        guard let maximum else { throw Self.notAllowed }
        guard !requests.isEmpty else {
            throw .badParameter("The request's body is an empty array. Send a JSON object, or an array of them.")
        }
        guard requests.count <= maximum else { throw Self.tooMany(requests.count, maximum) }
    }

    private static var notAllowed: RequestFailure {
        RequestFailure(
            .graphQL(.badParameters), .batchingNotAllowed,
            "The request's body is an array, but this server takes one operation a request. Send a JSON object. An "
                + "operator allows arrays by MARQUEE_BATCH.")
    }

    private static func tooMany(_ count: Int, _ maximum: Int) -> RequestFailure {
        RequestFailure(
            .graphQL(.badParameters), .batchTooLarge,
            "The request holds \(count) operations; at most \(maximum) are allowed. Send them in several requests.")
    }
}

extension ErrorCode {
    /// Arrays of operations are not served here.
    static let batchingNotAllowed = ErrorCode(rawValue: "BATCHING_NOT_ALLOWED")
    /// More operations in one request than the server takes.
    static let batchTooLarge = ErrorCode(rawValue: "BATCH_TOO_LARGE")
}

import GraphQL

/// The parameters of a request ("GraphQL over HTTP", section "Request Parameters") as places in a JSON body. Nothing is
/// decoded: the document cache compares the bytes as they are.
struct BodyParameters {
    /// With its quotes; nil when absent or null, as all of them.
    private(set) var query: Range<Int>?
    private(set) var documentID: Range<Int>?
    private(set) var operationName: Range<Int>?
    private(set) var variables: Range<Int>?
    private(set) var extensions: Range<Int>?

    /// Whether the document may be named instead of sent.
    var mayNameDocument: Bool { documentID != nil || extensions != nil }

    /// Checks the whole body. Members of other names are ignored, as the specification leaves room for them.
    init(_ body: Span<UInt8>) throws(RequestFailure) {
        guard !body.isEmpty else {
            throw RequestFailure(
                .graphQL(.unreadable), .badRequest,
                "The request has no body. Send a JSON object with the member \"query\".")
        }
        for member in try Self.members(of: body) {
            let first = body[member.value.lowerBound]
            switch member.name {
            case "query": query = try Self.check(member, first, is: UInt8(ascii: "\""), "a string")
            case "operationName":
                operationName = try Self.check(member, first, is: UInt8(ascii: "\""), "a string")
                // No operation has an empty name: as in a URL, it is as good as none.
                if operationName?.count == 2 { operationName = nil }
            case "variables": variables = try Self.check(member, first, is: UInt8(ascii: "{"), "an object")
            case "documentId": documentID = try Self.check(member, first, is: UInt8(ascii: "\""), "a string")
            case "extensions": extensions = try Self.check(member, first, is: UInt8(ascii: "{"), "an object")
            default: break
            }
        }
    }

    static var noQuery: RequestFailure {
        .badParameter("The request has no \"query\". Send a JSON object with the GraphQL document there.")
    }

    private static func members(of body: Span<UInt8>) throws(RequestFailure) -> [JSONMemberRange] {
        let members: [JSONMemberRange]
        do throws(JSONError) {
            members = try JSONReader.members(of: body)
        } catch {
            throw Self.failure(of: body, error)
        }
        return members
    }

    /// A text may be JSON and yet no object.
    private static func failure(of body: Span<UInt8>, _ error: JSONError) -> RequestFailure {
        guard let value = try? JSONReader.value(of: body), value.object == nil else { return RequestFailure(error) }
        return .badParameter("The request must be a JSON object with the member \"query\".")
    }

    private static func check(
        _ member: JSONMemberRange, _ first: UInt8, is expected: UInt8, _ kind: String
    ) throws(RequestFailure) -> Range<Int>? {
        if first == expected { return member.value }
        guard first == UInt8(ascii: "n") else {
            throw .badParameter("The parameter \"\(member.name)\" must be \(kind).")
        }
        return nil
    }

    /// The request, if it names its document; everything is decoded then.
    func named(in body: Span<UInt8>) throws(RequestFailure) -> NamedRequest? {
        let extensions = try optional(extensions, of: body) ?? .null
        guard documentID != nil || extensions["persistedQuery"] != nil else { return nil }
        return try NamedRequest(
            documentID: optional(documentID, of: body)?.string, extensions: extensions,
            document: optional(query, of: body)?.string.map { Array($0.utf8) },
            operationName: optional(operationName, of: body)?.string, variables: optional(variables, of: body) ?? .null)
    }

    /// Decodes one of the places if it is there.
    func optional(_ range: Range<Int>?, of body: Span<UInt8>) throws(RequestFailure) -> JSONValue? {
        guard let range else { return nil }
        return try value(at: range, of: body)
    }

    /// Decodes one of the places. Its error is told with the place in the whole body.
    func value(at range: Range<Int>, of body: Span<UInt8>) throws(RequestFailure) -> JSONValue {
        do throws(JSONError) {
            return try JSONReader.value(of: body.extracting(range))
        } catch {
            throw Self.failure(of: body, Self.error(in: body) ?? error)
        }
    }

    /// What a reader of everything stumbles upon: names that come twice further inside.
    private static func error(in body: Span<UInt8>) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONReader.value(of: body)
            return nil
        } catch {
            return error
        }
    }
}

/// The parameters of a GET request, decoded from the URL.
struct URLParameters {
    private(set) var query: [UInt8]?
    private(set) var documentID: [UInt8]?
    private(set) var operationName: [UInt8]?
    private(set) var variables: JSONValue = .null
    private(set) var extensions: JSONValue = .null

    /// Reads `application/x-www-form-urlencoded` text. Parameters of other names are ignored, empty ones are absent.
    init(_ text: String) throws(RequestFailure) {
        var found: [String: [UInt8]] = [:]
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: try Self.decode(parts[0]), as: UTF8.self)
            guard parts.count == 2, !parts[1].isEmpty, Self.names.contains(name) else { continue }
            guard found.updateValue(try Self.decode(parts[1]), forKey: name) == nil else {
                throw .badParameter("The parameter \"\(name)\" comes twice.")
            }
        }
        query = found["query"]
        documentID = found["documentId"]
        operationName = found["operationName"]
        variables = try Self.object("variables", found["variables"])
        extensions = try Self.object("extensions", found["extensions"])
    }

    static var noQuery: RequestFailure {
        .badParameter(
            "The request has no \"query\". Send the GraphQL document in the URL, or POST it in a JSON object.")
    }

    private static let names: Set<String> = ["query", "documentId", "operationName", "variables", "extensions"]

    /// The request, if it names its document.
    var named: NamedRequest? {
        get throws(RequestFailure) {
            try NamedRequest(
                documentID: documentID.map { String(decoding: $0, as: UTF8.self) }, extensions: extensions,
                document: query, operationName: operationName.map { String(decoding: $0, as: UTF8.self) },
                variables: variables)
        }
    }

    /// Resolves `+` and `%hh`; the result has to be UTF-8.
    private static func decode(_ text: Substring.UTF8View) throws(RequestFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw RequestFailure(
                        .graphQL(.unreadable), .badRequest, "A % in the URL is not followed by two hexadecimal digits.")
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw RequestFailure(.graphQL(.unreadable), .badRequest, "The URL's parameters are not valid UTF-8.")
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// A parameter that is JSON in itself.
    private static func object(_ name: String, _ bytes: [UInt8]?) throws(RequestFailure) -> JSONValue {
        guard let bytes else { return .null }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.value(of: bytes.span)
        } catch {
            throw RequestFailure(
                .graphQL(.unreadable), .badRequest, "The parameter \"\(name)\" is not valid JSON: \(error).")
        }
        switch value {
        case .null, .object: return value
        default: throw .badParameter("The parameter \"\(name)\" must be an object.")
        }
    }
}

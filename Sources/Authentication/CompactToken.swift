import GraphQL

/// A JWS in compact form, taken apart and not yet verified (RFC 7515, sections 4 and 7.1).
struct CompactToken: Sendable {
    /// Longer ones are none of ours.
    private static let mostBytes = 2048

    let algorithm: String
    let keyID: String?
    /// A JSON object.
    let claims: JSONValue
    let signature: [UInt8]
    /// What the signature covers: the first two parts with their dot.
    let signed: [UInt8]

    /// Nil for what is no such token, or demands extensions to be understood (`crit`).
    init?(_ text: String) {
        guard text.utf8.count <= Self.mostBytes else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64.url.decode(parts[2]), let algorithm = header["alg"]?.string, header["crit"] == nil
        else { return nil }
        if let type = header["typ"] {
            guard let name = type.string?.lowercased(), ["at+jwt", "application/at+jwt"].contains(name) else {
                return nil
            }
        }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        self.claims = claims
        self.signature = signature
        signed = Array(text.utf8.dropLast(parts[2].utf8.count + 1))
    }

    private static func object(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64.url.decode(part), let value = try? JSONReader.value(of: bytes.span, maxDepth: 4),
            value.object != nil
        else { return nil }
        return value
    }
}

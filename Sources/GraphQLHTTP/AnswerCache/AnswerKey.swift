import GraphQL

/// What an answer depends on, as its SHA-256: document, operation name, variables, languages, schema and settings. Who
/// asks is nobody in particular.
package struct AnswerKey: Hashable, Sendable {
    private let words: InlineArray<4, UInt64>

    /// - Parameters:
    ///   - salt: stands for what is the same for all answers of a server.
    ///   - languages: the negotiated ones.
    init(salt: [UInt8], operation: [UInt8], variables: JSONValue, languages: String) {
        // Both begin with a fixed length, and no JSON holds a zero byte.
        var content = salt + operation
        variables.append(to: &content)
        content.append(0)
        content += languages.utf8
        let hash = ContentHash.bytes(of: content)
        words = InlineArray { word in (0..<8).reduce(0) { $0 << 8 | UInt64(hash[8 * word + $1]) } }
    }

    /// As 64 hexadecimal digits.
    package var text: String {
        (0..<4).map { place in
            let digits = String(words[place], radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    package static func == (left: AnswerKey, right: AnswerKey) -> Bool {
        (0..<4).allSatisfy { left.words[$0] == right.words[$0] }
    }

    // Any eight bytes of a hash are a hash.
    package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}

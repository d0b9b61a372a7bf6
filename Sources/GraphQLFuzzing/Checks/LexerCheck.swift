import GraphQL

/// Tokens lie in order within the text, and the text without ignored characters has the same ones.
enum LexerCheck {
    static func run(_ input: [UInt8]) throws(Complaint) -> Bool {
        let source = Source(input)
        guard let tokens = try? tokens(of: source) else {
            try require((try? stripIgnoredCharacters(source)) == nil, "stripped, though it has no tokens")
            return false
        }
        var end = 0
        for token in tokens {
            try require(
                token.range.lowerBound >= end && token.range.upperBound <= input.count, "\(token) is out of place")
            end = token.range.upperBound
        }
        guard let stripped = try? stripIgnoredCharacters(source) else { throw Complaint("cannot be stripped") }
        let again = try? GraphQL.tokens(of: Source(stripped))
        try require(again?.map(\.kind) == tokens.map(\.kind), "other tokens when stripped: \(stripped)")
        try require(again?.map(\.value) == tokens.map(\.value), "other values when stripped: \(stripped)")
        return true
    }
}

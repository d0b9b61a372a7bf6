/// A media type with its parameters, as `Accept` and `Content-Type` carry them (RFC 9110, section 8.3.1). Types and
/// parameter names are in lower case.
struct MediaRange: Equatable {
    var type: String
    var parameters: [Parameter] = []

    struct Parameter: Equatable {
        let name: String
        let value: String
    }

    /// Reads one element. Anything goes: what is not a media type matches none.
    init(_ text: Substring) {
        // By bytes: finding where characters end is slow, and every request has a header.
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
            Substring($0)
        }
        type = Self.trim(parts[0]).lowercased()
        for part in parts.dropFirst() {
            let pair = part.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1).map { Substring($0) }
            guard pair.count == 2 else { continue }
            let value = Self.trim(pair[1])
            let isQuoted = value.count >= 2 && value.first == "\"" && value.last == "\""
            parameters.append(
                Parameter(
                    name: Self.trim(pair[0]).lowercased(),
                    value: String(isQuoted ? value.dropFirst().dropLast() : value)))
        }
    }

    /// The elements of a list.
    static func list(_ header: String) -> [MediaRange] {
        header.utf8.split(separator: UInt8(ascii: ",")).map { MediaRange(Substring($0)) }
    }

    subscript(parameter: String) -> String? {
        parameters.first { $0.name == parameter }?.value
    }

    /// The elements of an `Accept` header that name a type itself, unless they rule it out. A client that takes anything
    /// has not asked for a stream.
    static func naming(_ type: String, in accept: String?) -> [MediaRange] {
        accept.map { list($0).filter { $0.type == type && $0.quality > 0 && $0.isUTF8 } } ?? []
    }

    /// The weight `q`: 1 when absent, 0 when it is no number from 0 to 1.
    var quality: Double {
        guard let text = self["q"] else { return 1 }
        guard let value = Double(text), 0...1 ~= value else { return 0 }
        return value
    }

    /// UTF-8, or no word about it.
    var isUTF8: Bool {
        guard let charset = self["charset"]?.lowercased() else { return true }
        return charset == "utf-8" || charset == "utf8"
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}

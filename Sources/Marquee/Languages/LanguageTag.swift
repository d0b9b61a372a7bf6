/// A language tag in its usual spelling (RFC 5646, section 2.1.1): `de`, `pt-BR`, `zh-Hant-TW`.
package struct LanguageTag: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil for what is no tag, or has a language the server does not know.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.mostBytes else { return nil }
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let language = subtags.first?.lowercased(), KnownLanguages.contains(language),
            subtags.dropFirst().allSatisfy(Self.isSubtag)
        else { return nil }
        description = ([language] + subtags.dropFirst().map(Self.spelled)).joined(separator: "-")
    }

    /// What an argument that is none is told.
    static let expectation = "expected a BCP 47 tag of a known language, such as \"en\" or \"pt-BR\""

    private init(spelled description: String) { self.description = description }

    /// The language of what the rows of titles themselves hold; other languages lie in `title_texts`.
    package static let catalogue = LanguageTag(spelled: "en")

    /// Longer ones are not in use, and each becomes part of a statement's parameters.
    private static var mostBytes: Int { 35 }

    /// The tag and what it falls back to, most exact first (RFC 4647, section 3.4): `zh-Hant-TW`, `zh-Hant`, `zh`.
    package var lookup: [LanguageTag] {
        var found = [self]
        var subtags = description.split(separator: "-")
        while subtags.count > 1 {
            subtags.removeLast()
            // A single letter only introduces what has just been cut off.
            if let last = subtags.last, last.utf8.count == 1 { subtags.removeLast() }
            found.append(LanguageTag(spelled: subtags.joined(separator: "-")))
        }
        return found
    }

    private static func isSubtag(_ text: Substring) -> Bool {
        1...8 ~= text.utf8.count && text.utf8.allSatisfy { letters.contains($0 | 0x20) || digits.contains($0) }
    }

    /// Scripts (four letters) begin with a capital, regions (two) are capitals.
    private static func spelled(_ subtag: Substring) -> String {
        switch subtag.utf8.count {
        case 2: subtag.uppercased()
        case 4: subtag.prefix(1).uppercased() + subtag.dropFirst().lowercased()
        default: subtag.lowercased()
        }
    }

    private static var letters: ClosedRange<UInt8> { UInt8(ascii: "a")...UInt8(ascii: "z") }
    private static var digits: ClosedRange<UInt8> { UInt8(ascii: "0")...UInt8(ascii: "9") }
}

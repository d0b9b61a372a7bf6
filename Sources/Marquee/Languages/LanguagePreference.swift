import PostgreSQL

/// The languages texts are wanted in, best first, each followed by what it falls back to.
///
/// The rows of titles themselves hold the catalogue's language, which always comes last: nothing that would follow it is
/// kept, and whoever wants it first has an empty list and costs nothing.
package struct LanguagePreference: Hashable, Sendable {
    package let tags: [LanguageTag]

    /// Nothing but the catalogue's language.
    package static let none = LanguagePreference(tags: [])

    private init(tags: [LanguageTag]) { self.tags = tags }

    /// What `Accept-Language` asks for (RFC 9110, section 12.5.4), then the server's default. Ranges that cannot be read
    /// are passed over.
    package init(acceptLanguage header: String, default others: LanguagePreference = .none) {
        let ranges = LanguageRange.list(header)
        let refused = Set(ranges.filter { $0.quality == 0 }.compactMap(\.tag))
        let wanted = ranges.filter { $0.quality > 0 }.enumerated().sorted {
            ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
        }.map(\.element)
        let named = Set(wanted.compactMap(\.tag))
        var tags: [LanguageTag] = []
        for range in wanted.prefix(Self.mostRanges) {
            // `*` is any language, so the default.
            guard let tag = range.tag else { break }
            // A shorter tag that is named itself has its own place, one that is refused has none.
            tags += tag.lookup.filter { $0 == tag || !named.contains($0) && !refused.contains($0) }
        }
        self.init(preferring: tags, then: others)
    }

    /// One language before all others.
    package init(_ first: LanguageTag, then others: LanguagePreference = .none) {
        self.init(preferring: first.lookup, then: others)
    }

    private init(preferring tags: [LanguageTag], then others: LanguagePreference) {
        var kept: [LanguageTag] = []
        for tag in (tags + others.tags).prefix(while: { $0 != .catalogue }) where !kept.contains(tag) {
            kept.append(tag)
        }
        self.tags = kept
    }

    /// People list a few; whoever lists more wants to be expensive.
    private static var mostRanges: Int { 10 }

    /// The languages an answer may be in, as `Content-Language` lists them; nil if none was asked for.
    package var contentLanguage: String? {
        tags.isEmpty ? nil : (tags + [.catalogue]).map(\.description).joined(separator: ", ")
    }

    /// As a statement takes it, `text[]`.
    var parameter: Parameter { .texts(tags.map(\.description)) }
}

/// One element of `Accept-Language`: a tag, or nil for `*`, and how much it is wanted, in thousandths.
struct LanguageRange: Equatable {
    let tag: LanguageTag?
    let quality: Int

    static func list(_ header: String) -> [LanguageRange] {
        // By bytes: finding where characters end is slow, and browsers send the header with every request.
        header.utf8.split(separator: UInt8(ascii: ",")).prefix(100).compactMap { LanguageRange(Substring($0)) }
    }

    private init?(_ text: Substring) {
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
            .map { Self.trim(Substring($0)) }
        guard let quality = parts.count == 1 ? 1000 : Self.quality(parts[1]) else { return nil }
        self.quality = quality
        if parts[0] == "*" {
            tag = nil
        } else {
            guard let tag = LanguageTag(String(parts[0])) else { return nil }
            self.tag = tag
        }
    }

    /// `q=0.8`: from 0 to 1 with three decimals at most (RFC 9110, section 12.4.2).
    private static func quality(_ text: Substring) -> Int? {
        let pair = text.split(separator: "=", maxSplits: 1).map(trim)
        guard pair.count == 2, pair[0] == "q" || pair[0] == "Q" else { return nil }
        let parts = pair[1].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0] == "0" || parts[0] == "1" else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.utf8.count <= 3, decimals.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let thousandths = Int(parts[0] + decimals + String(repeating: "0", count: 3 - decimals.utf8.count))
        else { return nil }
        return thousandths <= 1000 ? thousandths : nil
    }

    private static func trim(_ text: Substring) -> Substring {
        let isBlank = { (letter: Character) in letter == " " || letter == "\t" }
        let rest = text.drop(while: isBlank)
        return rest.dropLast(rest.reversed().prefix(while: isBlank).count)
    }
}

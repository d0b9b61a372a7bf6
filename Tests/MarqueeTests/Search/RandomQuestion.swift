import TestSupport

/// Texts that somebody, or something, might type into a search box.
enum RandomQuestion {
    /// Words of titles, what databases, patterns and tools read as their own, and letters of many scripts.
    private static let pieces =
        [
            "the", "godfather", "matrix", "kurosawa", "a", "of", "made", "movie", "quiet", "night", "quentin", "2",
            "1999",
            "%", "_", "\\", "'", "\"", "&", "|", "!", "(", ")", ":*", "<->", "--", ";", "$1", "*", "?", "[", "]", "{",
            "}",
            "\u{301}", "\u{200b}", "\u{200d}", "\u{202e}", "\u{feff}", "\u{1}", "\u{7f}", "\u{a0}", "\u{3000}",
            "é", "ß", "İ", "ı", "Œ", "ﬁ", "Å", "ø", "ﷺ", "黒", "澤", "の", "カ", "한", "ש", "ع", "Ж", "ก", "😀", "👨‍👩‍👧", "🇩🇰",
            "\u{10ffff}", "\u{e000}", "𝔐",
        ] + "abcdefghijklmnopqrstuvwxyz".map(String.init)

    /// From 1 to 200 characters that hold something to look for; the same for the same seed.
    static func text(seed: UInt64) -> String {
        var random = SplitMix(state: seed)
        let most = [3, 12, 40, 200].randomElement(using: &random) ?? 200
        let blanks = Int.random(in: 0...3, using: &random)
        var text = ""
        repeat {
            let piece = pieces.randomElement(using: &random) ?? "a"
            let next = text + (Int.random(in: 0...9, using: &random) < blanks ? " " : "") + piece
            guard next.unicodeScalars.count <= most else { break }
            text = next
        } while text.unicodeScalars.count < most
        return text.allSatisfy(\.isWhitespace) ? "x" : text
    }
}

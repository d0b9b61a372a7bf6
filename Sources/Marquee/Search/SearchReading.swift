import PostgreSQL

/// A word of the vocabulary: how many names have it, by what the names are of.
struct KnownWord: Equatable, Sendable {
    let text: String
    var titles: Int64 = 0
    var people: Int64 = 0
    var episodes: Int64 = 0
    /// Of the most popular thing whose name has it: how much it speaks for a word that it is the one meant.
    var fame = 0.0

    var isKnown: Bool { titles + people + episodes > 0 }
}

/// A word of a question, with what the vocabulary says of it.
struct AskedWord: Equatable, Sendable {
    var itself: KnownWord
    /// Of the last word: words that begin with it.
    var completions: [KnownWord] = []
    /// Words that look like it.
    var similar: [KnownWord] = []

    /// The words it may be a misspelling of, the likeliest first.
    var corrections: [KnownWord] {
        let asked = itself.text
        let allowed = EditDistance.allowed(length: asked.unicodeScalars.count)
        let close = similar.compactMap { word in
            let errors = EditDistance.between(asked, word.text)
            return 1...max(allowed, 1) ~= errors && allowed > 0 ? (errors: errors, word: word) : nil
        }
        return close.sorted { ($0.errors, $1.word.fame) < ($1.errors, $0.word.fame) }.prefix(5).map(\.word)
    }
}

/// A question as the database reads it.
struct SearchReading: Equatable, Sendable {
    /// Without accents and capital letters.
    let folded: String
    var words: [AskedWord] = []

    init(folded: String, words: [AskedWord] = []) {
        (self.folded, self.words) = (folded, words)
    }

    /// Reads what `SearchStatements.reading` answers: the folded question, then the words by their places.
    init(_ slice: RowSlice?) {
        guard let slice, let first = slice.range.first else {
            self.init(folded: "")
            return
        }
        let rows = slice.rows
        self.init(folded: rows.text(first, 2))
        for row in slice.range.dropFirst() {
            let word = KnownWord(
                text: rows.text(row, 2), titles: rows.int(row, 3), people: rows.int(row, 4),
                episodes: rows.int(row, 5), fame: rows.optionalDouble(row, 6) ?? 0)
            switch rows.int(row, 1) {
            case 0: words.append(AskedWord(itself: word))
            case 1: words[words.count - 1].completions.append(word)
            default: words[words.count - 1].similar.append(word)
            }
        }
    }
}

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

extension KnownWord {
    /// A row of `search_words`, whose first column is that of the result's place.
    init(_ rows: Rows, _ row: Int, from column: Int) {
        self.init(
            text: rows.text(row, column), titles: rows.int(row, column + 1), people: rows.int(row, column + 2),
            episodes: rows.int(row, column + 3), fame: rows.optionalDouble(row, column + 4) ?? 0)
    }

    /// What `SearchStatements.similar` answers for a word.
    static func all(in slice: RowSlice?) -> [KnownWord] {
        slice.map { slice in slice.range.map { KnownWord(slice.rows, $0, from: 1) } } ?? []
    }
}

/// A word of a question, with what the vocabulary says of it.
struct AskedWord: Equatable, Sendable {
    var itself: KnownWord
    /// Of the last word: words that begin with it.
    var completions: [KnownWord] = []
    /// Words that look like it; looked up only if it is doubted.
    var similar: [KnownWord] = []

    /// Whether neither it nor what it begins is in any name.
    var isUnknown: Bool { !itself.isKnown && completions.allSatisfy { $0.text == itself.text } }

    /// Whether it may be a misspelling of another word.
    /// - Parameter isForgiving: whether known words may be misspelt as well.
    func isDoubted(isForgiving: Bool) -> Bool {
        4...30 ~= itself.text.unicodeScalars.count && (isForgiving || isUnknown)
    }

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
    /// What `SearchStatements.reading` is asked by, and its places among the parameters.
    static let texts = [KeyText(column: "question", type: "text", parameter: 2)]
    static let placesOfTexts = texts.map(\.place)

    /// Without accents and capital letters.
    var folded: String
    var words: [AskedWord] = []

    init(folded: String, words: [AskedWord] = []) {
        (self.folded, self.words) = (folded, words)
    }

    /// Reads what `SearchStatements.reading` answers: the folded question at place 0, words at theirs, and before all places
    /// what completes the last one.
    init(_ slice: RowSlice?) {
        self.init(folded: "")
        guard let slice else { return }
        var words: [(place: Int64, word: KnownWord)] = []
        var completions: [KnownWord] = []
        for row in slice.range {
            let (place, word) = (slice.rows.int(row, 1), KnownWord(slice.rows, row, from: 2))
            switch place {
            case 0: folded = word.text
            case 1...: words.append((place, word))
            default: completions.append(word)
            }
        }
        self.words = words.sorted { $0.place < $1.place }.map { AskedWord(itself: $0.word) }
        if !completions.isEmpty { self.words[words.count - 1].completions = completions }
    }
}

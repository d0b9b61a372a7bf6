import PostgreSQL

/// What is looked for: decided from how the vocabulary reads a question.
struct SearchPlan: Equatable, Sendable {
    /// The question, folded.
    let folded: String
    /// What a name must hold, as `tsquery`: the words as they were asked, completed, and corrected too. Nil without words.
    let asked: String?
    let completed: String?
    let corrected: String?
    /// What all names of a kind are asked for first, before `corrected`: the rarer words. Nil while none is rare enough.
    let inAllTitles: String?
    let inAllPeople: String?
    let inAllEpisodes: String?
    /// The question with its misspelt words mended; nil if none is.
    let didYouMean: String?

    /// Beyond so many names with the rarest word, only the most popular names are asked.
    static var mostNames: Int64 { 100_000 }
    /// Words that so many times as many names have as have the rarest one are not looked up, but looked for in the names found:
    /// in "the night of the" the index would read half of all names.
    static var commoner: Int64 { 4 }

    /// - Parameter isForgiving: whether known words may be misspelt as well.
    init(_ reading: SearchReading, isForgiving: Bool = false) {
        let choices = reading.words.map { WordChoices($0, isForgiving: isForgiving) }
        // A word that nobody knows and that resembles none would find nothing: the others decide.
        let useful = choices.filter { !$0.all.isEmpty }
        folded = reading.folded
        asked = Self.query(useful.map { [$0.word] })
        completed = Self.query(useful.map { [$0.word] + $0.completions })
        // Of many words one may be quite wrong: "godfather part 2".
        let mayLackOne = isForgiving && useful.count > 2
        corrected = mayLackOne ? Self.queryLackingOne(useful.map(\.all)) : Self.query(useful.map(\.all))
        func rarer(_ count: KeyPath<KnownWord, Int64>) -> String? {
            let words = useful.map { ($0.all, names: $0.all.reduce(0) { $0 + $1[keyPath: count] }) }
            let counts = words.map(\.names).sorted()
            // A word without names may have some since it was counted.
            guard !counts.isEmpty, counts[mayLackOne ? 1 : 0] <= Self.mostNames else { return nil }
            if mayLackOne { return Self.queryLackingOne(words.map(\.0)) }
            return Self.query(words.filter { $0.names <= counts[0] * Self.commoner }.map(\.0))
        }
        inAllTitles = rarer(\.titles)
        inAllPeople = rarer(\.people)
        inAllEpisodes = rarer(\.episodes)
        let isMended = choices.contains { $0.mended != $0.word.text }
        didYouMean = isMended ? choices.map(\.mended).joined(separator: " ") : nil
    }

    /// `('dark') & ('kni' | 'knight')`.
    private static func query(_ words: [[KnownWord]]) -> String? {
        guard !words.isEmpty else { return nil }
        return words.map { choices in
            "(" + choices.map { quoted($0.text) }.joined(separator: " | ") + ")"
        }.joined(separator: " & ")
    }

    /// All words but any one.
    private static func queryLackingOne(_ words: [[KnownWord]]) -> String {
        words.indices.compactMap { left in
            query(words.enumerated().filter { $0.offset != left }.map(\.element)).map { "(\($0))" }
        }.joined(separator: " | ")
    }

    /// A lexeme as `tsquery` reads it: quotes and backslashes are doubled.
    private static func quoted(_ text: String) -> String {
        text.reduce(into: "'") { quoted, letter in
            if letter == "'" || letter == "\\" { quoted.append(letter) }
            quoted.append(letter)
        } + "'"
    }
}

/// What may stand for one word of a question.
private struct WordChoices {
    let word: KnownWord
    let completions: [KnownWord]
    let corrections: [KnownWord]
    /// The word people are told they may have meant.
    let mended: String

    init(_ asked: AskedWord, isForgiving: Bool) {
        word = asked.itself
        completions = asked.completions.filter { $0.text != asked.itself.text }
        let isUnknown = !word.isKnown && completions.isEmpty
        corrections = isUnknown || isForgiving ? asked.corrections : []
        let best = corrections.first
        // A known word is doubted only for one of far greater fame, which is a logarithm.
        let isBetter = best.map { isUnknown || $0.fame >= asked.itself.fame + 2 } ?? false
        mended = isBetter ? best?.text ?? word.text : word.text
    }

    /// All of them, as far as any name has them.
    var all: [KnownWord] { (word.isKnown ? [word] : []) + completions + corrections }
}

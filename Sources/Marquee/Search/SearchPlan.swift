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
    /// Whether few names of titles and people are likely to be meant.
    let meansFew: Bool
    /// The question with its misspelt words mended; nil if none is.
    let didYouMean: String?

    /// Beyond so many names with the rarest word, only the most popular names are asked.
    static var mostNames: Int64 { 100_000 }
    /// The index is asked for the rarest word and the next one, which leave few names to look for the others in. The next one is
    /// looked for like them if so many times as many names have it, or more than so many at all, or if hardly any have the
    /// rarest: in "the night of the" the index would read half of all names.
    static var commoner: Int64 { 64 }
    static var mostRead: Int64 { 200_000 }
    static var hardlyAny: Int64 { 30 }
    /// Two words together are rarely in more names than search looks at if one of them is in so many at most.
    static var mostNamesOfFew: Int64 { 20_000 }

    /// - Parameter isForgiving: whether known words may be misspelt as well.
    init(_ reading: SearchReading, isForgiving: Bool = false) {
        let choices = reading.words.indices.map {
            WordChoices(reading.words[$0], isLast: $0 == reading.words.count - 1, isForgiving: isForgiving)
        }
        // A word that nobody knows and that resembles none would find nothing: the others decide.
        let useful = choices.filter(\.isUseful)
        folded = reading.folded
        asked = Self.query(useful.map { Self.anyOf([$0.word]) })
        completed = Self.query(useful.map(\.completed))
        // Of many words one may be quite wrong: "godfather part 2".
        let mayLackOne = isForgiving && useful.count > 2
        let corrected = mayLackOne ? Self.queryLackingOne(useful.map(\.corrected)) : Self.query(useful.map(\.corrected))
        self.corrected = corrected
        func rarer(_ count: KeyPath<NameCounts, Int64>) -> String? {
            let words = useful.map { ($0.corrected, names: $0.names[keyPath: count]) }.sorted { $0.names < $1.names }
            // A word without names may have some since it was counted.
            guard let rarest = words.dropFirst(mayLackOne ? 1 : 0).first, rarest.names <= Self.mostNames else {
                return nil
            }
            if mayLackOne { return corrected }
            let asksNext =
                words.count > 1 && Self.hardlyAny + 1...Self.mostNamesOfFew ~= rarest.names
                && words[1].names <= min(rarest.names * Self.commoner, Self.mostRead)
            return Self.query(words.prefix(asksNext ? 2 : 1).map(\.0))
        }
        inAllTitles = rarer(\.titles)
        inAllPeople = rarer(\.people)
        inAllEpisodes = rarer(\.episodes)
        meansFew = Self.meansFew(useful, mayLackOne: mayLackOne)
        let isMended = choices.contains { $0.mended != $0.word.text }
        didYouMean = isMended ? choices.map(\.mended).joined(separator: " ") : nil
    }

    private static func meansFew(_ words: [WordChoices], mayLackOne: Bool) -> Bool {
        // A name that begins with the question may have any word that the last one begins.
        let limited = words.filter(\.isLimited)
        func least(_ count: KeyPath<NameCounts, Int64>) -> Int64? {
            limited.map { $0.names[keyPath: count] }.sorted().dropFirst(mayLackOne ? 1 : 0).first
        }
        guard let titles = least(\.titles), let people = least(\.people) else { return words.isEmpty }
        return max(titles, people) <= (words.count > 1 ? mostNamesOfFew : Int64(SearchNames.mostFromEach))
    }

    /// `('dark') & ('kni' | 'knight')`, of what `anyOf` gives.
    private static func query(_ words: [String]) -> String? {
        words.isEmpty ? nil : words.joined(separator: " & ")
    }

    /// All words but any one.
    private static func queryLackingOne(_ words: [String]) -> String {
        words.indices.compactMap { left in
            query(words.enumerated().filter { $0.offset != left }.map(\.element)).map { "(\($0))" }
        }.joined(separator: " | ")
    }

    /// `('kni' | 'knight')`.
    fileprivate static func anyOf(_ words: [KnownWord]) -> String {
        var text = "("
        for word in words {
            if text.utf8.count > 1 { text += " | " }
            text += "'"
            text += quoted(word.text)
            text += "'"
        }
        return text + ")"
    }

    /// The letters of a lexeme as `tsquery` reads them: quotes and backslashes are doubled.
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\") }) else { return text }
        return text.reduce(into: "") { quoted, letter in
            if letter == "'" || letter == "\\" { quoted.append(letter) }
            quoted.append(letter)
        }
    }
}

/// How many names have a word, by what the names are of.
private struct NameCounts {
    var (titles, people, episodes): (Int64, Int64, Int64) = (0, 0, 0)
}

/// What may stand for one word of a question.
private struct WordChoices {
    let word: KnownWord
    /// Whether any name has one of them.
    let isUseful: Bool
    /// How many names have one of them.
    let names: NameCounts
    /// The word or what it begins, and all of them, as `tsquery`.
    let completed: String
    let corrected: String
    /// The word people are told they may have meant.
    let mended: String
    /// Whether there are no others: the last word may begin more than it is completed to.
    let isLimited: Bool

    init(_ asked: AskedWord, isLast: Bool, isForgiving: Bool) {
        word = asked.itself
        let completions = asked.completions.filter { $0.text != asked.itself.text }
        let isUnknown = asked.isUnknown
        let isCompleted =
            asked.completions.count < SearchStatements.mostCompletions && word.text.unicodeScalars.count > 1
        isLimited = !isLast || isCompleted
        let corrections = isUnknown || isForgiving ? asked.corrections : []
        let all = (word.isKnown ? [word] : []) + completions + corrections
        isUseful = !all.isEmpty
        names = all.reduce(into: NameCounts()) { sum, word in
            sum.titles += word.titles
            sum.people += word.people
            sum.episodes += word.episodes
        }
        completed = SearchPlan.anyOf([word] + completions)
        corrected = word.isKnown && corrections.isEmpty ? completed : SearchPlan.anyOf(all)
        let best = corrections.first
        // A known word is doubted only for one of far greater fame, which is a logarithm.
        let isBetter = best.map { isUnknown || $0.fame >= asked.itself.fame + 2 } ?? false
        mended = isBetter ? best?.text ?? word.text : word.text
    }
}

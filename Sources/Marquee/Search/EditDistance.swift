/// Counts typing errors: letters that are missing, too many or wrong, and neighbours that are swapped (the optimal string
/// alignment distance).
enum EditDistance {
    /// How many errors a word may have to be taken for another one; short words are too like each other for many.
    static func allowed(length: Int) -> Int {
        switch length {
        case ..<4: 0
        case ..<7: 1
        default: 2
        }
    }

    /// The errors between two words, counted by Unicode scalars.
    static func between(_ word: String, _ other: String) -> Int {
        let (word, other) = (Array(word.unicodeScalars), Array(other.unicodeScalars))
        var beforeLast = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        for row in word.indices {
            var current = [row + 1]
            current.reserveCapacity(other.count + 1)
            for column in other.indices {
                let isSame = word[row] == other[column]
                var least = min(last[column + 1] + 1, current[column] + 1, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, word[row] == other[column - 1], word[row - 1] == other[column] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}

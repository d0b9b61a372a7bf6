private import Glibc

/// Numbers without a visible pattern, but the same in every load: a sequence for each subject and row (SplitMix64).
struct ScaleSeedDice {
    private var state: UInt64

    /// What is rolled for; subjects do not repeat each other's numbers.
    enum Subject: UInt64 {
        case movie, show, person, genres, keywords, networks, credits, translations, popularity, ratings, reviews
    }

    init(_ subject: Subject, _ row: Int) {
        state = subject.rawValue << 56 | UInt64(row)
        state = next()
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// At least 0 and below 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Any of `0 ..< count`, each alike.
    mutating func below(_ count: Int) -> Int { Int(fraction() * Double(count)) }

    /// Any of `0 ..< count`, small numbers far more often: as few persons have many parts and most have few.
    mutating func skewed(_ count: Int) -> Int {
        let place = fraction()
        return Int(place * place * Double(count))
    }

    /// One of a vocabulary, in which each word is as much rarer than the first as its place is further back.
    mutating func rank(_ words: [String]) -> String {
        words[Int(pow(Double(words.count), fraction())) - 1]
    }

    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    mutating func pick(_ words: [String]) -> String { words[below(words.count)] }
}

/// Keys of an order made by hand: texts of digits, capital and small letters, compared as bytes. Between any two there is
/// room for another, so that a move writes one row.
///
/// A key reads as a fraction in base 62. No key made here ends in the digit 0, below which nothing fits.
enum OrderKey {
    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// Longer keys make the index large; a list that has come to them is numbered anew.
    private static let longest = 100

    /// A key between two, the lower of which may be empty: the beginning. Nil where there is no room: the keys are equal or
    /// in the wrong order, or what fits is too long.
    static func between(_ low: String, _ high: String) -> String? {
        let (low, high) = (Array(low.utf8), Array(high.utf8))
        var made: [UInt8] = []
        var isBounded = true
        while made.count < longest {
            let place = made.count
            let least = place < low.count ? digits.firstIndex(of: low[place]) ?? 0 : 0
            var most = digits.count
            if isBounded {
                guard place < high.count, let digit = digits.firstIndex(of: high[place]), digit >= least else {
                    return nil
                }
                most = digit
            }
            if most - least > 1 {
                made.append(digits[(least + most) / 2])
                return String(decoding: made, as: UTF8.self)
            }
            made.append(digits[least])
            if most > least { isBounded = false }
        }
        return nil
    }

    /// Several keys in a row between two; nil where there is no room.
    static func row(of count: Int, between low: String, _ high: String) -> [String]? {
        var keys: [String] = []
        while keys.count < count {
            guard let key = between(keys.last ?? low, high) else { return nil }
            keys.append(key)
        }
        return keys
    }

    /// Several keys in a row right behind a last one, so that what is put at the end later comes behind them. Nil if they
    /// are too long.
    static func row(of count: Int, behind last: String) -> [String]? {
        guard last.utf8.count + 2 <= longest else { return nil }
        let lowest = digits.count - 1
        precondition(count <= digits.count * lowest, "two digits tell the keys of a row apart")
        return (0..<count).map { number in
            last + String(decoding: [digits[number / lowest], digits[1 + number % lowest]], as: UTF8.self)
        }
    }
}

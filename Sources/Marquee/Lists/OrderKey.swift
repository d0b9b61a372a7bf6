/// Keys of an order made by hand: texts of digits, capital and small letters, compared as bytes. Between any two there is
/// room for another, so that a move writes one row.
///
/// A key reads as a fraction in base 62. No key made here ends in the digit 0, below which nothing fits.
enum OrderKey {
    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// Longer keys make the index large; a list that has come to them is numbered anew.
    private static let longest = 100

    /// A key between two.
    ///
    /// - Parameters:
    ///   - low: empty for the beginning.
    ///   - high: nil for the end.
    /// - Returns: nil where there is no room: the keys are equal or in the wrong order, or what fits is too long.
    static func between(_ low: String, _ high: String?) -> String? {
        let (low, high) = (Array(low.utf8), high.map { Array($0.utf8) })
        var made: [UInt8] = []
        var isBounded = high != nil
        while made.count < longest {
            let place = made.count
            let least = place < low.count ? digits.firstIndex(of: low[place]) ?? 0 : 0
            var most = digits.count
            if isBounded, let high {
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
    static func row(of count: Int, between low: String, _ high: String?) -> [String]? {
        var keys: [String] = []
        while keys.count < count {
            guard let key = between(keys.last ?? low, high) else { return nil }
            keys.append(key)
        }
        return keys
    }
}

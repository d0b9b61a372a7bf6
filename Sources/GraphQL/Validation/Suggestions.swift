/// Proposals for misspelled names, ranked as graphql-js ranks them.
package enum Suggestions {
    /// At most this many names are proposed in one message.
    static let limit = 5

    /// The options close to `input`, closest first, equally close ones in natural order.
    ///
    /// Close means an edit distance of at most 40 % of the input's length, plus one.
    package static func list(for input: String, among options: some Sequence<String>) -> [String] {
        var distance = LexicalDistance(from: input)
        let threshold = input.utf16.count * 2 / 5 + 1
        var close: [(option: String, distance: Int)] = []
        for option in options {
            if let measured = distance.measure(option, atMost: threshold) { close.append((option, measured)) }
        }
        close.sort { left, right in
            left.distance == right.distance
                ? naturallyPrecedes(left.option, right.option) : left.distance < right.distance
        }
        return close.map(\.option)
    }

    /// The sentence ` Did you mean "a", "b", or "c"?` with its leading space; empty without options.
    package static func didYouMean(_ options: [String], _ subject: String? = nil) -> String {
        guard !options.isEmpty else { return "" }
        let quoted = options.prefix(limit).map { "\"\($0)\"" }
        let lead = subject.map { "\($0) " } ?? ""
        return " Did you mean \(lead)\(orList(quoted))?"
    }

    /// `a`, `a or b`, `a, b, or c`.
    package static func orList(_ items: [String]) -> String {
        guard items.count > 2 else { return items.joined(separator: " or ") }
        return items.dropLast().joined(separator: ", ") + ", or " + items[items.count - 1]
    }

    /// Orders names as people do: runs of digits by their number, everything else by code unit.
    package static func naturallyPrecedes(_ left: String, _ right: String) -> Bool {
        let a = Array(left.utf8)
        let b = Array(right.utf8)
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            if isDigit(a[i]), isDigit(b[j]) {
                let first = number(in: a, at: &i)
                let second = number(in: b, at: &j)
                if first != second {
                    return first.count == second.count
                        ? first.lexicographicallyPrecedes(second) : first.count < second.count
                }
            } else if a[i] == b[j] {
                i += 1
                j += 1
            } else {
                return a[i] < b[j]
            }
        }
        return a.count < b.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// The run of digits at `index`, without leading zeros; moves `index` behind it.
    private static func number(in bytes: [UInt8], at index: inout Int) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
        return bytes[start..<index].drop { $0 == UInt8(ascii: "0") }
    }
}

/// Edit distance (insert, delete, substitute, swap of neighbours) from one text to many, upper and lower case alike.
private struct LexicalDistance {
    private let input: String
    private let letters: [UInt16]
    private var rows: [[Int]]

    init(from input: String) {
        self.input = input
        letters = Array(input.lowercased().utf16)
        rows = Array(repeating: Array(repeating: 0, count: letters.count + 1), count: 3)
    }

    /// The distance to `option`, or nil if it is above the threshold. A difference in case alone counts one.
    mutating func measure(_ option: String, atMost threshold: Int) -> Int? {
        guard input != option else { return 0 }
        let other = Array(option.lowercased().utf16)
        guard letters != other else { return 1 }
        guard abs(letters.count - other.count) <= threshold else { return nil }
        for column in 0...letters.count { rows[0][column] = column }
        for row in 1..<(other.count + 1) where fill(row, against: other) > threshold { return nil }
        let distance = rows[other.count % 3][letters.count]
        return distance <= threshold ? distance : nil
    }

    /// Computes one row of the distance table (three rows are kept) and returns its smallest cell.
    private mutating func fill(_ row: Int, against other: [UInt16]) -> Int {
        let current = row % 3
        let above = (row - 1) % 3
        rows[current][0] = row
        var smallest = row
        for column in 1..<(letters.count + 1) {
            let isSame = other[row - 1] == letters[column - 1]
            var cell = min(
                rows[above][column] + 1, rows[current][column - 1] + 1, rows[above][column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, other[row - 1] == letters[column - 2], other[row - 2] == letters[column - 1] {
                cell = min(cell, rows[(row - 2) % 3][column - 2] + 1)
            }
            rows[current][column] = cell
            smallest = min(smallest, cell)
        }
        return smallest
    }
}

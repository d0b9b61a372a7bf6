/// A command with its arguments, any bytes each.
///
/// They lie one behind the other in one buffer, so that sending needs no copies and no nested pointers.
package struct RedisCommand: Sendable {
    private(set) var content: [UInt8] = []
    /// Where each argument ends in `content`.
    private(set) var ends: [Int] = []

    /// Begins with texts: usually the command's name and a key.
    package init(_ words: String...) {
        for word in words { append(word) }
    }

    package mutating func append(_ text: String) {
        content.append(contentsOf: text.utf8)
        ends.append(content.count)
    }

    package mutating func append(_ bytes: [UInt8]) {
        content.append(contentsOf: bytes)
        ends.append(content.count)
    }

    package mutating func append(_ number: Int64) { append(String(number)) }
}

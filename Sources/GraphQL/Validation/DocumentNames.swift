/// A name as a number that is the same for all of its occurrences in one document.
struct NameID: Hashable, Sendable {
    let rawValue: Int32
}

/// The names of a document, each text stored once: rules compare numbers, and a `String` is made once for each, to ask
/// the schema and to tell.
struct DocumentNames {
    /// For every node of kind `name`, which one it is.
    private var ids: ContiguousArray<NameID>
    private var texts: ContiguousArray<String> = []

    init(_ document: Document) {
        ids = ContiguousArray(repeating: NameID(rawValue: -1), count: document.nodes.count)
        var table = NameTable(nodeCount: document.nodes.count)
        var ranges: ContiguousArray<Range<Int>> = []
        let text = document.source.bytes
        let bytes = text.span
        for index in document.nodes.indices where document.nodes[index].kind == .name {
            let range = Int(document.nodes[index].start)..<Int(document.nodes[index].end)
            ids[index] = table.intern(range, of: bytes, into: &ranges)
        }
        texts.reserveCapacity(ranges.count)
        for range in ranges { texts.append(document.source.text(range)) }
    }

    /// How many different names there are; their numbers are `0..<count`.
    var count: Int { texts.count }

    /// Of a node of kind `name`.
    func id(at node: NodeIndex) -> NameID { ids[node] }

    func text(_ id: NameID) -> String { texts[Int(id.rawValue)] }
}

/// An open hash table from the bytes of names to their numbers. The hash starts from a number chosen at random when
/// the process starts, so that nobody can prepare names that collide.
private struct NameTable {
    private var slots: ContiguousArray<Int32>
    private let shift: UInt64
    private static let seed = UInt64.random(in: .min ... .max)
    private let seed = Self.seed

    /// For the names of so many nodes; at most two of three nodes are names, so slots stay free.
    init(nodeCount: Int) {
        let bits = max(4, Int.bitWidth - nodeCount.leadingZeroBitCount)
        slots = ContiguousArray(repeating: -1, count: 1 << bits)
        shift = UInt64(64 - bits)
    }

    mutating func intern(
        _ range: Range<Int>, of bytes: Span<UInt8>, into known: inout ContiguousArray<Range<Int>>
    ) -> NameID {
        var hash = seed
        for offset in range { hash = (hash ^ UInt64(bytes[offset])) &* 0x9e37_79b9_7f4a_7c15 }
        var slot = Int(truncatingIfNeeded: hash >> shift)
        while slots[slot] >= 0 {
            if Self.isSame(range, known[Int(slots[slot])], in: bytes) { return NameID(rawValue: slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(known.count)
        known.append(range)
        return NameID(rawValue: slots[slot])
    }

    private static func isSame(_ left: Range<Int>, _ right: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for step in 0..<left.count where bytes[left.lowerBound + step] != bytes[right.lowerBound + step] {
            return false
        }
        return true
    }
}

/// The nodes of a tree while a parser writes them, in memory that is an array's afterwards: appending and patching need
/// no check whether somebody shares it.
@safe struct NodeBuffer: ~Copyable {
    private let start: UnsafeMutablePointer<SyntaxRecord>
    private let capacity: Int
    private(set) var count = 0

    /// - Parameter room: uninitialized, for all nodes that there can be.
    @unsafe init(_ room: UnsafeMutableBufferPointer<SyntaxRecord>) {
        guard let start = room.baseAddress else { preconditionFailure("a tree has a node at least") }
        unsafe self.start = start
        capacity = room.count
    }

    @inline(__always) mutating func append(_ node: SyntaxRecord) {
        precondition(count < capacity)
        unsafe (start + count).initialize(to: node)
        count &+= 1
    }

    @inline(__always) mutating func append(_ first: SyntaxRecord, _ second: SyntaxRecord) {
        precondition(count &+ 1 < capacity)
        unsafe (start + count).initialize(to: first)
        unsafe (start + count + 1).initialize(to: second)
        count &+= 2
    }

    @inline(__always) subscript(index: Int) -> SyntaxRecord {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe start[index]
        }
        _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield unsafe &start[index]
        }
    }

    /// Puts a node in front of another, which moves with all behind it.
    mutating func insert(_ node: SyntaxRecord, at index: Int) {
        append(node)
        for place in stride(from: count - 1, to: index, by: -1) { self[place] = self[place - 1] }
        self[index] = node
    }
}

/// The nodes of a tree while a parser writes them, in memory that is an array's afterwards: appending and patching need
/// no check whether somebody shares it.
@safe struct NodeBuffer: ~Copyable {
    private let room: UnsafeMutableBufferPointer<SyntaxRecord>
    private(set) var count = 0

    /// - Parameter room: uninitialized, and for more nodes than there can be.
    @unsafe init(_ room: UnsafeMutableBufferPointer<SyntaxRecord>) {
        unsafe self.room = room
    }

    @inline(__always) mutating func append(_ node: SyntaxRecord) {
        precondition(count < room.count)
        unsafe room.initializeElement(at: count, to: node)
        count &+= 1
    }

    @inline(__always) mutating func append(_ first: SyntaxRecord, _ second: SyntaxRecord) {
        precondition(count &+ 1 < room.count)
        unsafe room.initializeElement(at: count, to: first)
        unsafe room.initializeElement(at: count &+ 1, to: second)
        count &+= 2
    }

    @inline(__always) subscript(index: Int) -> SyntaxRecord {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe room[index]
        }
        _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield unsafe &room[index]
        }
    }

    /// Puts a node in front of another, which moves with all behind it.
    mutating func insert(_ node: SyntaxRecord, at index: Int) {
        append(node)
        for place in stride(from: count - 1, to: index, by: -1) { self[place] = self[place - 1] }
        self[index] = node
    }
}

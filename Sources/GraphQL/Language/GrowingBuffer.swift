/// An array with one owner, for what a parse writes: appending and patching need no check whether somebody shares it,
/// and the array made of it at the end takes exactly the room it needs.
@safe struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var start: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(2, capacity)
        unsafe start = .allocate(capacity: self.capacity)
    }

    deinit { unsafe start.deallocate() }

    @inline(__always) mutating func append(_ element: Element) {
        if count == capacity { grow() }
        unsafe (start + count).initialize(to: element)
        count &+= 1
    }

    @inline(__always) mutating func append(_ first: Element, _ second: Element) {
        if count &+ 2 > capacity { grow() }
        unsafe (start + count).initialize(to: first)
        unsafe (start + count + 1).initialize(to: second)
        count &+= 2
    }

    @inline(__always) subscript(index: Int) -> Element {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe start[index]
        }
        _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield unsafe &start[index]
        }
    }

    /// Puts an element in front of another, which moves with all behind it.
    mutating func insert(_ element: Element, at index: Int) {
        append(element)
        for place in stride(from: count - 1, to: index, by: -1) { self[place] = self[place - 1] }
        self[index] = element
    }

    /// All elements so far.
    var elements: ContiguousArray<Element> {
        unsafe ContiguousArray(UnsafeBufferPointer(start: start, count: count))
    }

    @inline(never) private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        unsafe larger.moveInitialize(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = larger
        capacity *= 2
    }
}

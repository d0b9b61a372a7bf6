/// Values by keys, bounded by an estimate of their memory.
///
/// When it is full the clock's hand goes round: a value used since its last visit stays for another turn, the next one
/// leaves.
public struct BoundedCache<Key: Hashable, Value> {
    public struct Entry {
        public let key: Key
        public var value: Value
        public let size: Int
        public var wasUsed = false

        @inlinable init(key: Key, value: Value, size: Int) {
            self.key = key
            self.value = value
            self.size = size
        }
    }

    /// The estimate's bound, in bytes.
    public let capacity: Int
    /// The estimate of what is held, in bytes.
    public private(set) var size = 0
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var places: [Key: Int] = [:]
    private var hand = 0

    public init(capacity: Int) { self.capacity = capacity }

    public var count: Int { entries.count }

    /// A key and its place in the table, beside the value.
    @inlinable public static var overhead: Int { MemoryLayout<Entry>.stride + MemoryLayout<Key>.stride + 24 }

    @inlinable public mutating func find(_ key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        entries[place].wasUsed = true
        return entries[place].value
    }

    /// Keeps a value that takes about this many bytes; returns those that leave for it. One that would fill a quarter of
    /// the cache is not kept.
    @discardableResult
    public mutating func insert(_ value: Value, under key: Key, size valueSize: Int) -> [Value] {
        let size = valueSize + Self.overhead
        var gone: [Value] = []
        if let place = places[key] { gone.append(remove(at: place)) }
        guard size <= capacity / 4 else { return gone }
        while self.size + size > capacity { gone.append(evict()) }
        places[key] = entries.count
        entries.append(Entry(key: key, value: value, size: size))
        self.size += size
        return gone
    }

    public mutating func remove(_ key: Key) -> Value? { places[key].map { remove(at: $0) } }

    /// Drops what the condition holds for; returns it.
    @discardableResult
    public mutating func removeAll(where isUnwanted: (Key, Value) -> Bool) -> [Value] {
        let unwanted = entries.filter { isUnwanted($0.key, $0.value) }
        return unwanted.compactMap { remove($0.key) }
    }

    private mutating func evict() -> Value {
        while true {
            if hand >= entries.count { hand = 0 }
            guard entries[hand].wasUsed else { return remove(at: hand) }
            entries[hand].wasUsed = false
            hand += 1
        }
    }

    /// The last entry takes the place.
    private mutating func remove(at place: Int) -> Value {
        let entry = entries[place]
        places[entry.key] = nil
        size -= entry.size
        let last = entries.removeLast()
        if place < entries.count {
            entries[place] = last
            places[last.key] = place
        }
        return entry.value
    }
}

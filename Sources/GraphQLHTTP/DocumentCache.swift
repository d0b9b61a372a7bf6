/// Prepared operations by their documents' bytes, bounded by an estimate of their memory.
///
/// When it is full the clock's hand goes round: an operation used since its last visit stays for another turn, the next
/// one leaves. Two documents of one hash are told apart by their bytes; the later takes the place of the earlier.
struct DocumentCache<Operation> {
    private struct Entry {
        let key: StoredDocumentKey
        let operation: Operation
        let size: Int
        var wasUsed = false
    }

    /// The estimate's bound, in bytes.
    let capacity: Int
    /// The estimate of what is held, in bytes.
    private(set) var size = 0
    private var entries: [Entry] = []
    private var places: [UInt64: Int] = [:]
    private var hand = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    mutating func find(_ key: borrowing DocumentKey) -> Operation? {
        guard let place = places[key.hash], entries[place].key.equals(key) else { return nil }
        entries[place].wasUsed = true
        return entries[place].operation
    }

    /// Keeps an operation that takes about this many bytes beside its key. One that would fill a quarter of the cache is
    /// not kept.
    mutating func insert(_ operation: Operation, under key: borrowing DocumentKey, size operationSize: Int) {
        let size = operationSize + key.count
        guard size <= capacity / 4 else { return }
        if let place = places[key.hash] { remove(at: place) }
        while self.size + size > capacity { evict() }
        places[key.hash] = entries.count
        entries.append(Entry(key: StoredDocumentKey(key), operation: operation, size: size))
        self.size += size
    }

    private mutating func evict() {
        while true {
            if hand >= entries.count { hand = 0 }
            guard entries[hand].wasUsed else { return remove(at: hand) }
            entries[hand].wasUsed = false
            hand += 1
        }
    }

    /// The last entry moves into the gap.
    private mutating func remove(at place: Int) {
        size -= entries[place].size
        places[entries[place].key.hash] = nil
        let last = entries.removeLast()
        guard place < entries.count else { return }
        entries[place] = last
        places[last.key.hash] = place
    }
}

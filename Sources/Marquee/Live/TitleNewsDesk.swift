/// Decides which news of titles a server tells, so that each is told once however often and on whichever way it comes.
/// It does no I/O; tests drive it by hand.
///
/// What PostgreSQL itself notifies counts first: caches forget by the same notifications, so that whoever reads a title
/// because of the news reads it fresh. What other servers say through Redis counts while PostgreSQL is not heard.
struct TitleNewsDesk {
    enum Source { case postgreSQL, redis }

    enum Word: Equatable {
        /// These have changed.
        case titles([Int64])
        /// Any may have changed.
        case all
    }

    private struct Item: Hashable {
        let transaction: UInt64
        /// 0 for all.
        let title: Int64
    }

    private var isListening = false
    private var hasMissed = true
    private var told: Set<Item> = []
    /// What was told, the oldest first; a ring when it is full.
    private var order: [Item] = []
    private var oldest = 0
    private let capacity: Int

    /// - Parameter capacity: how many changes are remembered.
    init(capacity: Int = 10_000) { self.capacity = capacity }

    /// PostgreSQL is heard from here on. Returns what is to be told of the time when it was not.
    mutating func connected() -> Word? {
        defer { (isListening, hasMissed) = (true, false) }
        return hasMissed ? .all : nil
    }

    mutating func lost() { (isListening, hasMissed) = (false, true) }

    /// Returns what is new of it, nil if nothing is.
    mutating func hear(_ news: TitleNews, from source: Source) -> Word? {
        if source == .redis, isListening { return nil }
        guard let titles = news.titles else {
            return remember(Item(transaction: news.transaction, title: 0)) ? .all : nil
        }
        let fresh = titles.filter { remember(Item(transaction: news.transaction, title: $0)) }
        return fresh.isEmpty ? nil : .titles(fresh)
    }

    /// False for what was told before.
    private mutating func remember(_ item: Item) -> Bool {
        guard told.insert(item).inserted else { return false }
        if order.count < capacity {
            order.append(item)
        } else {
            told.remove(order[oldest])
            order[oldest] = item
            oldest = (oldest + 1) % capacity
        }
        return true
    }
}

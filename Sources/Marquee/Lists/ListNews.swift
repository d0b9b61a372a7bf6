import GraphQL

/// What happened to a list, and to which of its entries: `ENTRY_ADDED I_5_7`.
struct ListNews: Equatable, Sendable {
    /// As the enum `ListChangeType` names them.
    enum Change: String, Sendable {
        case entryAdded = "ENTRY_ADDED"
        case entryRemoved = "ENTRY_REMOVED"
        case entryMoved = "ENTRY_MOVED"
        case entryUpdated = "ENTRY_UPDATED"
        case listUpdated = "LIST_UPDATED"
        case listDeleted = "LIST_DELETED"
    }

    let change: Change
    var entry: GlobalID?

    init(_ change: Change, _ entry: GlobalID? = nil) { (self.change, self.entry) = (change, entry) }

    /// Nil for what is no news.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard let change = parts.first.flatMap({ Change(rawValue: String($0)) }) else { return nil }
        self.init(change, parts.count > 1 ? GlobalID(String(parts[1])) : nil)
    }

    var text: String { ([change.rawValue] + (entry.map { ["\($0)"] } ?? [])).joined(separator: " ") }
}

extension RequestContext {
    func tell(_ news: [ListNews], of list: GlobalID) {
        guard list.kind == .systemList else {
            for news in news { services.newsboard.tell(news.text, on: "\(list)") }
            return
        }
        var titles: [Int64] = []
        for news in news {
            guard let entry = news.entry, let title = entry.systemEntry?.title else { continue }
            switch news.change {
            case .entryMoved: tellLibrary(.moved(entry))
            case .entryUpdated: tellLibrary(.noted(title))
            default: titles.append(title)
            }
        }
        tellLibrary(.changed(titles))
    }
}

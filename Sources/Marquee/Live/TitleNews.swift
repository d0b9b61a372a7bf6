/// That a transaction changed some titles, as PostgreSQL notifies it and Redis passes it on: `1234:550,551`.
package struct TitleNews: Equatable, Sendable {
    /// PostgreSQL's channel (migration 0004).
    package static let channel = "title_news"

    /// PostgreSQL's number of the transaction.
    let transaction: UInt64
    /// Nil for more than can be told: any may have changed.
    var titles: [Int64]?

    init(transaction: UInt64, titles: [Int64]?) {
        self.transaction = transaction
        self.titles = titles
    }

    /// Nil for what is no news.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let transaction = UInt64(parts[0]) else { return nil }
        self.transaction = transaction
        guard parts[1] != "*" else { return }
        let titles = parts[1].split(separator: ",").map { Int64($0) }
        guard !titles.isEmpty, !titles.contains(nil) else { return nil }
        self.titles = titles.compactMap { $0 }
    }

    var text: String { "\(transaction):" + (titles.map { $0.map(String.init).joined(separator: ",") } ?? "*") }
}

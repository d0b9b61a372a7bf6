import PostgreSQL

/// What is in a system list as far as one who follows it knows: with each news of the library it is compared with what is
/// in it now, so that a title is told to come and to go once, whatever moved it.
struct SystemListView: Sendable {
    private let list: SystemList
    private let viewer: Viewer
    private var titles: Set<Int64>

    /// - Parameter titles: the keys of those that are in it.
    private init(_ list: SystemList, of viewer: Viewer, _ titles: Set<Int64>) {
        (self.list, self.viewer, self.titles) = (list, viewer, titles)
    }

    /// What is in the list now.
    init(_ list: SystemList, of viewer: Viewer, in context: RequestContext) async throws {
        let rows = try await context.rows.pool.query(list.commands.all, [], viewer: viewer.scope)
        self.init(list, of: viewer, Set((0..<rows.count).map { rows.int($0, 0) }))
    }

    /// What news of the library mean for the list.
    mutating func changes(by news: LibraryNews, in context: RequestContext) async throws -> [ListNews] {
        switch news {
        case .moved(let entry): return entry.systemEntry?.list == list ? [ListNews(.entryMoved, entry)] : []
        case .noted(let title): return titles.contains(title) ? [ListNews(.entryUpdated, entry(title))] : []
        case .changed(let changed):
            let found = try await context.rows.pool.query(list.commands.find, [.bigints(changed)], viewer: viewer.scope)
            let present = Set((0..<found.count).map { found.int($0, 0) })
            let (come, gone) = (
                changed.filter { present.contains($0) && !titles.contains($0) },
                changed.filter { !present.contains($0) && titles.contains($0) }
            )
            titles.formUnion(come)
            titles.subtract(gone)
            return come.map { ListNews(.entryAdded, entry($0)) } + gone.map { ListNews(.entryRemoved, entry($0)) }
        }
    }

    private func entry(_ title: Int64) -> GlobalID { GlobalID(list, owner: viewer.id, title: title) }
}

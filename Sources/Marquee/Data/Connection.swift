import GraphQL
import PostgreSQL

/// A list that is read in pages (Relay cursor connections), by key of its parent.
///
/// Its statements take the keys as `$1`, the number of rows as `$2`, then the list's own parameters and last the
/// cursor's values; their second column is the cursor's text, the values joined by tabs.
package struct PagedList<Column: EntityColumn>: Sendable {
    let order: CursorOrder
    /// From the start.
    let first: Template<Column>
    /// Behind a cursor.
    let following: Template<Column>
    /// Counts the whole list, with the same parameters from `$2` on; null where that would cost too much.
    let count: Statement

    /// - Parameters:
    ///   - text: the pages' statement; `{after}` stands where the cursor's condition goes.
    ///   - after: that condition, beginning with `and`.
    init(_ name: String, order: CursorOrder, _ text: String, after: String, count: String) {
        self.order = order
        func filled(_ condition: String) -> String {
            text.split(separator: "{after}", omittingEmptySubsequences: false).joined(separator: condition)
        }
        first = Template(name, pages: true, filled(""))
        following = Template("\(name)_after", pages: true, filled(after))
        self.count = Statement("\(name)_count", count)
    }
}

/// A page: what was read of it, one row more than it shows.
package struct Connection<Column: EntityColumn>: Sendable {
    let list: PagedList<Column>
    let template: Template<Column>
    let slice: RowSlice?
    let columns: AttributeSet
    let limit: Int
    let isFollowing: Bool
    let key: Int64
    let parameters: [Parameter]

    private var rows: Range<Int> { slice?.range.prefix(limit) ?? 0..<0 }

    var nodes: [Record<Column>] { edges.map(\.node) }

    var edges: [Edge<Column>] {
        guard let slice else { return [] }
        return rows.map { Edge(node: template.record(slice.rows, $0, columns), order: list.order) }
    }

    var pageInfo: PageInfo {
        let edges = rows.isEmpty ? nil : self.edges
        return PageInfo(
            hasNextPage: (slice?.range.count ?? 0) > limit, hasPreviousPage: isFollowing,
            startCursor: edges?.first?.cursor, endCursor: edges?.last?.cursor)
    }
}

/// One place of a page.
package struct Edge<Column: EntityColumn>: Sendable {
    let node: Record<Column>
    let order: CursorOrder

    var cursor: String { order.cursor(ofValues: node.rows.text(Int(node.row), 1)) }
}

/// Where a page lies in its set.
package struct PageInfo: Sendable {
    let hasNextPage: Bool
    let hasPreviousPage: Bool
    let startCursor: String?
    let endCursor: String?
}

extension Resolvers<RequestContext> {
    /// Binds a connection type and its edge type.
    mutating func connection<Column: EntityColumn>(_ name: String, of _: Column.Type) {
        object("\(name)Connection", Connection<Column>.self) { connection in
            connection.children("edges", forwardsNeeds: true) { $0.edges }
            connection.children("nodes", forwardsNeeds: true) { $0.nodes }
            connection.child("pageInfo") { $0.pageInfo }
            connection.loadValues("totalCount") { pages, call in
                guard let page = pages.first else { return Resolved([Int64]()) }
                let counts = try await call.context.counts(page.list.count, pages.map(\.key), page.parameters)
                return Resolved(counts)
            }
        }
        object("\(name)Edge", Edge<Column>.self) { edge in
            edge.value("cursor") { $0.cursor }
            edge.child("node", forwardsNeeds: true) { $0.node }
        }
    }

    mutating func pageInfo() {
        object("PageInfo", PageInfo.self) { info in
            info.value("hasNextPage") { $0.hasNextPage }
            info.value("hasPreviousPage") { $0.hasPreviousPage }
            info.value("startCursor") { $0.startCursor }
            info.value("endCursor") { $0.endCursor }
        }
    }
}

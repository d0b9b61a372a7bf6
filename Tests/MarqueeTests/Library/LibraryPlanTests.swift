import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How many rows the first and a later page of each list read, of a viewer with thousands of titles in the library.
@Suite struct LibraryPlanTests {
    private static let page = ["'{1}'", "21"]

    @Test(arguments: LibraryLists.orders)
    func `a page of the library reads a page of entries`(order: LibraryOrder) throws {
        let rows = try LongHistory.rowsByTable(
            LibraryLists.list(order, isFiltered: false).template(.cursors).widest, Self.page)
        switch order.field {
        // Orders without an index of their own read the library, but nothing of the plays.
        case .priority, .stars, .lastWatchedAt, .title: #expect(rows["library_entries", default: 0] <= 6_200, "\(rows)")
        case .updatedAt, .addedAt: #expect(rows.values.reduce(0, +) < 21 * 3, "\(rows)")
        }
        #expect(rows["plays", default: 0] == 0)
    }
}

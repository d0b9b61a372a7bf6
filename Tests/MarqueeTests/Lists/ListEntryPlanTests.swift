import DatabaseSupport
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How many rows pages of lists read, of a viewer with thousands of titles in the library and a list of 10,000.
@Suite struct ListEntryPlanTests {
    private static let byPlace = ListEntryOrder(field: .position, isDescending: false)

    private static func pages(of system: SystemList?) throws -> PagedList<ListEntryColumn> {
        try #require(ListEntryPages.all[ListEntryPages.Shape(order: byPlace, system: system)])
    }

    @Test(arguments: SystemList.allCases)
    func `a page of each system list reads a page of entries`(system: SystemList) throws {
        let list = try Self.pages(of: system)
        let page = ["'{\(system.rawValue)}'", "21"]
        let rows = try LongHistory.rowsByTable(list.template(.cursors).widest, page)
        #expect(rows.values.reduce(0, +) < 21 * 3, "\(rows)")
        let place = system.orderColumn == nil ? "'1466006400000000'" : "'00000000004000'"
        let deep = try LongHistory.rowsByTable(
            list.template([.bounded, .beyond, .cursors]).widest, page + [place, "'4000'"])
        #expect(deep.values.reduce(0, +) < 21 * 4, "\(deep)")
    }

    @Test(arguments: SystemList.allCases)
    func `places of a first page are counted without the rest of the list`(system: SystemList) throws {
        let connection = try OwnerConnection(url: LongHistory.url())
        try connection.execute("set role marquee_app; set marquee.viewer = '1'; set marquee.role = 'user'")
        let place = system.orderColumn == nil ? "added_at desc, id desc" : "order_key, id"
        let first = try connection.query(
            "select coalesce(array_agg(id), '{}')::text from (select id from \(system.entries) t order by \(place) limit 20) t"
        )
        let rows = try LongHistory.rowsByTable(system.statements.positions, ["'\(first.text(0, 0))'"])
        // A short list may be read whole to find those that are asked for.
        #expect(rows.values.reduce(0, +) <= 20 * 4 + (system == .watching ? 400 : 0), "\(rows)")
    }

    @Test func `a page of a list of 10,000 reads a page, and its places no more than lie before them`() throws {
        let list = try Self.pages(of: nil)
        let page = ["'{\(LongHistory.list)}'", "21"]
        #expect(try LongHistory.rowsRead(list.template(.cursors).widest, page) < 21 * 3)
        let deep = list.template([.bounded, .beyond, .cursors]).widest
        #expect(try LongHistory.rowsRead(deep, page + ["'00000000009000'", "'8000'"]) < 21 * 4)
        let connection = try OwnerConnection(url: LongHistory.url())
        let ids = try connection.query(
            "select array_agg(id)::text from (select id from list_entries order by order_key limit 20) t")
        #expect(try LongHistory.rowsRead(ListEntryStatements.positions, ["'\(ids.text(0, 0))'"]) < 20 * 4)
    }

    @Test func `an entry moves by a look at its neighbours`() throws {
        let order = HandOrder.custom
        for (statement, values) in [
            (order.ends, ["'\(LongHistory.list)'", "null"]),
            (order.beside, ["'\(LongHistory.list)'", "null", "'5000'"]),
        ] {
            #expect(try LongHistory.rowsRead(statement, values) < 10, "\(statement.name)")
        }
        for (order, list) in [(HandOrder.watchlist, "'1'"), (HandOrder.favorites, "'5'")] {
            #expect(try LongHistory.rowsRead(order.ends, [list, "null"]) < 20, "\(order.ends.name)")
        }
    }

    @Test func `the lists of a viewer read a row for each, until their entries are counted`() throws {
        let list = try #require(ListPages.ofViewer[ListOrder(field: .updatedAt, isDescending: true)])
        let plain = list.template(.cursors).statement(for: AttributeSet(ListColumn.id, .name)).0
        #expect(try LongHistory.rowsRead(plain, ["'{1}'", "21", "null"]) < 30)
        let counted = try LongHistory.rowsByTable(
            list.template(.cursors).statement(for: AttributeSet(ListColumn.id, .entryCount)).0, ["'{1}'", "21", "null"])
        #expect(counted["library_entries", default: 0] <= 6_200 * 2, "\(counted)")
    }
}

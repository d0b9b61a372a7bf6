import GraphQL
import PostgreSQL

/// What one field asks of a list, for all its parents.
package final class PageQuery<Column: EntityColumn>: Sendable {
    let list: PagedList<Column>
    let template: Template<Column>
    let columns: AttributeSet
    let window: PageWindow
    let parameters: [Parameter]
    let form: PageForm
    let code: CursorCode
    let rows: RowQuery

    /// - Parameters:
    ///   - needs: what the field's selection needs of the nodes, and of the page (`PageNeeds`).
    ///   - identity: what tells the list's cursors from those of lists with the same name.
    ///   - asker: who asks for what row-level security guards; nil for what is public.
    init(
        _ list: PagedList<Column>, _ arguments: FieldArguments, needs: AttributeSet, _ parameters: [Parameter],
        identity: [Parameter], in languages: LanguagePreference, asker: Asker?
    ) throws(FieldError) {
        let window = try PageWindow(arguments)
        let needs = needs | list.alwaysReads
        let code = CursorCode(list: list.name, keys: list.keys, parameters: identity)
        let bound = try window.bound(code)
        form = PageForm(window, needs: needs)
        template = list.template(form)
        let own = [.int(Int64(window.limit + 1))] + parameters + bound.map(Parameter.text)
        var (rows, columns) = template.query(for: needs & ~PageNeeds.all, own, in: languages)
        rows.asker = asker
        (self.rows, self.columns) = (rows, columns)
        (self.list, self.window, self.parameters, self.code) = (list, window, parameters, code)
    }
}

/// What a selection needs of a page itself: attributes beside those of its nodes.
enum PageNeeds {
    static let cursors: AttributeSet = 1 << 63
    static let hasNextPage: AttributeSet = 1 << 62
    static let hasPreviousPage: AttributeSet = 1 << 61
    static let all = cursors | hasNextPage | hasPreviousPage
}

extension PageForm {
    fileprivate init(_ window: PageWindow, needs: AttributeSet) {
        self = window.isBackward ? .backward : []
        if needs & PageNeeds.cursors != 0 { insert(.cursors) }
        guard window.cursor != nil else { return }
        insert(.bounded)
        let looksBack = window.isBackward ? PageNeeds.hasNextPage : PageNeeds.hasPreviousPage
        if needs & looksBack != 0 { insert(.beyond) }
    }
}

extension PageWindow {
    /// The values of the cursor; none if there is no cursor.
    fileprivate func bound(_ code: CursorCode) throws(FieldError) -> [String] {
        guard let cursor else { return [] }
        guard let values = code.values(of: cursor) else {
            throw FieldError(
                badArgument: isBackward ? "before" : "after",
                "expected a cursor that this list gave in this order and with these conditions, got \"\(cursor.prefix(80))\""
            )
        }
        return values
    }
}

/// A page: what was read of it, a row more than it shows if the list goes on.
package struct Connection<Column: EntityColumn>: Sendable {
    let query: PageQuery<Column>
    let slice: RowSlice?
    let key: Int64

    /// How many rows were read of the page's side of the cursor.
    private var readCount: Int { (slice?.range.count ?? 0) - (hasRowBeyond ? 1 : 0) }

    private var count: Int { min(readCount, query.window.limit) }

    /// Whether the last row lies on the other side of the cursor.
    private var hasRowBeyond: Bool {
        guard query.form.contains(.beyond), let slice, let last = slice.range.last else { return false }
        return slice.rows.isNull(last, 1)
    }

    var nodes: [Record<Column>] {
        var nodes: [Record<Column>] = []
        appendNodes(to: &nodes)
        return nodes
    }

    private func appendNodes(to nodes: inout [Record<Column>]) {
        guard let slice else { return }
        let (count, start, rows) = (count, slice.range.lowerBound, slice.rows.view)
        for place in 0..<count {
            let row = start + (query.window.isBackward ? count - 1 - place : place)
            nodes.append(query.template.record(rows, row, query.columns))
        }
    }

    /// Those of several pages.
    fileprivate static func nodes(of pages: [Connection]) -> Resolved<Record<Column>> {
        var nodes: [Record<Column>] = []
        nodes.reserveCapacity(pages.reduce(0) { $0 + $1.count })
        var offsets: [Int32] = [0]
        offsets.reserveCapacity(pages.count + 1)
        for page in pages {
            page.appendNodes(to: &nodes)
            offsets.append(Int32(nodes.count))
        }
        return Resolved(offsets: offsets, values: nodes)
    }

    var edges: [Edge<Column>] { nodes.map { Edge(node: $0, query: query) } }

    var pageInfo: PageInfo {
        let goesOn = readCount > query.window.limit
        let isBackward = query.window.isBackward
        let edges = query.form.contains(.cursors) ? self.edges : []
        return PageInfo(
            hasNextPage: isBackward ? hasRowBeyond : goesOn, hasPreviousPage: isBackward ? goesOn : hasRowBeyond,
            startCursor: edges.first?.cursor, endCursor: edges.last?.cursor)
    }
}

/// One place of a page.
package struct Edge<Column: EntityColumn>: Sendable {
    let node: Record<Column>
    let query: PageQuery<Column>

    var cursor: String { query.code.cursor(of: node.rows.bytes(Int(node.row), 1)) }
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
            connection.derive("nodes", forwardsNeeds: true) { pages, _ in Connection.nodes(of: pages) }
            connection.child("pageInfo", forwardsNeeds: true) { $0.pageInfo }
            connection.loadValues("totalCount") { pages, call in
                guard let query = pages.first?.query else { return Resolved([Int64]()) }
                return Resolved(try await call.context.totalCounts(query, pages.map(\.key)))
            }
        }
        object("\(name)Edge", Edge<Column>.self) { edge in
            edge.value("cursor", needs: PageNeeds.cursors) { $0.cursor }
            edge.child("node", forwardsNeeds: true) { $0.node }
        }
    }

    mutating func pageInfo() {
        object("PageInfo", PageInfo.self) { info in
            info.value("hasNextPage", needs: PageNeeds.hasNextPage) { $0.hasNextPage }
            info.value("hasPreviousPage", needs: PageNeeds.hasPreviousPage) { $0.hasPreviousPage }
            info.value("startCursor", needs: PageNeeds.cursors) { $0.startCursor }
            info.value("endCursor", needs: PageNeeds.cursors) { $0.endCursor }
        }
    }
}

extension RequestContext {
    /// A page of entities for each key.
    ///
    /// - Parameters:
    ///   - call: of the field, which `first`, `after`, `last` and `before` are arguments of.
    ///   - parameters: the list's own.
    ///   - identity: what tells the list's cursors from those of lists with the same name, if not the parameters.
    ///   - viewer: as whom it is read; nil for nobody.
    func page<Column>(
        _ list: PagedList<Column>, _ keys: [Int64], _ call: Call, needs: AttributeSet = 0,
        _ parameters: [Parameter] = [], identity: [Parameter]? = nil, as viewer: Viewer? = nil
    ) async throws -> Resolved<Connection<Column>> {
        let query = try PageQuery(
            list, call.arguments, needs: call.needs | needs, parameters, identity: identity ?? parameters,
            in: languages, asker: viewer.map(asker))
        let slices = try await slices(query.rows, keys)
        return Resolved(zip(keys, slices).map { Connection(query: query, slice: $1, key: $0) })
    }

    /// The size of the list of each key; null for those too long to be counted.
    fileprivate func totalCounts<Column>(_ query: PageQuery<Column>, _ keys: [Int64]) async throws -> [Int64?] {
        let most = PagedList<Column>.mostCounted
        let query = RowQuery(
            statement: query.list.count, parameters: [.int(most + 1)] + query.parameters, asker: query.rows.asker,
            textsOfKey: query.rows.textsOfKey)
        func count(_ slice: RowSlice?) -> Int64 { slice.map { $0.rows.int($0.range.lowerBound, 1) } ?? 0 }
        return try await slices(query, keys) { count($0) == 0 }.map { slice in
            let count = count(slice)
            return count > most ? nil : count
        }
    }
}

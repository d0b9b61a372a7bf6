import GraphQL
import Testing

/// A list read page by page, in the order of the list whichever way it was read.
struct PageWalk: Sendable {
    var ids: [String] = []
    /// How many nodes each page held, in the order they were read.
    var sizes: [Int] = []
    var totalCount: Int?
}

extension CatalogueTestBed {
    /// Reads a list to its other end, and holds what its pages say of themselves against each other.
    ///
    /// - Parameters:
    ///   - selection: of the query; `WINDOW` stands for the arguments that choose the page, `PAGE` for its fields.
    ///   - path: the response keys from `data` to the connection.
    ///   - node: what is selected of a node, its ID among it.
    ///   - totals: whether the list tells its length.
    func walk(
        _ selection: String, _ path: [String], size: Int, backward: Bool = false, node: String = "id",
        totals: Bool = true
    ) async throws -> PageWalk {
        let document = Self.document(selection, backward: backward, node: node, totals: totals)
        var walk = PageWalk()
        var cursor = "null"
        while true {
            let text = try await answer(document, "{\"size\":\(size),\"cursor\":\(cursor)}")
            let root = try JSONReader.value(of: Array(text.utf8).span)
            let page = try #require((["data"] + path).reduce(root) { $0?[$1] }, "\(text)")
            let nodes = (page["nodes"]?.array ?? []).compactMap { $0["id"]?.string }
            let edges = page["edges"]?.array ?? []
            let info = try #require(page["pageInfo"], "\(text)")
            #expect(edges.compactMap { $0["node"]?["id"]?.string } == nodes)
            #expect(info["startCursor"] == edges.first?["cursor"] ?? .null)
            #expect(info["endCursor"] == edges.last?["cursor"] ?? .null)
            #expect(info[backward ? "hasNextPage" : "hasPreviousPage"] == .boolean(!walk.sizes.isEmpty))
            walk.ids = backward ? nodes + walk.ids : walk.ids + nodes
            walk.sizes.append(nodes.count)
            walk.totalCount = page["totalCount"]?.int64.map { Int($0) }
            let goesOn = info[backward ? "hasPreviousPage" : "hasNextPage"] == .boolean(true)
            guard goesOn, !nodes.isEmpty else { return walk }
            cursor = "\"\(info[backward ? "startCursor" : "endCursor"]?.string ?? "")\""
        }
    }

    private static func document(_ selection: String, backward: Bool, node: String, totals: Bool) -> String {
        let window = backward ? "last: $size, before: $cursor" : "first: $size, after: $cursor"
        let fields = """
            \(totals ? "totalCount" : "") nodes { \(node) } edges { cursor node { \(node) } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            """
        let filled = selection.split(separator: "WINDOW", omittingEmptySubsequences: false).joined(separator: window)
            .split(separator: "PAGE", omittingEmptySubsequences: false).joined(separator: fields)
        return "query ($size: Int, $cursor: String) { \(filled) }"
    }
}

/// Cursors may not be told from their text; tests of their misuse take them from answers.
extension CatalogueTestBed {
    /// The last cursor of a list's first page.
    ///
    /// - Parameter selection: of the query; `PAGE` stands for the fields of the connection.
    func cursor(_ selection: String, _ path: [String]) async throws -> String {
        let whole = selection.split(separator: "PAGE", omittingEmptySubsequences: false)
            .joined(separator: "pageInfo { endCursor }")
        let text = try await answer("{ \(whole) }")
        let root = try JSONReader.value(of: Array(text.utf8).span)
        let page = try #require((["data"] + path).reduce(root) { $0?[$1] }, "\(text)")
        return try #require(page["pageInfo"]?["endCursor"]?.string, "\(text)")
    }
}

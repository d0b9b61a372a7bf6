import GraphQL
import Testing

/// A list read page by page.
struct PageWalk: Sendable {
    var ids: [String] = []
    /// How many nodes each page held.
    var sizes: [Int] = []
    var totalCount = 0
}

extension CatalogueTestBed {
    /// Reads a list to its end, and holds what its pages say of themselves against each other.
    ///
    /// - Parameters:
    ///   - document: takes the cursor as `$after`; `PAGE` stands for the fields of the connection.
    ///   - path: the response keys from `data` to the connection.
    func walk(_ document: String, _ path: [String]) async throws -> PageWalk {
        let fields = """
            totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            """
        let parts = document.split(separator: "PAGE", omittingEmptySubsequences: false)
        let whole = parts.joined(separator: fields)
        var walk = PageWalk()
        var after = "null"
        while true {
            let text = try await answer(whole, "{\"after\":\(after)}")
            let root = try JSONReader.value(of: Array(text.utf8).span)
            let page = try #require((["data"] + path).reduce(root) { $0?[$1] }, "\(text)")
            let nodes = (page["nodes"]?.array ?? []).compactMap { $0["id"]?.string }
            let edges = page["edges"]?.array ?? []
            let info = try #require(page["pageInfo"])
            #expect(edges.compactMap { $0["node"]?["id"]?.string } == nodes)
            #expect(info["startCursor"] == edges.first?["cursor"])
            #expect(info["endCursor"] == edges.last?["cursor"])
            #expect(info["hasPreviousPage"] == .boolean(!walk.sizes.isEmpty))
            walk.ids += nodes
            walk.sizes.append(nodes.count)
            walk.totalCount = Int(try #require(page["totalCount"]?.int64))
            guard info["hasNextPage"] == .boolean(true), !nodes.isEmpty else { return walk }
            after = "\"\(info["endCursor"]?.string ?? "")\""
        }
    }
}

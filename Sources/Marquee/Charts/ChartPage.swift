import GraphQL
import PostgreSQL

/// A page of a chart: the type `ChartConnection`.
struct ChartPage: Sendable {
    let chart: Chart
    let connection: Connection<ChartPlaceColumn>
}

extension RequestContext {
    fileprivate func chart(_ chart: Chart, _ call: Call) async throws -> ChartPage {
        let input = InputReader(call.arguments)
        let kind = call.arguments.string("kind")?.lowercased()
        let genre = try input.text("genre", 0...100)
        var parameters: [Parameter] = []
        if chart == .trending { parameters.append(.text(call.arguments.string("window")?.lowercased() ?? "week")) }
        if let kind { parameters.append(.text(kind)) }
        if let genre { parameters.append(.text(genre)) }
        let list = ChartStatements.list(of: ChartShape(chart: chart, hasKind: kind != nil, hasGenre: genre != nil))
        let pages = try await page(list, [0], call, needs: AttributeSet(ChartPlaceColumn.id), parameters)
        return ChartPage(chart: chart, connection: pages.values[0])
    }

    fileprivate func titles(at places: [ChartPlace], _ call: Call) async throws -> [Title?] {
        try await one(
            TitleStatements.byID, places.map { $0.int(.id) }, needs: call.needs | AttributeSet(TitleColumn.kind))
    }

    fileprivate func computedAt(_ chart: Chart) async throws -> String? {
        let query = RowQuery(
            statement: ChartStatements.computedAt, parameters: [.text(chart.job)], caching: chart.caching)
        let slice = try await rows.load(query, [0], memo: memo)[0]
        return slice.map { $0.rows.text($0.range.lowerBound, 1) }
    }
}

extension Resolvers<RequestContext> {
    mutating func charts() {
        root("Query") { query in
            for chart in Chart.allCases {
                query.load(chart.rawValue) { _, call in Resolved([try await call.context.chart(chart, call)]) }
            }
        }
        object("ChartConnection", ChartPage.self) { page in
            page.children("edges", forwardsNeeds: true) { $0.connection.edges }
            page.load("nodes") { pages, call in
                let places = pages.map(\.connection.nodes)
                let titles = try await call.context.titles(at: Array(places.joined()), call)
                var lists = Resolved(titles)
                let ends = places.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
                lists.layers.insert(ResolvedLayer(offsets: ends), at: 0)
                return lists
            }
            page.child("pageInfo", forwardsNeeds: true) { $0.connection.pageInfo }
            page.loadValues("computedAt") { pages, call in
                var times: [String?] = []
                for page in pages { times.append(try await call.context.computedAt(page.chart)) }
                return Resolved(times)
            }
        }
        object("ChartEdge", Edge<ChartPlaceColumn>.self) { edge in
            edge.value("cursor", needs: PageNeeds.cursors) { $0.cursor }
            edge.load("node") { edges, call in
                Resolved(try await call.context.titles(at: edges.map(\.node), call))
            }
            edge.write("rank", needs: AttributeSet(ChartPlaceColumn.rank)) { $1.append($0.node.bytes(.rank)) }
            edge.write("score", needs: AttributeSet(ChartPlaceColumn.score)) { $1.append($0.node.bytes(.score)) }
        }
    }
}

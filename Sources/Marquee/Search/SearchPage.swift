import GraphQL
import PostgreSQL

/// A page of hits: the type `SearchConnection`.
struct SearchPage: Sendable {
    let connection: Connection<SearchHitColumn>
    let list: SearchList
    /// The parameters of the list's statements from `$3` on.
    let parameters: [Parameter]
    let didYouMean: String?
}

/// What the field `search` asks for.
private struct SearchRequest {
    let question: String
    let types: SearchTypes
    let filter: TitleFilter
    let order: SearchOrder

    init(_ arguments: FieldArguments) throws(FieldError) {
        let input = InputReader(arguments)
        question = try input.question("query", atMost: 200)
        types = try input.searchTypes()
        filter = try TitleFilter(arguments)
        order = arguments.string("orderBy").flatMap(SearchOrder.init) ?? .relevance
        if let kind = arguments.object("filter").flatMap({ FieldArguments($0).string("kind")?.lowercased() }),
            !types.titleKinds.isEmpty, !types.titleKinds.contains(kind)
        {
            throw FieldError(badArgument: "filter.kind", "types leave out every \(kind)")
        }
    }

    /// What tells the cursors of one search from those of another.
    func identity(isForgiving: Bool) -> [Parameter] {
        [.text(question), .texts(types.titleKinds), .bool(types.people), .bool(types.episodes), .bool(isForgiving)]
            + filter.identity
    }
}

extension InputReader {
    /// Words to look for, single blanks between them.
    func question(_ name: String, atMost most: Int) throws(FieldError) -> String {
        let text = try text(name, 1...most) ?? ""
        let words = text.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { throw error(name, "expected words, got nothing but blanks") }
        return words.joined(separator: " ")
    }

    func searchTypes() throws(FieldError) -> SearchTypes {
        let names = Set((fields.list("types") ?? []).compactMap(\.string))
        guard !names.isEmpty else { throw error("types", "expected at least one type to look through") }
        return SearchTypes(
            titleKinds: ["movie", "show"].filter { names.contains($0.uppercased()) },
            people: names.contains("PERSON"), episodes: names.contains("EPISODE"))
    }
}

extension RequestContext {
    /// The page of hits a field asks for. If nothing is found, the question is read once more, forgivingly; pages behind a
    /// cursor are of the reading that gave the cursor.
    func search(_ call: Call) async throws -> SearchPage {
        let request = try SearchRequest(call.arguments)
        if call.arguments.string("after") != nil || call.arguments.string("before") != nil {
            do {
                return try await search(request, call, isForgiving: false)
            } catch is FieldError {
                return try await search(request, call, isForgiving: true)
            }
        }
        let page = try await search(request, call, isForgiving: false)
        guard page.connection.nodes.isEmpty else { return page }
        return try await search(request, call, isForgiving: true)
    }

    private func search(_ request: SearchRequest, _ call: Call, isForgiving: Bool) async throws -> SearchPage {
        let plan = try await searchPlan(request.question, isForgiving: isForgiving)
        let (list, conditions) = SearchLists.list(request.filter, request.order)
        let parameters = SearchNames.parameters(plan, request.types) + conditions
        func found(_ pages: PagedList<SearchHitColumn>, _ parametersOfPages: [Parameter]) async throws -> SearchPage {
            let pages = try await page(
                pages, [0], call, parametersOfPages, identity: request.identity(isForgiving: isForgiving))
            return SearchPage(
                connection: pages.values[0], list: list, parameters: parameters, didYouMean: plan.didYouMean)
        }
        if plan.meansFew, !request.types.episodes {
            let few = try await found(
                list.fewPages, SearchNames.parametersOfFew(plan, request.types) + conditions)
            // Without a hit it tells nothing: there may have been too many names.
            if !few.connection.nodes.isEmpty { return few }
        }
        return try await found(list.pages, parameters)
    }

    /// How the vocabulary reads a question.
    func searchPlan(_ question: String, isForgiving: Bool = false) async throws -> SearchPlan {
        let query = RowQuery(
            statement: SearchStatements.reading, parameters: [.text(question)], caching: .search,
            textsOfKey: SearchReading.placesOfTexts)
        var reading = SearchReading(try await rows.load(query, [0], memo: memo)[0])
        let doubted = reading.words.indices.filter { reading.words[$0].isDoubted(isForgiving: isForgiving) }
        if !doubted.isEmpty {
            let query = RowQuery(
                statement: SearchStatements.similar,
                parameters: [.texts(doubted.map { reading.words[$0].itself.text })], caching: .search)
            let similar = try await rows.load(query, doubted.indices.map { Int64($0 + 1) }, memo: memo)
            for (place, slice) in zip(doubted, similar) { reading.words[place].similar = KnownWord.all(in: slice) }
        }
        return SearchPlan(reading, isForgiving: isForgiving)
    }
}

extension Resolvers<RequestContext> {
    mutating func search() {
        searchResults()
        facets()
        object("SearchConnection", SearchPage.self) { page in
            page.children("edges", forwardsNeeds: true) { $0.connection.edges }
            page.load("nodes") { pages, call in
                let hits = pages.map(\.connection.nodes)
                let nodes = try await call.context.found(Array(hits.joined()), call.field)
                var lists = Resolved(nodes)
                let ends = hits.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
                lists.layers.insert(ResolvedLayer(offsets: ends), at: 0)
                return lists
            }
            page.child("pageInfo", forwardsNeeds: true) { $0.connection.pageInfo }
            page.loadValues("totalCount") { pages, call in
                var counts: [Int64?] = []
                for page in pages { counts.append(try await call.context.count(page)) }
                return Resolved(counts)
            }
            page.value("didYouMean") { $0.didYouMean }
        }
        object("SearchEdge", Edge<SearchHitColumn>.self) { edge in
            edge.value("cursor", needs: PageNeeds.cursors) { $0.cursor }
            edge.load("node") { edges, call in
                Resolved(try await call.context.found(edges.map(\.node), call.field))
            }
            edge.write("score", needs: AttributeSet(SearchHitColumn.score)) { $1.append($0.node.bytes(.score)) }
        }
        root("Query") { query in
            query.load("search") { _, call in Resolved([try await call.context.search(call)]) }
            query.load("suggest") { _, call in Resolved(lists: [try await call.context.suggestions(call)]) }
        }
        object("Suggestion", Suggestion.self) { suggestion in
            suggestion.value("text") { $0.text }
            suggestion.value("type") { "\($0.target.kind)".uppercased() }
            suggestion.load("target") { suggestions, call in
                Resolved(try await call.context.found(suggestions.map(\.target), call.field))
            }
        }
    }
}

extension RequestContext {
    /// How many hits there are; nil where there may be more than search looks at.
    fileprivate func count(_ page: SearchPage) async throws -> Int64? {
        let query = RowQuery(
            statement: page.list.count, parameters: [.int(SearchNames.mostFromEach)] + page.parameters,
            caching: .search)
        let slice = try await rows.load(query, [0], memo: memo)[0]
        return slice.flatMap { $0.rows.optionalInt($0.range.lowerBound, 1) }
    }
}

import GraphQL

/// Anything `node` can load.
enum Node: Sendable {
    case title(Title)
    case season(Season)
    case episode(Episode)
    case person(Person)
    case genre(Genre)
    case keyword(Keyword)
    case network(Network)
    case credit(Credit)
    case user(User)
    case session(Session)
    case apiKey(APIKey)
    case review(Review)
    case rating(UserRating)
    case list(List)
    case listEntry(ListEntry)
    case play(Play)
    case viewingRun(ViewingRun)
    case libraryEntry(LibraryEntry)
}

extension RequestContext {
    /// The objects of some global IDs, in their order; null for those that do not exist.
    func nodes(_ ids: [GlobalID?], _ field: PlannedField) async throws -> [Node?] {
        var found: [GlobalID: Node] = [:]
        for kind in NodeKind.allCases {
            // What belongs to others is not looked for.
            let wanted = ids.compactMap { $0 }.filter {
                $0.kind == kind && (!kind.isOwned || $0.owner == caller.viewer?.id)
            }
            guard !wanted.isEmpty else { continue }
            for (id, node) in zip(wanted, try await nodes(kind, wanted, field)) { found[id] = node }
        }
        return ids.map { $0.flatMap { found[$0] } }
    }

    private func nodes(_ kind: NodeKind, _ ids: [GlobalID], _ field: PlannedField) async throws -> [Node?] {
        let keys = ids.map(\.key)
        func load<Column>(
            _ template: Template<Column>, _ typeName: String, _ wrap: (Record<Column>) -> Node
        ) async throws -> [Node?] {
            try await one(
                template, keys, needs: field.needs(ofType: typeName), as: kind.isOwned ? caller.viewer : nil
            ).map { $0.map(wrap) }
        }
        switch kind {
        case .movie, .show:
            let needs = field.needs(ofType: kind == .movie ? "Movie" : "Show") | AttributeSet(TitleColumn.kind)
            let titles = try await one(TitleStatements.byID, keys, needs: needs)
            return titles.map { title in title?.kind == kind ? title.map(Node.title) : nil }
        case .season: return try await load(SeasonStatements.byID, "Season", Node.season)
        case .episode: return try await load(EpisodeStatements.byID, "Episode", Node.episode)
        case .person: return try await load(PersonStatements.byID, "Person", Node.person)
        case .genre: return try await load(GenreStatements.byID, "Genre", Node.genre)
        case .keyword: return try await load(KeywordStatements.byID, "Keyword", Node.keyword)
        case .network: return try await load(NetworkStatements.byID, "Network", Node.network)
        case .credit: return try await load(CreditStatements.byID, "Credit", Node.credit)
        case .user: return try await load(UserStatements.byID, "User", Node.user)
        case .session: return try await load(SessionStatements.byKey, "Session", Node.session)
        case .apiKey: return try await load(APIKeyStatements.byID, "ApiKey", Node.apiKey)
        case .review: return try await load(ReviewStatements.byID, "Review", Node.review)
        case .rating: return try await load(UserRatingStatements.byID, "UserRating", Node.rating)
        case .list, .systemList:
            return try await lists(ids, needs: field.needs(ofType: "List")).map { $0.map(Node.list) }
        case .listEntry, .systemListEntry:
            return try await listEntries(ids, needs: field.needs(ofType: "ListEntry")).map { $0.map(Node.listEntry) }
        case .play: return try await load(PlayStatements.byID, "Play", Node.play)
        case .viewingRun: return try await load(RunStatements.byID, "ViewingRun", Node.viewingRun)
        case .libraryEntry: return try await load(LibraryStatements.ofTitles, "LibraryEntry", Node.libraryEntry)
        }
    }
}

extension Resolvers<RequestContext> {
    mutating func nodes() {
        abstract(
            "Node", Node.self,
            members: [
                .taking("Movie") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Show") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Season") { if case .season(let season) = $0 { season } else { nil } },
                .taking("Episode") { if case .episode(let episode) = $0 { episode } else { nil } },
                .taking("Person") { if case .person(let person) = $0 { person } else { nil } },
                .taking("Genre") { if case .genre(let genre) = $0 { genre } else { nil } },
                .taking("Keyword") { if case .keyword(let keyword) = $0 { keyword } else { nil } },
                .taking("Network") { if case .network(let network) = $0 { network } else { nil } },
                .taking("Credit") { if case .credit(let credit) = $0 { credit } else { nil } },
                .taking("User") { if case .user(let user) = $0 { user } else { nil } },
                .taking("Session") { if case .session(let session) = $0 { session } else { nil } },
                .taking("ApiKey") { if case .apiKey(let key) = $0 { key } else { nil } },
                .taking("Review") { if case .review(let review) = $0 { review } else { nil } },
                .taking("UserRating") { if case .rating(let rating) = $0 { rating } else { nil } },
                .taking("List") { if case .list(let list) = $0 { list } else { nil } },
                .taking("ListEntry") { if case .listEntry(let entry) = $0 { entry } else { nil } },
                .taking("Play") { if case .play(let play) = $0 { play } else { nil } },
                .taking("ViewingRun") { if case .viewingRun(let run) = $0 { run } else { nil } },
                .taking("LibraryEntry") { if case .libraryEntry(let entry) = $0 { entry } else { nil } },
            ], memberOf: \.member)
        root("Query") { query in
            query.load("node") { _, call in
                Resolved(try await call.context.nodes([call.arguments.string("id").flatMap(GlobalID.init)], call.field))
            }
            query.load("nodes") { _, call in
                let ids = call.arguments.list("ids") ?? []
                guard 1...100 ~= ids.count else {
                    throw FieldError(badArgument: "ids", "expected 1 to 100 IDs, got \(ids.count)")
                }
                let nodes = try await call.context.nodes(ids.map { $0.string.flatMap(GlobalID.init) }, call.field)
                var list = Resolved(nodes)
                list.layers.insert(ResolvedLayer(offsets: [0, Int32(nodes.count)]), at: 0)
                return list
            }
        }
    }
}

extension Node {
    /// The place of the node's type among the members of the binding.
    fileprivate var member: Int {
        switch self {
        case .title(let title): title.isMovie ? 0 : 1
        case .season: 2
        case .episode: 3
        case .person: 4
        case .genre: 5
        case .keyword: 6
        case .network: 7
        case .credit: 8
        case .user: 9
        case .session: 10
        case .apiKey: 11
        case .review: 12
        case .rating: 13
        case .list: 14
        case .listEntry: 15
        case .play: 16
        case .viewingRun: 17
        case .libraryEntry: 18
        }
    }
}

extension AbstractMember where Element == Node {
    /// A type of node, taken out of the case that `memberOf` saw.
    static func taking<Column>(
        _ name: String, _ take: @escaping @Sendable (Node) -> Record<Column>?
    ) -> AbstractMember {
        AbstractMember(name, Record<Column>.self) { node in
            guard let record = take(node) else { preconditionFailure("A node was taken for a \(name).") }
            return record
        }
    }
}

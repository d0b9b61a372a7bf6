import GraphQL

/// What a search found, as one of its rows.
typealias SearchHit = Record<SearchHitColumn>

/// What is read of a hit itself, where `t` is its row among the hits.
package enum SearchHitColumn: Int, EntityColumn {
    // A title's attributes stand together, in the order that `TitleColumn` has them in; so do a person's. The kind is
    // `movie`, `show`, `episode` or `person`.
    case id, kind, title, releaseDate
    case personId, personName
    case score

    package var expression: String {
        switch self {
        case .personId: "case when t.kind = 'person' then t.id end"
        // Behind the order and its limit, unlike a join: only the names of the page are looked up.
        case .personName: "case when t.kind = 'person' then (select p.name from people p where p.id = t.id) end"
        default: ownColumn
        }
    }
}

extension SearchHit {
    var globalID: GlobalID { GlobalID(NodeKind(found: optionalText(.kind)), int(.id)) }

    /// What a hit knows of its title or its person, whose rows need not be read for it.
    private static let knownOfTitle = AttributeSet(TitleColumn.id, .kind, .title, .releaseDate)
    private static let knownOfPerson = AttributeSet(PersonColumn.id, .name)

    /// The hit's object, if the hit knows all that is asked of it.
    ///
    /// - Parameter isTranslated: whether titles are asked for in some language.
    fileprivate func known(_ field: PlannedField, isTranslated: Bool) -> Node? {
        func offset(_ first: SearchHitColumn) -> Int32 { Int32(place(of: first)) }
        switch NodeKind(found: optionalText(.kind)) {
        case .person:
            guard field.needs(ofType: "Person") & ~Self.knownOfPerson == 0 else { return nil }
            return .person(Person(rows: rows, row: row, offset: offset(.personId), columns: Self.knownOfPerson))
        case .movie, .show:
            let needs = field.needs(ofType: "Movie") | field.needs(ofType: "Show")
            guard needs & ~Self.knownOfTitle == 0, !isTranslated else { return nil }
            return .title(Title(rows: rows, row: row, offset: offset(.id), columns: Self.knownOfTitle))
        default: return nil
        }
    }
}

extension NodeKind {
    /// - Parameter name: what the statements of search call it.
    init(found name: String?) {
        switch name {
        case "movie": self = .movie
        case "show": self = .show
        case "episode": self = .episode
        case "person": self = .person
        default: preconditionFailure("Search finds titles, episodes and people only.")
        }
    }
}

extension RequestContext {
    /// The objects of hits, in their order; null for those that are gone meanwhile.
    func found(_ hits: [SearchHit], _ field: PlannedField) async throws -> [Node?] {
        let nodes = hits.map { $0.known(field, isTranslated: !languages.tags.isEmpty) }
        let others = zip(hits, nodes).filter { $0.1 == nil }.map(\.0.globalID)
        guard !others.isEmpty else { return nodes }
        var next = try await found(others, field).makeIterator()
        return nodes.map { $0 ?? next.next() ?? nil }
    }

    /// The objects of global IDs of titles, people and episodes, in their order; null for those that are gone meanwhile.
    func found(_ ids: [GlobalID], _ field: PlannedField) async throws -> [Node?] {
        func keys(_ kinds: NodeKind...) -> [Int64] { ids.filter { kinds.contains($0.kind) }.map(\.key) }
        let needs = field.needs(ofType: "Movie") | field.needs(ofType: "Show") | AttributeSet(TitleColumn.kind)
        async let titles = one(TitleStatements.byID, keys(.movie, .show), needs: needs)
        async let people = one(PersonStatements.byID, keys(.person), needs: field.needs(ofType: "Person"))
        async let episodes = one(EpisodeStatements.byID, keys(.episode), needs: field.needs(ofType: "Episode"))
        var (nextTitle, nextPerson, nextEpisode) = try await (
            titles.makeIterator(), people.makeIterator(), episodes.makeIterator()
        )
        return ids.map { id in
            switch id.kind {
            case .person: nextPerson.next()?.map(Node.person)
            case .episode: nextEpisode.next()?.map(Node.episode)
            default: nextTitle.next()?.map(Node.title)
            }
        }
    }
}

extension Resolvers<RequestContext> {
    /// Binds the union of what can be found.
    mutating func searchResults() {
        abstract(
            "SearchResult", Node.self,
            members: [
                .taking("Movie") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Show") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Episode") { if case .episode(let episode) = $0 { episode } else { nil } },
                .taking("Person") { if case .person(let person) = $0 { person } else { nil } },
            ],
            memberOf: { node in
                switch node {
                case .title(let title): title.isMovie ? 0 : 1
                case .episode: 2
                default: 3
                }
            })
    }
}

import GraphQL

/// What a search found, as one of its rows.
typealias SearchHit = Record<SearchHitColumn>

/// What is read of a hit itself, where `t` is its row among the hits.
package enum SearchHitColumn: Int, EntityColumn {
    /// `movie`, `show`, `episode` or `person`.
    case kind, id, score

    package var expression: String { ownColumn }
}

extension SearchHit {
    static let identity = AttributeSet(SearchHitColumn.kind, .id)

    var globalID: GlobalID { GlobalID(NodeKind(found: optionalText(.kind)), int(.id)) }
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

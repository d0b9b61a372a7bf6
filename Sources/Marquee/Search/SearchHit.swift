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
}

/// Which hits know all that is asked of their object, so that its row need not be read.
private struct KnownObjects {
    private static let ofTitle = AttributeSet(TitleColumn.id, .kind, .title, .releaseDate)
    private static let ofPerson = AttributeSet(PersonColumn.id, .name)

    private let includesTitles: Bool
    private let includesPeople: Bool

    /// - Parameter isTranslated: whether texts are asked for in some language.
    init(_ field: PlannedField, isTranslated: Bool) {
        let needs = field.needs(ofType: "Movie") | field.needs(ofType: "Show")
        let known = isTranslated ? Self.ofTitle & ~TitleColumn.title.bit : Self.ofTitle
        includesTitles = needs & ~known == 0
        includesPeople = field.needs(ofType: "Person") & ~Self.ofPerson == 0
    }

    /// A hit's object; nil if more is asked of it.
    func object(of hit: SearchHit) -> Node? {
        func record<Column>(_ first: SearchHitColumn, _ columns: AttributeSet) -> Record<Column> {
            Record(rows: hit.rows, row: hit.row, offset: Int32(hit.place(of: first)), columns: columns)
        }
        switch NodeKind(found: hit.optionalText(.kind)) {
        case .movie, .show: return includesTitles ? .title(record(.id, Self.ofTitle)) : nil
        case .person: return includesPeople ? .person(record(.personId, Self.ofPerson)) : nil
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
    /// The objects of hits, in their order; null for those that had to be looked up and are gone meanwhile.
    func found(_ hits: [SearchHit], _ field: PlannedField) async throws -> [Node?] {
        let known = KnownObjects(field, isTranslated: !languages.tags.isEmpty)
        let nodes = hits.map(known.object)
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

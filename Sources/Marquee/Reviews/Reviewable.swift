import GraphQL
import PostgreSQL

/// The kinds of things that can be rated and reviewed.
enum ReviewableLevel: String, CaseIterable, Hashable, Sendable {
    case title, season, episode

    init?(_ kind: NodeKind) {
        switch kind {
        case .movie, .show: self = .title
        case .season: self = .season
        case .episode: self = .episode
        default: return nil
        }
    }

    /// The column of `ratings` and `reviews` that holds its key.
    var column: String { "\(rawValue)_id" }
    var table: String { "\(rawValue)s" }
    /// Where votes are counted.
    var statistics: String { "\(rawValue)_stats" }
    /// The condition that `kind`, a parameter of movies and shows, is that of the row `t`.
    func isOfKind(_ kind: String) -> String { self == .title ? "t.kind = \(kind)::text" : "\(kind)::text is not null" }
}

/// Rows that hang on exactly one title, season or episode name the columns that tell which.
protocol SubjectColumn: EntityColumn {
    static var titleId: Self { get }
    static var seasonId: Self { get }
    static var episodeId: Self { get }
}

extension Record where Column: SubjectColumn {
    static var subjectNeeds: AttributeSet { AttributeSet(Column.titleId, .seasonId, .episodeId) }

    /// What the row is about; a title's kind is not known here, so that `movie` stands for both. Nil for what else there is.
    var subject: GlobalID? {
        if let key = optionalInt(.titleId) { return GlobalID(.movie, key) }
        if let key = optionalInt(.seasonId) { return GlobalID(.season, key) }
        return optionalInt(.episodeId).map { GlobalID(.episode, $0) }
    }
}

extension RequestContext {
    /// The titles, seasons, episodes and people of global IDs, in their order. What nobody may see but the viewer is
    /// looked for as the viewer. The kind of a title does not matter.
    func subjects(_ ids: [GlobalID?], _ field: PlannedField) async throws -> [Node?] {
        let found = try await subjects(ids, field, as: nil)
        let missing = zip(ids, found).map { $1 == nil ? $0 : nil }
        guard let viewer = caller.viewer, missing.contains(where: { $0 != nil }) else { return found }
        let own = try await subjects(missing, field, as: viewer)
        return zip(found, own).map { $0 ?? $1 }
    }

    private func subjects(_ ids: [GlobalID?], _ field: PlannedField, as viewer: Viewer?) async throws -> [Node?] {
        func keys(_ kinds: NodeKind...) -> [Int64?] {
            ids.map { id in id.flatMap { kinds.contains($0.kind) ? $0.key : nil } }
        }
        let ofTitles = field.needs(ofType: "Movie") | field.needs(ofType: "Show") | AttributeSet(TitleColumn.kind)
        if ids.allSatisfy({ $0.map { $0.kind == .movie || $0.kind == .show } ?? true }) {
            return try await one(TitleStatements.byID, ids.map { $0?.key }, needs: ofTitles, as: viewer)
                .map { $0.map(Node.title) }
        }
        async let titles = one(TitleStatements.byID, keys(.movie, .show), needs: ofTitles, as: viewer)
        async let seasons = one(SeasonStatements.byID, keys(.season), needs: field.needs(ofType: "Season"), as: viewer)
        async let episodes = one(
            EpisodeStatements.byID, keys(.episode), needs: field.needs(ofType: "Episode"), as: viewer)
        async let people = one(PersonStatements.byID, keys(.person), needs: field.needs(ofType: "Person"), as: viewer)
        let found = try await (titles, seasons, episodes, people)
        return ids.indices.map { place in
            found.0[place].map(Node.title) ?? found.1[place].map(Node.season) ?? found.2[place].map(Node.episode)
                ?? found.3[place].map(Node.person)
        }
    }
}

extension Resolvers<RequestContext> {
    mutating func reviewables() {
        abstract(
            "Reviewable", Node.self,
            members: [
                .taking("Movie") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Show") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Season") { if case .season(let season) = $0 { season } else { nil } },
                .taking("Episode") { if case .episode(let episode) = $0 { episode } else { nil } },
            ],
            memberOf: { node in
                switch node {
                case .title(let title): title.isMovie ? 0 : 1
                case .season: 2
                default: 3
                }
            })
    }
}

extension ObjectBinder where Context == RequestContext {
    /// `subject` of rows that hang on one title, season or episode.
    mutating func subject<Column: SubjectColumn>(needs: AttributeSet = 0) where Parent == Record<Column> {
        load("subject", needs: Parent.subjectNeeds) { rows, call in
            Resolved(try await call.context.subjects(rows.map(\.subject), call.field))
        }
    }

    /// `subject` of a payload: what the mutation was about, with its figures as they are now.
    mutating func subject<Value>(of id: @escaping @Sendable (Value) -> GlobalID?) where Parent == Payload<Value> {
        load("subject") { payloads, call in
            Resolved(try await call.context.subjects(payloads.map { $0.value.flatMap(id) }, call.field))
        }
    }
}

extension MutationInput {
    /// The movie, show, season or episode in a required field.
    func reviewable(_ name: String) throws(UserErrors) -> (id: GlobalID, level: ReviewableLevel) {
        let text = string(name) ?? ""
        guard let id = GlobalID(text), let level = ReviewableLevel(id.kind) else {
            if let id = GlobalID(text) {
                throw invalid(name, "Expected a movie, show, season or episode, got a \(id.kind).")
            }
            throw notFound(name)
        }
        return (id, level)
    }
}

import GraphQL
import PostgreSQL

/// A row of `plays`: one watching of a movie or an episode. Read as the viewer.
typealias Play = Record<PlayColumn>

enum PlayColumn: Int, EntityColumn {
    case id, owner, titleId, episodeId, runId, watchedAt, precision, isRewatch, minutes, note, createdAt

    var expression: String { self == .owner ? "t.user_id" : ownColumn }
}

enum PlayStatements {
    static let byID = Template<PlayColumn>(
        "plays_by_id", "select t.id, {columns} from plays t where t.user_id = viewer_id() and t.id = any ($1::bigint[])"
    )

    /// Undated plays come last; as in the index `plays_history`.
    private static let moment =
        "(case when t.watched_at is null then timestamptz '1700-01-01 00:00:00+00' else t.watched_at end)"
    private static let newestFirst = [SortKey(moment, .instant), SortKey("t.id", .bigint)]

    static let history = PagedList<PlayColumn>(
        "history", from: "plays t {joins}", where: "t.user_id = k.key", by: newestFirst, isDescending: true)

    /// Parameters: kind, title, its kind, season, episode, from, to. Bounds are held against the index's expression, so
    /// that a page begins at the one and ends at the other.
    static let filteredHistory = PagedList<PlayColumn>(
        "history_filtered", from: "plays t {joins}",
        where: """
            t.user_id = k.key and ($3::text is null or t.kind = $3::text)
               and ($4::bigint is null or t.title_id = $4::bigint and t.kind = $5::text)
               and ($6::bigint is null or t.episode_id in (select e.id from episodes e where e.season_id = $6::bigint))
               and ($7::bigint is null or t.episode_id = $7::bigint)
               and ($8::text is null or t.watched_at is not null and \(moment) >= $8::text::timestamptz)
               and ($9::text is null or t.watched_at is not null and \(moment) < $9::text::timestamptz)
            """, parameters: 7, by: newestFirst, isDescending: true, planning: .eachTime)

    static let ofTitles = PagedList<PlayColumn>(
        "plays_of_titles", from: "plays t {joins}", where: "t.user_id = viewer_id() and t.title_id = k.key",
        by: newestFirst, isDescending: true)
}

extension Resolvers<RequestContext> {
    mutating func plays(_ schema: Schema) {
        object("Play", Play.self) { play in
            play.columns(of: "Play", in: schema)
            play.ownID(.play, owner: PlayColumn.owner, key: .id)
            play.load("title", needs: AttributeSet(PlayColumn.titleId)) { plays, call in
                Resolved(
                    try await call.context.one(
                        TitleStatements.byID, plays.map { $0.int(.titleId) },
                        needs: call.needs | AttributeSet(TitleColumn.kind)))
            }
            play.load("episode", needs: AttributeSet(PlayColumn.episodeId)) { plays, call in
                Resolved(
                    try await call.context.one(
                        EpisodeStatements.byID, plays.map { $0.optionalInt(.episodeId) }, needs: call.needs))
            }
            play.load("run", needs: AttributeSet(PlayColumn.runId)) { plays, call in
                Resolved(
                    try await call.context.one(
                        RunStatements.byID, plays.map { $0.optionalInt(.runId) }, needs: call.needs,
                        as: call.context.caller.viewer))
            }
        }
        connection("Play", of: PlayColumn.self)
        object("Viewer", Viewer.self) { viewer in
            viewer.load("history") { viewers, call in
                let keys = viewers.map(\.id)
                guard let filter = InputReader(call.arguments).object("filter") else {
                    return try await call.context.page(
                        PlayStatements.history, keys, call, as: call.context.caller.viewer)
                }
                return try await call.context.page(
                    PlayStatements.filteredHistory, keys, call, try playConditions(filter),
                    as: call.context.caller.viewer)
            }
        }
    }
}

/// The parameters of `PlayStatements.filteredHistory`, from the input `PlayFilter`.
private func playConditions(_ filter: InputReader) throws(FieldError) -> [Parameter] {
    let subject = try filter.fields.string("subjectId").map { text throws(FieldError) in
        try GlobalID(text, of: [.movie, .show, .season, .episode], at: filter.path("subjectId"))
    }
    func key(_ kinds: NodeKind...) -> Parameter {
        .int(subject.flatMap { kinds.contains($0.kind) ? $0.key : nil })
    }
    return [
        .text(filter.fields.string("kind")?.lowercased()), key(.movie, .show), .text(subject.map { "\($0.kind)" }),
        key(.season), key(.episode), .text(filter.fields.string("from")), .text(filter.fields.string("to")),
    ]
}

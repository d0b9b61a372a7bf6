import GraphQL
import PostgreSQL

/// The viewer's own state of an episode. As the viewer.
typealias ViewerEpisodeState = Record<EpisodeStateColumn>

/// What is read, where `t.id` is the episode's key.
enum EpisodeStateColumn: Int, EntityColumn {
    case id, watched, lastWatchedAt, playCount
    /// In half stars.
    case stars

    private static let plays = "from plays p where p.user_id = viewer_id() and p.episode_id = t.id"

    var expression: String {
        switch self {
        case .watched:
            """
            exists (select from plays p join viewing_runs r on r.user_id = p.user_id and r.id = p.run_id and r.is_current
                     where p.user_id = viewer_id() and p.episode_id = t.id)
            """
        case .lastWatchedAt: "(select max(p.watched_at) \(Self.plays))"
        case .playCount: "(select count(*) \(Self.plays))"
        case .stars: "(select g.stars from ratings g where g.user_id = viewer_id() and g.episode_id = t.id)"
        default: ownColumn
        }
    }
}

enum EpisodeStateStatements {
    static let ofEpisodes = Template<EpisodeStateColumn>(
        "states_of_episodes", "select t.id, {columns} from unnest($1::bigint[]) t (id)")
}

extension Resolvers<RequestContext> {
    mutating func episodeStates(_ schema: Schema) {
        object("ViewerEpisodeState", ViewerEpisodeState.self) { state in
            state.columns(of: "ViewerEpisodeState", in: schema)
            state.value("stars", needs: AttributeSet(EpisodeStateColumn.stars)) { $0.stars(.stars) }
        }
        object("Episode", Episode.self) { episode in
            episode.load("viewerState", needs: AttributeSet(EpisodeColumn.id)) { episodes, call in
                guard let viewer = call.context.caller.viewer else {
                    return Resolved([ViewerEpisodeState?](repeating: nil, count: episodes.count))
                }
                return Resolved(
                    try await call.context.one(
                        EpisodeStateStatements.ofEpisodes, episodes.map { $0.int(.id) }, needs: call.needs, as: viewer))
            }
        }
    }
}

extension Record {
    /// Stars of a column that holds half stars.
    func stars(_ column: Column) -> Double? { optionalInt(column).map { Double($0) / 2 } }
}

import GraphQL
import PostgreSQL

/// The viewer's own state of an episode. As the viewer.
typealias ViewerEpisodeState = Record<EpisodeStateColumn>

/// What is read, where `t.id` is the episode's key.
enum EpisodeStateColumn: Int, EntityColumn {
    case id, watched, lastWatchedAt, playCount
    /// In half stars.
    case stars
    /// Whether the viewer wants hidden what the episode gives away.
    case isHidden

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
        case .isHidden:
            """
            (select a.spoilers = 'hide' or a.spoilers = 'auto' and not exists (select \(Self.plays))
               from accounts a where a.user_id = viewer_id())
            """
        case .stars: "(select g.stars from ratings g where g.user_id = viewer_id() and g.episode_id = t.id)"
        default: ownColumn
        }
    }
}

enum EpisodeStateStatements {
    static let ofEpisodes = Template<EpisodeStateColumn>(
        "states_of_episodes", "select t.id, {columns} from unnest($1::bigint[]) t (id)")

    /// The viewer's reviews of episodes.
    static let reviews = Template<ReviewColumn>(
        "own_reviews_of_episodes",
        """
        select t.episode_id, {columns} from reviews t
         where t.author_id = viewer_id() and t.episode_id = any ($1::bigint[])
        """)
}

extension Resolvers<RequestContext> {
    mutating func episodeStates(_ schema: Schema) {
        object("ViewerEpisodeState", ViewerEpisodeState.self) { state in
            state.columns(of: "ViewerEpisodeState", in: schema)
            state.stars("stars", .stars)
            state.load("review", needs: AttributeSet(EpisodeStateColumn.id)) { states, call in
                Resolved(
                    try await call.context.one(
                        EpisodeStateStatements.reviews, states.map { $0.int(.id) }, needs: call.needs,
                        as: call.context.caller.viewer))
            }
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

extension RequestContext {
    /// Which of some episodes are to be hidden by the argument `spoilers`: AUTO leaves it to the viewer's settings, and
    /// shows those who are not signed in everything.
    func areHidden(_ episodes: [Episode], _ arguments: FieldArguments) async throws -> [Bool] {
        let policy = arguments.string("spoilers")
        guard policy == "AUTO", let viewer = caller.viewer else { return episodes.map { _ in policy == "HIDE" } }
        let states = try await one(
            EpisodeStateStatements.ofEpisodes, episodes.map { $0.int(.id) },
            needs: AttributeSet(EpisodeStateColumn.isHidden), as: viewer)
        return states.map { $0?.bool(.isHidden) ?? false }
    }
}

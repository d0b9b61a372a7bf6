import GraphQL
import PostgreSQL

/// The viewer's own state of a title. As the viewer.
typealias ViewerTitleState = Record<TitleStateColumn>

/// What is read, where `k.key` is the title's key and `t` the library's entry, if there is one. Plays and stars stay when a
/// title is taken out of the library.
enum TitleStateColumn: Int, EntityColumn {
    case id, status, favorite, watchCount, lastWatchedAt
    /// In half stars.
    case stars

    var expression: String {
        switch self {
        case .id: "k.key"
        case .favorite: "t.favorited_at is not null"
        case .watchCount:
            """
            coalesce(t.watch_count,
              (select count(*) from plays p where p.user_id = viewer_id() and p.title_id = k.key and p.kind = 'movie')
              + (select count(*) from viewing_runs r where r.user_id = viewer_id() and r.show_id = k.key and r.completed))
            """
        case .lastWatchedAt:
            """
            coalesce(t.last_watched_at,
              (select max(p.watched_at) from plays p where p.user_id = viewer_id() and p.title_id = k.key))
            """
        case .stars: "(select g.stars from ratings g where g.user_id = viewer_id() and g.title_id = k.key)"
        default: ownColumn
        }
    }
}

enum TitleStateStatements {
    static let ofTitles = Template<TitleStateColumn>(
        "states_of_titles",
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key)
          left join library_entries t on t.user_id = viewer_id() and t.title_id = k.key
        """)

    /// The viewer's reviews of titles.
    static let reviews = Template<ReviewColumn>(
        "own_reviews_of_titles",
        "select t.title_id, {columns} from reviews t where t.author_id = viewer_id() and t.title_id = any ($1::bigint[])"
    )

    /// The viewer's lists made by hand that hold titles, the one that changed last first.
    static let lists = Template<ListColumn>(
        "own_lists_of_titles",
        """
        select e.title_id, {columns} from list_entries e join \(ListStatements.custom) t on t.id = e.list_id
         where e.owner_id = viewer_id() and e.title_id = any ($1::bigint[]) order by e.title_id, t.updated_at desc, t.id
        """)
}

extension Resolvers<RequestContext> {
    mutating func titleStates(_ schema: Schema) {
        object("ViewerTitleState", ViewerTitleState.self) { state in
            let id = AttributeSet(TitleStateColumn.id)
            state.columns(of: "ViewerTitleState", in: schema)
            state.stars("stars", .stars)
            state.load("entry", needs: id) { states, call in
                Resolved(
                    try await call.context.one(
                        LibraryStatements.ofTitles, states.map { $0.int(.id) }, needs: call.needs,
                        as: call.context.caller.viewer))
            }
            state.load("review", needs: id) { states, call in
                Resolved(
                    try await call.context.one(
                        TitleStateStatements.reviews, states.map { $0.int(.id) }, needs: call.needs,
                        as: call.context.caller.viewer))
            }
            state.load("lists", needs: id) { states, call in
                try await call.context.many(
                    TitleStateStatements.lists, states.map { $0.int(.id) }, needs: call.needs | List.identity,
                    as: call.context.caller.viewer)
            }
            state.load("plays", needs: id) { states, call in
                try await call.context.page(
                    PlayStatements.ofTitles, states.map { $0.int(.id) }, call, as: call.context.caller.viewer)
            }
        }
    }
}

extension ObjectBinder where Parent == Title, Context == RequestContext {
    /// `Title.viewerState`.
    mutating func viewerState() {
        load("viewerState", needs: AttributeSet(TitleColumn.id)) { titles, call in
            guard let viewer = call.context.caller.viewer else {
                return Resolved([ViewerTitleState?](repeating: nil, count: titles.count))
            }
            return Resolved(
                try await call.context.one(
                    TitleStateStatements.ofTitles, titles.map { $0.int(.id) }, needs: call.needs, as: viewer))
        }
    }
}

import GraphQL
import PostgreSQL

/// An order of reviews: the input `ReviewOrder`.
struct ReviewOrder: Hashable, Sendable {
    /// As the enum `ReviewOrderField` names them.
    enum Field: String, CaseIterable, Sendable {
        case likes = "LIKES"
        case createdAt = "CREATED_AT"
        case stars = "STARS"
    }

    let field: Field
    let isDescending: Bool

    static let all = Field.allCases.flatMap { field in
        [true, false].map { ReviewOrder(field: field, isDescending: $0) }
    }

    /// Reviews without stars come last in either direction.
    fileprivate var keys: [SortKey] {
        let main =
            switch field {
            case .likes: SortKey("t.like_count", .integer)
            case .createdAt: SortKey("t.created_at", .instant)
            case .stars: SortKey("(case when t.stars is null then \(isDescending ? 0 : 11) else t.stars end)", .integer)
            }
        return [main, SortKey("t.id", .bigint)]
    }
}

extension ReviewOrder {
    /// Reads the argument `orderBy`; without it, by likes.
    init(_ arguments: FieldArguments) {
        let order = FieldArguments(arguments.object("orderBy") ?? InputObject())
        field = order.string("field").flatMap(Field.init) ?? .likes
        isDescending = order.string("direction") != "ASC"
    }
}

/// Pages of reviews.
enum ReviewLists {
    /// What is said of a title, season or episode, in an order. Parameters: those of `filter`.
    struct Shape: Hashable {
        let level: ReviewableLevel
        let order: ReviewOrder
    }

    static let ofSubjects: [Shape: PagedList<ReviewColumn>] = {
        let shapes = ReviewableLevel.allCases.flatMap { level in ReviewOrder.all.map { Shape(level: level, order: $0) }
        }
        return Dictionary(uniqueKeysWithValues: shapes.map { ($0, make($0)) })
    }()

    /// Of everything, newest first. Parameters: those of `filter`.
    static let recent = PagedList<ReviewColumn>(
        "reviews_recent", from: "reviews t", where: filter, parameters: 3, by: byAge, isDescending: true, isLong: true)

    /// By author, newest first.
    static let ofAuthors = PagedList<ReviewColumn>(
        "reviews_of_authors", from: "reviews t", where: "t.author_id = k.key", by: byAge, isDescending: true)

    private static let byAge = [SortKey("t.created_at", .instant), SortKey("t.id", .bigint)]

    private static let filter = """
        ($3::smallint is null or t.stars >= $3::smallint) and ($4::smallint is null or t.stars <= $4::smallint)
           and not ($5::boolean and t.contains_spoilers)
        """

    private static func make(_ shape: Shape) -> PagedList<ReviewColumn> {
        let direction = shape.order.isDescending ? "" : "_ascending"
        return PagedList(
            "reviews_of_\(shape.level)s_by_\(shape.order.field)\(direction)", from: "reviews t",
            where: "t.\(shape.level.column) = k.key and \(filter)", parameters: 3, by: shape.order.keys,
            isDescending: shape.order.isDescending, isLong: shape.level == .title)
    }

    /// The input `ReviewFilter` as parameters.
    fileprivate static func parameters(_ arguments: FieldArguments) -> [Parameter] {
        let filter = FieldArguments(arguments.object("filter") ?? InputObject())
        return [
            .int(Stars(filter, "starsFrom")?.halves), .int(Stars(filter, "starsTo")?.halves),
            .bool(filter.boolean("withoutSpoilers") ?? false),
        ]
    }
}

extension ObjectBinder where Context == RequestContext {
    /// `reviews` of what can be reviewed.
    mutating func reviews<Column>(of level: ReviewableLevel, _ id: Column) where Parent == Record<Column> {
        load("reviews", needs: id.bit) { subjects, call in
            let shape = ReviewLists.Shape(level: level, order: ReviewOrder(call.arguments))
            guard let list = ReviewLists.ofSubjects[shape] else { preconditionFailure("every order has its list") }
            return try await call.context.page(
                list, subjects.map { $0.int(id) }, call, ReviewLists.parameters(call.arguments))
        }
    }
}

extension Resolvers<RequestContext> {
    /// Where reviews are listed besides what they are about.
    mutating func reviewLists() {
        root("Query") { query in
            query.load("recentReviews") { _, call in
                try await call.context.page(ReviewLists.recent, [0], call, ReviewLists.parameters(call.arguments))
            }
        }
        object("User", User.self) { user in
            user.load("reviews", needs: User.activityNeeds) { users, call in
                try await call.context.pagesOfActivity(users) { keys in
                    try await call.context.page(ReviewLists.ofAuthors, keys, call)
                }
            }
        }
        object("Viewer", Viewer.self) { viewer in
            viewer.load("reviews") { viewers, call in
                try await call.context.page(ReviewLists.ofAuthors, viewers.map(\.id), call)
            }
        }
    }
}

extension RequestContext {
    /// What users did, as `load` finds it by their keys: null for those who show it to nobody else.
    func pagesOfActivity<Column>(
        _ users: [User], _ load: ([Int64]) async throws -> Resolved<Connection<Column>>
    ) async throws -> Resolved<Connection<Column>> {
        let shown = users.map(maySeeAll)
        let keys = zip(users, shown).compactMap { $1 ? $0.int(.id) : nil }
        var pages = keys.isEmpty ? [] : try await load(keys).values
        pages.reverse()
        return Resolved(shown.map { $0 ? pages.popLast() : nil })
    }
}

import GraphQL
import PostgreSQL

/// A row of `ratings`: stars a viewer gave. As the viewer only.
package typealias UserRating = Record<UserRatingColumn>

package enum UserRatingColumn: Int, EntityColumn {
    case id, userId, titleId, seasonId, episodeId, stars, ratedAt

    package var expression: String { ownColumn }
}

extension UserRatingColumn: SubjectColumn {}

enum UserRatingStatements {
    static let byID = Template<UserRatingColumn>(
        "ratings_by_id",
        "select t.id, {columns} from ratings t where t.user_id = viewer_id() and t.id = any ($1::bigint[])")

    static let ofSeasons = Template<UserRatingColumn>(
        "ratings_of_seasons",
        "select t.season_id, {columns} from ratings t where t.user_id = viewer_id() and t.season_id = any ($1::bigint[])"
    )

    /// Newest first. Parameters: kind of title, level, least and most half stars.
    static let ofViewer = PagedList<UserRatingColumn>(
        "ratings_of_viewer", from: "ratings t",
        where: """
            t.user_id = k.key and ($4::text is null or case $4::text when 'title' then t.title_id when 'season' then t.season_id
                                                                   else t.episode_id end is not null)
               and ($3::text is null
                    or case when t.title_id is null then $3::text = 'show'
                            else exists (select from titles o where o.id = t.title_id and o.kind = $3::text) end)
               and ($5::smallint is null or t.stars >= $5::smallint) and ($6::smallint is null or t.stars <= $6::smallint)
            """,
        parameters: 4, by: [SortKey("t.rated_at", .instant), SortKey("t.id", .bigint)], isDescending: true)
}

extension Resolvers<RequestContext> {
    mutating func userRatings(_ schema: Schema) {
        object("UserRating", UserRating.self) { rating in
            rating.columns(of: "UserRating", in: schema)
            rating.ownID(.rating, owner: UserRatingColumn.userId, key: .id)
            rating.stars("stars", .stars)
            rating.subject()
        }
        connection("UserRating", of: UserRatingColumn.self)
        object("Viewer", Viewer.self) { viewer in
            viewer.load("ratings") { viewers, call in
                let filter = FieldArguments(call.arguments.object("filter") ?? InputObject())
                return try await call.context.page(
                    UserRatingStatements.ofViewer, viewers.map(\.id), call,
                    [
                        .text(filter.string("kind")?.lowercased()), .text(filter.string("level")?.lowercased()),
                        .int(Stars(filter, "starsFrom")?.halves), .int(Stars(filter, "starsTo")?.halves),
                    ], as: call.context.caller.viewer)
            }
        }
        object("Season", Season.self) { season in
            season.loadValues("viewerRating", needs: AttributeSet(SeasonColumn.id)) { seasons, call in
                guard let viewer = call.context.caller.viewer else { return Resolved(seasons.map { _ in Stars?.none }) }
                let ratings = try await call.context.one(
                    UserRatingStatements.ofSeasons, seasons.map { $0.int(.id) },
                    needs: AttributeSet(UserRatingColumn.stars), as: viewer)
                return Resolved(ratings.map { $0.map { Stars(halves: $0.int(.stars)) } })
            }
        }
    }
}

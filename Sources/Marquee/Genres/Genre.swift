package import GraphQL
import PostgreSQL

/// A row of `genres`.
package typealias Genre = Record<GenreColumn>

package enum GenreColumn: Int, EntityColumn {
    case id, slug, name, titleCount

    package var expression: String {
        switch self {
        case .titleCount:
            "(select count(*) from title_genres g join title_stats s using (title_id) where g.genre_id = t.id)"
        default: ownColumn
        }
    }
}

extension GenreColumn {
    package static func dependency(of columns: AttributeSet) -> RowDependency? {
        .of(columns, [(AttributeSet(GenreColumn.titleCount), RowDependency(kinds: .title, lifetime: RowCaching.hour))])
    }
}

enum GenreStatements {
    static let byID = Template<GenreColumn>(
        "genres_by_id", caching: .rows(of: .genre),
        "select {columns} from genres t where t.id = any ($1::bigint[])")

    /// All genres, or those that public titles of one kind carry.
    static let all = Template<GenreColumn>(
        "genres_all", caching: .rows(of: [], and: [.genre, .title]),
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) cross join genres t
         where $2::text is null
            or exists (select from title_genres g join title_stats s using (title_id) where g.genre_id = t.id and s.kind = $2::text)
         order by k.key, t.name, t.id
        """)

    static let bySlug = Template<GenreColumn>(
        "genre_by_slug", caching: .rows(of: [], and: .genre),
        "select k.key, {columns} from unnest($1::bigint[]) k (key) cross join genres t where t.slug = $2::text")
}

extension RequestContext {
    /// The genres of each title, by the keys in its row: there are few of them, so that all titles ask for each once.
    func genres(of titles: [Title], needs: AttributeSet) async throws -> Resolved<Genre> {
        var keys: [Int64] = []
        var places: [Int] = []
        var ends: [Int] = []
        places.reserveCapacity(4 * titles.count)
        ends.reserveCapacity(titles.count)
        for title in titles {
            title.forEachInt(.genreIds) { key in
                let place = keys.firstIndex(of: key) ?? keys.endIndex
                if place == keys.endIndex { keys.append(key) }
                places.append(place)
            }
            ends.append(places.count)
        }
        let found = try await one(GenreStatements.byID, keys, needs: needs)
        var (genres, offsets, next): ([Genre], [Int32], Int) = ([], [0], 0)
        genres.reserveCapacity(places.count)
        offsets.reserveCapacity(titles.count + 1)
        for end in ends {
            // One that was deleted since the title was read is left out.
            for place in places[next..<end] { if let genre = found[place] { genres.append(genre) } }
            offsets.append(Int32(genres.count))
            next = end
        }
        return Resolved(offsets: offsets, values: genres)
    }
}

extension Resolvers<RequestContext> {
    mutating func genres(_ schema: Schema) {
        object("Genre", Genre.self) { genre in
            genre.columns(of: "Genre", in: schema)
            genre.globalID(.genre, GenreColumn.id)
            genre.load("titles", needs: AttributeSet(GenreColumn.id)) { genres, call in
                try await call.context.titles(genres.map { $0.int(.id) }, call, isOfGenres: true)
            }
        }
        root("Query") { query in
            query.load("genres") { _, call in
                let kind = call.arguments.string("kind")?.lowercased()
                return try await call.context.many(GenreStatements.all, [0], needs: call.needs, [.text(kind)])
            }
            query.load("genre") { _, call in
                let slug = try InputReader(call.arguments).text("slug", 0...500) ?? ""
                return Resolved(
                    try await call.context.one(GenreStatements.bySlug, [0], needs: call.needs, [.text(slug)]))
            }
        }
    }
}

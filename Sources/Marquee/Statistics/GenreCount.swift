import GraphQL

/// What was watched of a genre.
struct GenreCount: Sendable {
    /// Its key.
    let genre: Int64
    let plays: Int64
    let minutes: Int64
    /// Of the titles that were watched.
    let averageStars: Double?

    static func counts(of genres: String?) -> [GenreCount] {
        NumberTable(genres).rows.map { row in
            GenreCount(
                genre: row.number(0), plays: row.number(1), minutes: row.number(2),
                averageStars: Stars.mean(halves: row.number(3), of: row.number(4)))
        }
    }
}

extension Resolvers<RequestContext> {
    mutating func genreCounts() {
        object("GenreCount", GenreCount.self) { count in
            count.value("plays") { $0.plays }
            count.value("minutes") { $0.minutes }
            count.value("averageStars") { $0.averageStars }
            count.load("genre") { counts, call in
                Resolved(try await call.context.one(GenreStatements.byID, counts.map(\.genre), needs: call.needs))
            }
        }
    }
}

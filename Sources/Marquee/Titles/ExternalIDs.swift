import GraphQL
import PostgreSQL

/// Keys of an object in other databases, by source.
struct ExternalIDs: Sendable {
    let slice: RowSlice?

    fileprivate func write(_ source: String, asNumber: Bool, _ buffer: inout ResponseBuffer) {
        guard let slice, let row = slice.range.first(where: { slice.rows.text($0, 1) == source }) else { return }
        asNumber ? buffer.append(slice.rows.bytes(row, 2)) : buffer.appendString(slice.rows.bytes(row, 2))
    }
}

/// Whose external IDs are read, by the column that refers to it.
enum ExternalIDOwner {
    case titles, seasons, episodes, people

    private static let titleStatement = statement("title_id")
    private static let seasonStatement = statement("season_id")
    private static let episodeStatement = statement("episode_id")
    private static let personStatement = statement("person_id")

    var statement: Statement {
        switch self {
        case .titles: Self.titleStatement
        case .seasons: Self.seasonStatement
        case .episodes: Self.episodeStatement
        case .people: Self.personStatement
        }
    }

    private static func statement(_ column: String) -> Statement {
        Statement(
            "external_ids_by_\(column)",
            "select \(column), source, value from external_ids where \(column) = any ($1::bigint[]) order by \(column)")
    }
}

extension RequestContext {
    func externalIDs(_ owner: ExternalIDOwner, of keys: [Int64]) async throws -> Resolved<ExternalIDs> {
        let caching = RowCaching.rows(of: [], and: .external)
        let query = RowQuery(statement: owner.statement, parameters: [], caching: caching)
        let slices = try await slices(query, keys)
        return Resolved(slices.map { ExternalIDs(slice: $0) })
    }
}

extension Resolvers<RequestContext> {
    mutating func externalIDs() {
        object("ExternalIds", ExternalIDs.self) { ids in
            for source in ["tmdb", "tvdb", "tvmaze", "trakt"] {
                ids.write(source) { $0.write(source, asNumber: true, &$1) }
            }
            for source in ["imdb", "wikidata"] {
                ids.write(source) { $0.write(source, asNumber: false, &$1) }
            }
        }
    }
}

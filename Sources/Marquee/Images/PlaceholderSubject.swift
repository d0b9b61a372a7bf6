import GraphQL
import PostgreSQL

/// What a drawing says of its subject.
struct PlaceholderSubject: Equatable {
    /// A few letters or numbers: initials, or which season and episode it is.
    let mark: String
    let name: String
}

extension PlaceholderSubject {
    /// The initials of a name's first and last word.
    init(named name: String) {
        let initials = name.split(whereSeparator: \.isWhitespace).compactMap { word in
            word.first { $0.isLetter || $0.isNumber }
        }
        let ends = initials.count > 1 ? [initials[0], initials[initials.count - 1]] : initials
        self.init(mark: String(ends).uppercased(), name: name)
    }
}

/// Looks up what drawings say, in the catalogue's own language, so that everybody is shown the same.
struct PlaceholderSubjects: Sendable {
    let rows: RowLoader

    /// Nil for what does not exist or is not public.
    func subject(_ id: GlobalID) async throws -> PlaceholderSubject? {
        switch id.kind {
        case .movie, .show:
            return try await read(TitleStatements.byID, id.key, AttributeSet(TitleColumn.kind, .title)) { title in
                title.kind == id.kind ? title.optionalText(.title).map(PlaceholderSubject.init(named:)) : nil
            }
        case .season:
            return try await read(SeasonStatements.byID, id.key, AttributeSet(SeasonColumn.number, .title)) { season in
                PlaceholderSubject(mark: "S\(season.int(.number))", name: season.optionalText(.title) ?? "")
            }
        case .episode:
            let needs = AttributeSet(EpisodeColumn.seasonNumber, .number, .title)
            return try await read(EpisodeStatements.byID, id.key, needs) { episode in
                PlaceholderSubject(
                    mark: "S\(episode.int(.seasonNumber)) E\(episode.int(.number))",
                    name: episode.optionalText(.title) ?? "")
            }
        case .person:
            return try await read(PersonStatements.byID, id.key, AttributeSet(PersonColumn.name)) { person in
                person.optionalText(.name).map(PlaceholderSubject.init(named:))
            }
        default: return nil
        }
    }

    private func read<Column>(
        _ template: Template<Column>, _ key: Int64, _ needs: AttributeSet,
        _ subject: (Record<Column>) -> PlaceholderSubject?
    ) async throws -> PlaceholderSubject? {
        let (query, columns) = template.query(for: needs, [], in: .none)
        guard let slice = try await rows.load(query, key) else { return nil }
        return withExtendedLifetime(slice.rows) {
            subject(template.record(slice.rows.view, slice.range.lowerBound, columns))
        }
    }
}

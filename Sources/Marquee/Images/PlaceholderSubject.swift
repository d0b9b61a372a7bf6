import GraphQL

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
            let title = try await record(TitleStatements.byID, id.key, AttributeSet(TitleColumn.kind, .title))
            guard let title, title.kind == id.kind else { return nil }
            return title.optionalText(.title).map(PlaceholderSubject.init(named:))
        case .season:
            let season = try await record(SeasonStatements.byID, id.key, AttributeSet(SeasonColumn.number, .title))
            return season.map { PlaceholderSubject(mark: "S\($0.int(.number))", name: $0.optionalText(.title) ?? "") }
        case .episode:
            let needs = AttributeSet(EpisodeColumn.seasonNumber, .number, .title)
            return try await record(EpisodeStatements.byID, id.key, needs).map { episode in
                PlaceholderSubject(
                    mark: "S\(episode.int(.seasonNumber)) E\(episode.int(.number))",
                    name: episode.optionalText(.title) ?? "")
            }
        case .person:
            let person = try await record(PersonStatements.byID, id.key, AttributeSet(PersonColumn.name))
            return person?.optionalText(.name).map(PlaceholderSubject.init(named:))
        default: return nil
        }
    }

    private func record<Column>(
        _ template: Template<Column>, _ key: Int64, _ needs: AttributeSet
    ) async throws -> Record<Column>? {
        let (query, columns) = template.query(for: needs, [], in: .none)
        guard let slice = try await rows.load(query, key) else { return nil }
        return template.record(slice.rows, slice.range.lowerBound, columns)
    }
}

import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// Binds `Movie`, `Show` and what hangs on both.
    mutating func titles(_ schema: Schema) {
        object("Movie", Title.self) { movie in
            movie.titleFields(of: "Movie", .movie, in: schema)
            movie.load("directors", needs: AttributeSet(TitleColumn.id)) { movies, call in
                try await call.context.people(PersonStatements.directors, of: movies, call)
            }
            movie.load("writers", needs: AttributeSet(TitleColumn.id)) { movies, call in
                try await call.context.people(PersonStatements.writers, of: movies, call)
            }
        }
        object("Show", Title.self) { show in
            show.titleFields(of: "Show", .show, in: schema)
            show.showFields()
        }
        abstract(
            "Title", Title.self, members: [AbstractMember("Movie"), AbstractMember("Show")],
            memberOf: { $0.isMovie ? 0 : 1 })
        connection("Movie", of: TitleColumn.self)
        popularity()
        ratings()
        externalIDs()
    }
}

extension ObjectBinder where Parent == Title, Context == RequestContext {
    /// The fields of the interface `Title`.
    fileprivate mutating func titleFields(of type: String, _ kind: NodeKind, in schema: Schema) {
        let id = AttributeSet(TitleColumn.id)
        columns(of: type, in: schema)
        globalID(kind, TitleColumn.id)
        for column in [TitleColumn.title, .tagline, .overview] { translated(column) }
        load("genres", needs: AttributeSet(TitleColumn.genreIds)) { titles, call in
            try await call.context.genres(of: titles, needs: call.needs)
        }
        load("keywords", needs: id) { titles, call in
            let first = try call.arguments.bounded("first", 1...100, default: 20)
            return try await call.context.many(
                KeywordStatements.ofTitles, titles.map { $0.int(.id) }, needs: call.needs, [.int(first)])
        }
        load("cast", needs: id) { titles, call in
            try await call.context.page(CreditStatements.cast, titles.map { $0.int(.id) }, call)
        }
        load("crew", needs: id) { titles, call in
            let job = try InputReader(call.arguments).text("job", 0...200)
            return try await call.context.page(
                CreditStatements.crew, titles.map { $0.int(.id) }, call,
                [call.arguments.enumNames("departments"), .text(job)])
        }
        child("poster", needs: id | AttributeSet(TitleColumn.posterUrl)) { title in
            Image(.poster, of: GlobalID(kind, title.int(.id)), stored: title.optionalText(.posterUrl))
        }
        child("backdrop", needs: id | AttributeSet(TitleColumn.backdropUrl)) { title in
            Image(.backdrop, of: GlobalID(kind, title.int(.id)), stored: title.optionalText(.backdropUrl))
        }
        load("externalIds", needs: id) { titles, call in
            try await call.context.externalIDs(.titles, of: titles.map { $0.int(.id) })
        }
        child("popularity", needs: TitlePopularity.needs) { TitlePopularity(title: $0) }
        ratings(of: .title, TitleColumn.id)
        reviews(of: .title, TitleColumn.id)
        viewerState()
    }
}

import GraphQL
import PostgreSQL

extension ObjectBinder where Parent == Title, Context == RequestContext {
    /// The fields that only shows have.
    mutating func showFields() {
        let id = AttributeSet(TitleColumn.id)
        viewerProgress()
        write("firstAirDate", needs: AttributeSet(TitleColumn.releaseDate)) { show, buffer in
            guard !show.isNull(.releaseDate) else { return }
            buffer.appendString(show.bytes(.releaseDate))
        }
        load("creators", needs: id) { shows, call in
            try await call.context.people(PersonStatements.creators, of: shows, call)
        }
        load("networks", needs: id) { shows, call in
            try await call.context.many(NetworkStatements.ofTitles, shows.map { $0.int(.id) }, needs: call.needs)
        }
        load("seasons", needs: id) { shows, call in
            let lowest = call.arguments.boolean("includeSpecials") ?? true ? 0 : 1
            return try await call.context.many(
                SeasonStatements.ofShows, shows.map { $0.int(.id) }, needs: call.needs, [.int(lowest)])
        }
        load("season", needs: id) { shows, call in
            Resolved(
                try await call.context.one(
                    SeasonStatements.byNumber, shows.map { $0.int(.id) }, needs: call.needs,
                    [.int(call.arguments.int("number"))]))
        }
        load("episode", needs: id) { shows, call in
            Resolved(
                try await call.context.one(
                    EpisodeStatements.byNumber, shows.map { $0.int(.id) }, needs: call.needs,
                    [.int(call.arguments.int("season")), .int(call.arguments.int("number"))]))
        }
        load("episodes", needs: id) { shows, call in
            let filter = FieldArguments(call.arguments.object("filter") ?? InputObject())
            return try await call.context.page(
                EpisodeStatements.ofShows, shows.map { $0.int(.id) }, call,
                [
                    .int(filter.int("season")), .bool(filter.boolean("aired")),
                    .bool(filter.boolean("includeSpecials") ?? false),
                ])
        }
        for (name, template) in [
            ("nextEpisodeToAir", EpisodeStatements.nextToAir), ("lastEpisodeAired", EpisodeStatements.lastAired),
        ] {
            load(name, needs: id) { shows, call in
                Resolved(try await call.context.one(template, shows.map { $0.int(.id) }, needs: call.needs))
            }
        }
    }
}

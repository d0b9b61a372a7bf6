package import GraphQL

/// The served schema and its resolvers.
package enum MarqueeSchema {
    /// What one operation may ask unless the settings say otherwise.
    package static var limits: OperationLimits { OperationLimits() }

    /// Reads the schema and binds every field of it; throws the gaps if there are any.
    ///
    /// - Parameters:
    ///   - publicURL: where clients reach this server, for the addresses of images it draws.
    ///   - server: what clients are told about it.
    ///   - showsDebugExtensions: whether answers tell which statements they took.
    package static func engine(
        publicURL: String, server: ServerInfo = ServerInfo(), showsDebugExtensions: Bool = false,
        limits: OperationLimits = limits
    ) throws -> Engine<RequestContext> {
        let schema = try Schema(sdl: EmbeddedText.schema, scalars: InputScalars.all)
        var options = EngineOptions<RequestContext>()
        options.limits = limits
        options.access = .roles
        options.charge = { cost, context in await context.charge(cost) }
        if showsDebugExtensions { options.extensions = { $0.debugExtensions } }
        options.explain = { error, field, context in FieldError(error, at: field, context) }
        var resolvers = resolvers(for: schema, publicURL: publicURL)
        resolvers.server(server, limits: limits)
        return try Engine(schema: schema, resolvers: resolvers, options: options)
    }

    /// Stands for all that answers depend on beside request and data.
    package static func fingerprint(publicURL: String) -> String { "1 \(publicURL) \(EmbeddedText.schema)" }

    private static func resolvers(for schema: Schema, publicURL: String) -> Resolvers<RequestContext> {
        var resolvers = Resolvers<RequestContext>()
        resolvers.pageInfo()
        resolvers.nodes()
        resolvers.titles(schema)
        resolvers.titleQueries()
        resolvers.seasons(schema)
        resolvers.episodes(schema)
        resolvers.networks(schema)
        resolvers.people(schema)
        resolvers.credits(schema)
        resolvers.genres(schema)
        resolvers.keywords(schema)
        resolvers.keyedQueries()
        resolvers.charts()
        resolvers.dayCharts()
        resolvers.search()
        resolvers.titleNews()
        resolvers.images(publicURL: publicURL)
        resolvers.rateLimit()
        resolvers.userErrors()
        resolvers.users(schema)
        resolvers.viewers(schema)
        resolvers.accountMutations(schema)
        resolvers.titleMutations(schema)
        resolvers.seasonMutations(schema)
        resolvers.episodeMutations(schema)
        resolvers.personMutations(schema)
        resolvers.genreMutations(schema)
        resolvers.deletions(schema)
        resolvers.ownTitleMutations(schema)
        resolvers.reviewables()
        resolvers.reviews(schema)
        resolvers.reviewLists()
        resolvers.userRatings(schema)
        resolvers.ratingMutations(schema)
        resolvers.reviewMutations(schema)
        resolvers.lists(schema)
        resolvers.listEntries(schema)
        resolvers.listMutations(schema)
        resolvers.listEntryMutations(schema)
        resolvers.listNews()
        resolvers.reviewNews()
        resolvers.tracking(schema)
        resolvers.library(schema)
        resolvers.statistics(schema)
        resolvers.cacheMutations(schema)
        return resolvers
    }
}

extension Resolvers<RequestContext> {
    /// Root fields that load one object of a kind by its global ID.
    fileprivate mutating func keyedQueries() {
        root("Query") { query in
            query.keyed("season", .season, SeasonStatements.byID)
            query.keyed("episode", .episode, EpisodeStatements.byID)
            query.keyed("person", .person, PersonStatements.byID)
        }
    }
}

extension ObjectBinder where Parent == RootValue, Context == RequestContext {
    fileprivate mutating func keyed<Column>(_ name: String, _ kind: NodeKind, _ template: Template<Column>) {
        load(name) { _, call in
            let key = try GlobalID.key(of: kind, in: call.arguments)
            return Resolved(try await call.context.one(template, [key], needs: call.needs))
        }
    }
}

import Glibc
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct StatementTests {
    /// Every statement of the target by the declaration that makes it.
    private static let declared: [String: [Statement]] = [
        "TitleStatements.byID": all(TitleStatements.byID),
        "TitleStatements.bySlug": all(TitleStatements.bySlug),
        "TitleStatements.byExternalID": all(TitleStatements.byExternalID),
        "TitleStatements.knownFor": all(TitleStatements.knownFor),
        "TitleStatements.alike": all(TitleStatements.alike),
        "SeasonStatements.byID": all(SeasonStatements.byID),
        "SeasonStatements.ofShows": all(SeasonStatements.ofShows),
        "SeasonStatements.byNumber": all(SeasonStatements.byNumber),
        "EpisodeStatements.byID": all(EpisodeStatements.byID),
        "EpisodeStatements.ofSeasons": all(EpisodeStatements.ofSeasons),
        "EpisodeStatements.ofShows": all(EpisodeStatements.ofShows),
        "EpisodeStatements.byNumber": all(EpisodeStatements.byNumber),
        "EpisodeStatements.next": all(EpisodeStatements.next),
        "EpisodeStatements.previous": all(EpisodeStatements.previous),
        "EpisodeStatements.nextToAir": all(EpisodeStatements.nextToAir),
        "EpisodeStatements.lastAired": all(EpisodeStatements.lastAired),
        "NetworkStatements.byID": all(NetworkStatements.byID),
        "NetworkStatements.ofTitles": all(NetworkStatements.ofTitles),
        "PersonStatements.byID": all(PersonStatements.byID),
        "PersonStatements.byPopularity": all(PersonStatements.byPopularity),
        "PersonStatements.ofDepartment": all(PersonStatements.ofDepartment),
        "PersonStatements.named": all(PersonStatements.named),
        "PersonStatements.namedOfDepartment": all(PersonStatements.namedOfDepartment),
        "PersonStatements.directors": credited(PersonStatements.directors),
        "PersonStatements.writers": credited(PersonStatements.writers),
        "PersonStatements.creators": credited(PersonStatements.creators),
        "CreditStatements.byID": all(CreditStatements.byID),
        "CreditStatements.cast": all(CreditStatements.cast),
        "CreditStatements.crew": all(CreditStatements.crew),
        "CreditStatements.guestStars": all(CreditStatements.guestStars),
        "CreditStatements.episodeCrew": all(CreditStatements.episodeCrew),
        "CreditStatements.ofPeople": all(CreditStatements.ofPeople),
        "GenreStatements.byID": all(GenreStatements.byID),
        "GenreStatements.all": all(GenreStatements.all),
        "GenreStatements.bySlug": all(GenreStatements.bySlug),
        "KeywordStatements.byID": all(KeywordStatements.byID),
        "KeywordStatements.ofTitles": all(KeywordStatements.ofTitles),
        "SearchStatements.reading": [SearchStatements.reading],
        "SearchStatements.similar": [SearchStatements.similar],
        "SearchStatements.suggestions": [SearchStatements.suggestions],
        "SearchLists": searchLists,
        "ChartStatements.computedAt": [ChartStatements.computedAt],
        "ChartStatements": ChartShape.all.flatMap { all(ChartStatements.list(of: $0)) },
        "DayChartStatements.upcoming": all(DayChartStatements.upcoming),
        "DayChartStatements.upcomingOfKind": all(DayChartStatements.upcomingOfKind),
        "DayChartStatements.nowPlaying": all(DayChartStatements.nowPlaying),
        "DayChartStatements.airingToday": all(DayChartStatements.airingToday),
        "TitleLists": titleLists,
        "UserStatements.byID": all(UserStatements.byID),
        "UserStatements.byName": all(UserStatements.byName),
        "AccountStatements.byID": all(AccountStatements.byID),
        "AccountStatements.favoriteGenres": all(AccountStatements.favoriteGenres),
        "PlayStatements.byID": all(PlayStatements.byID),
        "PlayStatements.history": all(PlayStatements.history),
        "PlayStatements.filteredHistory": all(PlayStatements.filteredHistory),
        "PlayStatements.ofTitles": all(PlayStatements.ofTitles),
        "RunStatements.byID": all(RunStatements.byID),
        "RunStatements.ofShows": all(RunStatements.ofShows),
        "ProgressStatements.ofShows": all(ProgressStatements.ofShows),
        "ProgressStatements.ofShowsByNumber": all(ProgressStatements.ofShowsByNumber),
        "ProgressStatements.ofViewers": all(ProgressStatements.ofViewers),
        "SeasonProgressStatements.ofSeasons": all(SeasonProgressStatements.ofSeasons),
        "SeasonProgressStatements.ofRuns": all(SeasonProgressStatements.ofRuns),
        "EpisodeStateStatements.ofEpisodes": all(EpisodeStateStatements.ofEpisodes),
        "TitleStateStatements.ofTitles": all(TitleStateStatements.ofTitles),
        "LibraryStatements.ofTitles": all(LibraryStatements.ofTitles),
        "LibraryLists": LibraryLists.orders.flatMap { order in
            [true, false].flatMap { all(LibraryLists.list(order, isFiltered: $0)) }
        },
        "UpNextStatements": UpNextOrder.allCases.flatMap { all(UpNextStatements.list(by: $0)) },
        "CalendarStatements.ofViewer": all(CalendarStatements.ofViewer),
        "StatisticsStatements.ofViewer": all(StatisticsStatements.ofViewer),
        "GivenStarsStatements.ofViewer": all(GivenStarsStatements.ofViewer),
        "GivenStarsStatements.best": all(GivenStarsStatements.best),
        "TitleStateStatements.reviews": all(TitleStateStatements.reviews),
        "TitleStateStatements.lists": all(TitleStateStatements.lists),
        "EpisodeStateStatements.reviews": all(EpisodeStateStatements.reviews),
        "SessionStatements.ofViewer": all(SessionStatements.ofViewer),
        "SessionStatements.byKey": all(SessionStatements.byKey),
        "APIKeyStatements.ofViewer": all(APIKeyStatements.ofViewer),
        "APIKeyStatements.byID": all(APIKeyStatements.byID),
        "ReviewStatements.byID": all(ReviewStatements.byID),
        "ReviewStatements.likedByViewer": [ReviewStatements.likedByViewer],
        "ReviewStatements.hiddenFromViewer": [ReviewStatements.hiddenFromViewer],
        "ReviewLists": ReviewLists.ofSubjects.values.flatMap { all($0) } + all(ReviewLists.recent)
            + all(ReviewLists.ofAuthors),
        "UserRatingStatements.byID": all(UserRatingStatements.byID),
        "UserRatingStatements.ofSeasons": all(UserRatingStatements.ofSeasons),
        "UserRatingStatements.ofViewer": all(UserRatingStatements.ofViewer),
        "ListStatements.byID": all(ListStatements.byID),
        "ListStatements.system": all(ListStatements.system),
        "ListStatements.watchedCounts": [ListStatements.watchedCounts],
        "ListStatements.systemWatchedCounts": [ListStatements.systemWatchedCounts],
        "ListPages": [ListPages.published, ListPages.named, ListPages.ofUsers, ListPages.ofViewer].flatMap {
            $0.values.flatMap { all($0) }
        },
        "ListEntryStatements.byID": all(ListEntryStatements.byID),
        "ListEntryStatements.positions": [ListEntryStatements.positions],
        "ListEntryPages": ListEntryPages.all.values.flatMap { all($0) },
        "SystemList": SystemList.allCases.flatMap { all($0.statements.byTitle) + [$0.statements.positions] },
        "ExternalIDOwner": [ExternalIDOwner.titles, .seasons, .episodes, .people].map(\.statement),
    ]

    /// Statements that load no entities: what mutations run.
    private static let commands: [String: Statement] = [
        "CacheCommands.version": CacheCommands.version,
        "CacheCommands.purge": CacheCommands.purge,
        "AccountCommands.check": AccountCommands.check,
        "AccountCommands.forLogin": AccountCommands.forLogin,
        "AccountCommands.password": AccountCommands.password,
        "AccountCommands.make": AccountCommands.make,
        "AccountCommands.setFirstLanguage": AccountCommands.setFirstLanguage,
        "AccountCommands.setPassword": AccountCommands.setPassword,
        "AccountCommands.renewHash": AccountCommands.renewHash,
        "AccountCommands.raiseEpoch": AccountCommands.raiseEpoch,
        "AccountCommands.setRole": AccountCommands.setRole,
        "AccountCommands.setProfile": AccountCommands.setProfile,
        "AccountCommands.setSettings": AccountCommands.setSettings,
        "AccountCommands.setPrivacy": AccountCommands.setPrivacy,
        "AccountCommands.lock": AccountCommands.lock,
        "TimeZoneCommands.canonical": TimeZoneCommands.canonical,
        "AccountCommands.clearFavoriteGenres": AccountCommands.clearFavoriteGenres,
        "AccountCommands.addFavoriteGenres": AccountCommands.addFavoriteGenres,
        "AccountCommands.deleteReviews": AccountCommands.deleteReviews,
        "AccountCommands.delete": AccountCommands.delete,
        "SessionCommands.start": SessionCommands.start,
        "SessionCommands.find": SessionCommands.find,
        "SessionCommands.rotate": SessionCommands.rotate,
        "SessionCommands.renew": SessionCommands.renew,
        "SessionCommands.end": SessionCommands.end,
        "SessionCommands.family": SessionCommands.family,
        "SessionCommands.familyOfToken": SessionCommands.familyOfToken,
        "APIKeyCommands.find": APIKeyCommands.find,
        "APIKeyCommands.noteUse": APIKeyCommands.noteUse,
        "APIKeyCommands.make": APIKeyCommands.make,
        "APIKeyCommands.delete": APIKeyCommands.delete,
        "APIKeyCommands.deleteAll": APIKeyCommands.deleteAll,
        "TitleCommands.insert": TitleCommands.insert,
        "TitleCommands.update": TitleCommands.update,
        "TitleTextCommands.remove": TitleTextCommands.remove,
        "TitleTextCommands.add": TitleTextCommands.add,
        "CreditCommands.unknownPeople": CreditCommands.unknownPeople,
        "CreditCommands.remove": CreditCommands.remove,
        "CreditCommands.add": CreditCommands.add,
        "SeasonCommands.insert": SeasonCommands.insert,
        "SeasonCommands.update": SeasonCommands.update,
        "SeasonCommands.renumberEpisodes": SeasonCommands.renumberEpisodes,
        "SeasonCommands.holder": SeasonCommands.holder,
        "EpisodeCommands.insert": EpisodeCommands.insert,
        "EpisodeCommands.update": EpisodeCommands.update,
        "EpisodeCommands.holder": EpisodeCommands.holder,
        "EpisodeCommands.neighbour": EpisodeCommands.neighbour,
        "ShowCommands.holdOfSeason": ShowCommands.holdOfSeason,
        "ShowCommands.holdOfEpisode": ShowCommands.holdOfEpisode,
        "ShowCommands.refresh": ShowCommands.refresh,
        "PersonCommands.insert": PersonCommands.insert,
        "PersonCommands.update": PersonCommands.update,
        "GenreCommands.insert": GenreCommands.insert,
        "GenreCommands.update": GenreCommands.update,
        "GenreCommands.bySlug": GenreCommands.bySlug,
        "GenreCommands.move": GenreCommands.move,
        "OwnTitleCommands.count": OwnTitleCommands.count,
        "OwnTitleCommands.hold": OwnTitleCommands.hold,
        "OwnTitleCommands.delete": OwnTitleCommands.delete,
        "OwnTitleCommands.addSeasons": OwnTitleCommands.addSeasons,
        "OwnTitleCommands.addEpisodes": OwnTitleCommands.addEpisodes,
        "EditCommands.movie": EditCommands.movie,
        "EditCommands.show": EditCommands.show,
        "EditCommands.season": EditCommands.season,
        "EditCommands.episode": EditCommands.episode,
        "EditCommands.person": EditCommands.person,
        "TrackingCommands.markEpisode": TrackingCommands.markEpisode,
        "TrackingCommands.markSeason": TrackingCommands.markSeason,
        "TrackingCommands.markShow": TrackingCommands.markShow,
        "TrackingCommands.unmarkEpisode": TrackingCommands.unmarkEpisode,
        "TrackingCommands.unmarkSeason": TrackingCommands.unmarkSeason,
        "TrackingCommands.unmarkShow": TrackingCommands.unmarkShow,
        "TrackingCommands.logPlay": TrackingCommands.logPlay,
        "TrackingCommands.updatePlay": TrackingCommands.updatePlay,
        "TrackingCommands.deletePlays": TrackingCommands.deletePlays,
        "TrackingCommands.startRewatch": TrackingCommands.startRewatch,
        "TrackingCommands.begun": TrackingCommands.begun,
        "TrackingCommands.endRewatch": TrackingCommands.endRewatch,
        "LibraryCommands.missing": LibraryCommands.missing,
        "LibraryCommands.setStatus": LibraryCommands.setStatus,
        "LibraryCommands.setFavorite": LibraryCommands.setFavorite,
        "LibraryCommands.update": LibraryCommands.update,
        "LibraryCommands.remove": LibraryCommands.remove,
        "IdempotencyCommands.claim": IdempotencyCommands.claim,
        "IdempotencyCommands.find": IdempotencyCommands.find,
        "IdempotencyCommands.keep": IdempotencyCommands.keep,
        "ReviewCommands.delete": ReviewCommands.delete,
        "ReviewCommands.author": ReviewCommands.author,
        "ReviewCommands.like": ReviewCommands.like,
        "ReviewCommands.unlike": ReviewCommands.unlike,
        "ListCommands.lockAccount": ListCommands.lockAccount,
        "ListCommands.make": ListCommands.make,
        "ListCommands.change": ListCommands.change,
        "ListCommands.delete": ListCommands.delete,
        "ListCommands.see": ListCommands.see,
        "ListEntryCommands.visible": ListEntryCommands.visible,
        "ListEntryCommands.add": ListEntryCommands.add,
        "ListEntryCommands.find": ListEntryCommands.find,
        "ListEntryCommands.remove": ListEntryCommands.remove,
        "ListEntryCommands.change": ListEntryCommands.change,
        "ListEntryCommands.changeInLibrary": ListEntryCommands.changeInLibrary,
    ]

    /// Commands of which there is one for each kind of thing.
    private static let families: [String: [Statement]] = [
        "RatingCommands.rate": Array(RatingCommands.rate.values),
        "RatingCommands.unrate": Array(RatingCommands.unrate.values),
        "RatingCommands.review": Array(RatingCommands.review.values),
        "RatingCommands.find": Array(RatingCommands.find.values),
        "RatingCommands.votes": Array(RatingCommands.votes.values),
        "RatingCommands.given": [RatingCommands.given],
        "HandOrder": [HandOrder.custom, .watchlist, .favorites].flatMap {
            [$0.lock, $0.ends, $0.beside, $0.pair, $0.put, $0.renumber]
        },
        "SystemListCommands": SystemList.allCases.flatMap {
            [$0.commands.add, $0.commands.remove, $0.commands.find, $0.commands.all]
        }
            + [SystemListCommands.lock, SystemListCommands.forgetEmpty],
    ]

    @Test(arguments: families.keys.sorted())
    func `a family of commands is prepared against the migrated schema`(declaration: String) throws {
        let connection = try OwnerConnection(url: Catalogue.url())
        for command in try #require(Self.families[declaration]) {
            try connection.execute("prepare tried as \(command.sql)", named: command.name)
            try connection.execute("deallocate tried")
        }
    }

    @Test(arguments: commands.keys.sorted())
    func `a command is prepared against the migrated schema`(declaration: String) throws {
        let connection = try OwnerConnection(url: Catalogue.url())
        let command = try #require(Self.commands[declaration])
        try connection.execute("prepare tried as \(command.sql)", named: command.name)
    }

    /// Commands that are made from tables.
    private static let madeCommands: [Statement] = {
        var commands = Deletion.all.flatMap(\.statements)
        for table in TitleLinkTable.all {
            commands += [table.find, table.remove, table.add]
            if let make = table.make { commands.append(make) }
        }
        for external in [ExternalIDCommands.title, .season, .episode, .person] {
            commands += [external.remove, external.add]
        }
        return commands + [ExternalIDCommands.holders]
    }()

    @Test func `commands made from tables are prepared against the migrated schema`() throws {
        let connection = try OwnerConnection(url: Catalogue.url())
        for command in Self.madeCommands {
            try connection.execute("prepare \"\(command.name)\" as \(command.sql)", named: command.name)
        }
    }

    /// The widest select list, and each attribute alone, since what is joined depends on what is asked for.
    private static func all<Column>(_ template: Template<Column>) -> [Statement] {
        [template.widest] + Column.allCases.map { template.statement(for: $0.bit).0 }
            + Column.allCases.map { template.statement(for: $0.bit, isTranslated: true).0 }
    }

    private static func credited(_ persons: CreditedPersons) -> [Statement] {
        all(persons.whole) + all(persons.known)
    }

    /// Each form; what attributes join is the same in all lists of their entity, so these are tried by its ID.
    private static func all<Column>(_ list: PagedList<Column>) -> [Statement] { forms(of: list) }

    /// The widest select list in each form that pages come in.
    private static func forms<Column>(of list: PagedList<Column>) -> [Statement] {
        let forms = (0..<PageForm.count).map { PageForm(rawValue: $0) }
        return forms.filter { $0.contains(.bounded) || !$0.contains(.beyond) }.map { list.template($0).widest } + [
            list.count
        ]
    }

    /// Each order both ways, with all conditions.
    private static var titleLists: [Statement] {
        let orders = TitleOrder.Field.allCases.flatMap { field in
            [true, false].map { TitleOrder(field, isDescending: $0) }
        }
        return orders.flatMap { order in
            [true, false].flatMap { isOfGenres in
                forms(
                    of: TitleLists.make(
                        TitleListShape(order: order, isOfGenres: isOfGenres, conditions: TitleCondition.allCases)))
            }
        }
    }

    /// Each order, with all conditions as both kinds of texts have them.
    private static var searchLists: [Statement] {
        SearchOrder.allCases.flatMap { order in
            [nil, TitleCondition.allCases].flatMap { conditions in
                let list = SearchLists.make(SearchShape(order: order, conditions: conditions))
                return forms(of: list.fewPages) + forms(of: list.pages) + [list.count, list.facets]
            }
        }
    }

    @Test func `the server's role may run every statement; without keys it gives no rows`() async throws {
        try await CatalogueTestBed.run { bed in
            for statement in Self.declared.values.joined() {
                let others = Array(repeating: Parameter.null, count: Self.parameterCount(statement.sql) - 1)
                let rows = try await bed.query(statement, [.bigints([])] + others)
                #expect(rows.isEmpty, "\(statement.name)")
            }
        }
    }

    private static func parameterCount(_ sql: String) -> Int {
        sql.split(separator: "$").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }.max() ?? 0
    }

    @Test func `no statement of the sources is missing above`() throws {
        var found: [String] = []
        for path in Self.sources() {
            var owner: Substring = ""
            for line in try Self.text(of: path).split(separator: "\n") {
                let words = line.split(separator: " ")
                if line.hasPrefix("enum "), ["Statements", "Commands"].contains(where: words[1].hasSuffix) {
                    owner = words[1]
                }
                if line == "}" { owner = "" }
                if !owner.isEmpty, line.hasPrefix("    static let ") {
                    found.append("\(owner).\(words[2].prefix { $0 != ":" })")
                }
            }
        }
        let declared = Array(Self.declared.keys) + Array(Self.commands.keys) + Array(Self.families.keys)
        #expect(Set(found) == Set(declared.filter { $0.contains(".") }))
    }

    private struct Unreadable: Error { let path: String }

    /// The files of the target, seen from this one.
    private static func sources() -> [String] {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        guard unsafe glob("\(root)/Sources/Marquee/*/*.swift", 0, nil, &found) == 0 else { return [] }
        return unsafe (0..<Int(found.gl_pathc)).compactMap { index in
            unsafe found.gl_pathv[index].map { unsafe String(cString: $0) }
        }
    }

    private static func text(of path: String) throws -> String {
        guard let file = unsafe fopen(path, "r") else { throw Unreadable(path: path) }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

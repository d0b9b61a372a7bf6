import EventLoop
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// What the catalogue moves in a library, without anybody's doing, is told to those who follow it.
@Suite struct NewsboardTests {
    /// Runs `body` on a bed whose board hears PostgreSQL.
    static func run(
        _ body: @escaping @Sendable (AccountTestBed, OwnerConnection) async throws -> Void
    ) async throws {
        try await AccountTestBed.run { bed in
            let sideThreads = SideThreads(name: "news", threads: 1)
            defer { sideThreads.stop() }
            let hub = NotificationHub(
                try ConnectionSettings(url: AccountDatabase.url()),
                channels: [NewsExchange.titlesChannel, NewsExchange.listsChannel], loop: bed.loop,
                sideThreads: sideThreads)
            let isConnected = Locked(false)
            bed.newsboard.hearCatalogue(of: hub, on: bed.loop)
            hub.subscribe(to: NewsExchange.titlesChannel, on: bed.loop) { news in
                if news == .connected { isConnected.withLock { $0 = true } }
            }
            hub.start()
            let result: Result<Void, any Error>
            do {
                while !isConnected.withLock({ $0 }) { try await bed.loop.sleep(for: .milliseconds(2)) }
                result = .success(try await body(bed, AccountDatabase.owner()))
            } catch {
                result = .failure(error)
            }
            await hub.close()
            try result.get()
        }
    }

    /// Follows a list of the account's: what is told, as "ENTRY_ADDED S_501", "ENTRY_REMOVED J_5_4009".
    private static func follow(
        _ list: SystemList, of account: SignedUp, _ bed: AccountTestBed
    ) async throws -> () async throws -> String {
        let next = try await bed.subscribe(
            """
            subscription { listChanged(listId: "O_\(account.key)_\(list.rawValue)") {
              type entry { subject { ... on Movie { id } ... on Show { id } } } removedEntryId } }
            """, as: account.token)
        return {
            let change = try await next()?["data"]?["listChanged"]
            let subject = change?["entry"]?["subject"]?["id"]?.string ?? change?["removedEntryId"]?.string ?? "-"
            return "\(change?["type"]?.string ?? "end") \(subject)"
        }
    }

    private static func followProgress(
        of account: SignedUp, _ bed: AccountTestBed
    ) async throws -> () async throws -> String {
        let next = try await bed.subscribe(
            "subscription { progressChanged { show { id } airedCount watchedCount } }", as: account.token)
        return { try await next()?["data"]?["progressChanged"]?.text ?? "end" }
    }

    /// A show of two episodes that has ended, and that the account has seen whole.
    private static func completed(_ slug: String, by account: SignedUp, _ bed: AccountTestBed) async throws
        -> OwnTitles.Show
    {
        let show = try OwnTitles.show(slug)
        try AccountDatabase.owner().query("update titles set status = 'ended' where id = $1", [.int(show.key)])
        let marked = try await bed.mutate(
            "markShowWatchedUntil", #"{"showId":"S_\#(show.key)"}"#, "__typename", as: account.token)
        #expect(marked.userError == nil)
        return show
    }

    private static func add(_ number: Int64, of show: OwnTitles.Show, airing: String, _ owner: OwnerConnection) throws {
        try owner.query(
            """
            insert into episodes (show_id, season_id, season_number, number, air_date)
              values ($1, $2, 1, $3::integer, \(airing))
            """, [.int(show.key), .int(show.season), .int(number)])
    }

    @Test func `a day that comes moves a completed show, and both lists and the progress tell`() async throws {
        try await Self.run { bed, owner in
            let ada = try await bed.register("airing.ada")
            let show = try await Self.completed("airing-show", by: ada, bed)
            // Announced for tomorrow, it is there today without a change of any row.
            try Self.add(3, of: show, airing: "current_date + 1", owner)
            let (watching, completed, progress) = (
                try await Self.follow(.watching, of: ada, bed), try await Self.follow(.completed, of: ada, bed),
                try await Self.followProgress(of: ada, bed)
            )
            try owner.execute(
                """
                begin;
                alter table episodes disable trigger user;
                update episodes set air_date = current_date where show_id = \(show.key) and number = 3;
                alter table episodes enable trigger user;
                select refresh_airings(current_date - 1);
                commit
                """)
            #expect(try await watching() == "ENTRY_ADDED S_\(show.key)")
            #expect(try await completed() == "ENTRY_REMOVED J_\(ada.key)_\(show.key * 8 + 4)")
            #expect(try await progress() == #"{"show":{"id":"S_\#(show.key)"},"airedCount":3,"watchedCount":2}"#)
        }
    }

    @Test func `episodes that come and go are told to those who watch the show, and to nobody else`() async throws {
        try await Self.run { bed, owner in
            let (ada, bob) = (try await bed.register("gains.ada"), try await bed.register("gains.bob"))
            let show = try await Self.completed("gaining-show", by: ada, bed)
            let own = try await Self.completed("another-show", by: bob, bed)
            let (hers, his) = (try await Self.followProgress(of: ada, bed), try await Self.followProgress(of: bob, bed))
            let watching = try await Self.follow(.watching, of: ada, bed)
            try Self.add(3, of: show, airing: "current_date", owner)
            #expect(try await hers() == #"{"show":{"id":"S_\#(show.key)"},"airedCount":3,"watchedCount":2}"#)
            #expect(try await watching() == "ENTRY_ADDED S_\(show.key)")
            try owner.query("delete from episodes where id = $1", [.int(show.episodes[0])])
            #expect(try await hers() == #"{"show":{"id":"S_\#(show.key)"},"airedCount":2,"watchedCount":1}"#)
            // A new title of an episode is no news of progress; the first that bob hears of is his own show.
            try owner.query("update episodes set title = 'Pilot' where show_id = $1", [.int(show.key)])
            try Self.add(3, of: own, airing: "current_date", owner)
            #expect(try await his() == #"{"show":{"id":"S_\#(own.key)"},"airedCount":3,"watchedCount":2}"#)
        }
    }

    @Test func `a title that is deleted leaves the lists it was in`() async throws {
        try await Self.run { bed, owner in
            let ada = try await bed.register("gone.ada")
            let movie = try OwnTitles.movie("gone-film")
            _ = try await bed.add(["M_\(movie)"], to: "WATCHLIST", as: ada)
            let planned = try await Self.follow(.watchlist, of: ada, bed)
            try owner.query("delete from titles where id = $1", [.int(movie)])
            #expect(try await planned() == "ENTRY_REMOVED J_\(ada.key)_\(movie * 8 + 1)")
        }
    }

    @Test func `news of many titles come in parts that PostgreSQL can tell, each title once`() async throws {
        try await Self.run { bed, owner in
            let first: Int64 = 9_000_000_000_000_000_000
            var news = bed.newsboard.follow(Newsboard.titles).makeAsyncIterator()
            try owner.query(
                "select tell_viewers(array(select $1::bigint + n % 1000 from generate_series(1, 2000) n))",
                [.int(first)])
            var keys: [Int64] = []
            while keys.count < 1000, let text = await news.next() {
                keys += text.split(separator: " ").compactMap { Int64($0) }.filter { $0 >= first }
            }
            #expect(keys.sorted() == (first..<first + 1000).map { $0 })
        }
    }
}

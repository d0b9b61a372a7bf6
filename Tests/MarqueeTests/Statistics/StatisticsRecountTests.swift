import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Statistics of histories made by chance, held against figures that are counted play by play.
@Suite struct StatisticsRecountTests {
    init() throws { try TrackedTitles.make() }

    /// One play as it is counted here.
    private struct Counted {
        let isMovie: Bool
        let title: Int64
        let episode: Int64?
        let minutes: Int64
        let precision: String
        /// First and last day, empty without a date.
        let from: String
        let to: String
        /// Seconds since 1970.
        let time: Int64

        func isIn(_ first: String, _ last: String) -> Bool {
            first.isEmpty && last.isEmpty || !from.isEmpty && from >= first && (last.isEmpty || to <= last)
        }
    }

    /// Plays of two years around changes of the clocks, in all precisions.
    private static func fill(_ account: SignedUp, zone: String, seed: Int) throws -> [Counted] {
        let owner = try AccountDatabase.owner()
        try owner.query("update accounts set time_zone = $1 where user_id = $2", [.text(zone), .int(account.key)])
        try owner.execute(
            """
            select setseed(\(Double(seed) / 10));
            insert into plays (user_id, title_id, kind, episode_id, watched_at, precision, minutes)
            select \(account.key), case when is_movie then 502 else 504 end, case when is_movie then 'movie' else 'show' end,
                   case when not is_movie then 50401 + (random() * 900)::integer end,
                   case how when 'unknown' then null
                            when 'instant' then timestamptz '2024-01-01 00:00:00+00' + (random() * 17000)::integer * interval '1 hour'
                                                + (random() * 3)::integer * interval '20 minutes'
                            else date_trunc(how, timestamp '2024-01-01' + random() * interval '700 days') at time zone 'UTC' end,
                   how::date_precision, case when random() < 0.9 then 20 + (random() * 100)::integer end
              from (select random() < 0.3 as is_movie,
                           (array['instant', 'instant', 'instant', 'instant', 'instant', 'day', 'month', 'year', 'unknown'])[1 + (random() * 8)::integer] as how
                      from generate_series(1, 400)) made
            """)
        // An evening in front of the screen every few weeks.
        try owner.execute(
            """
            insert into plays (user_id, title_id, kind, episode_id, watched_at, precision, minutes)
            select \(account.key), 504, 'show', 50401 + e, timestamptz '2024-03-30 19:00:00+00' + w * interval '27 days' + e * interval '50 minutes',
                   'instant', 48 from generate_series(0, 12) w, generate_series(0, 2 + w % 4) e
            """)
        let rows = try owner.query(
            """
            select kind = 'movie', title_id, episode_id, coalesce(minutes, 0), precision, coalesce(day::text, ''),
                   coalesce(case precision when 'month' then (day + interval '1 month - 1 day')::date
                                           when 'year' then (day + interval '1 year - 1 day')::date else day end::text, ''),
                   coalesce(extract(epoch from watched_at)::bigint, 0)
              from (select *, (watched_at at time zone case when precision = 'instant' then $2 else 'UTC' end)::date as day
                      from plays where user_id = $1) p
            """, [.int(account.key), .text(zone)])
        return (0..<rows.count).map { row in
            Counted(
                isMovie: rows.bool(row, 0), title: rows.int(row, 1), episode: rows.optionalInt(row, 2),
                minutes: rows.int(row, 3), precision: rows.text(row, 4), from: rows.text(row, 5), to: rows.text(row, 6),
                time: rows.int(row, 7))
        }
    }

    private static func recount(_ plays: [Counted], _ first: String, _ last: String) -> String {
        let plays = plays.filter { $0.isIn(first, last) }
        let (movies, episodes) = (plays.filter(\.isMovie), plays.filter { !$0.isMovie })
        var months: [String: (movies: Int, episodes: Int, minutes: Int64)] = [:]
        for play in plays where ["instant", "day", "month"].contains(play.precision) {
            var month = months[String(play.from.prefix(7)), default: (0, 0, 0)]
            if play.isMovie { month.movies += 1 } else { month.episodes += 1 }
            month.minutes += play.minutes
            months[String(play.from.prefix(7))] = month
        }
        let timeline = months.keys.sorted().map { key in
            let month = months[key] ?? (0, 0, 0)
            return "\(key)-01 \(month.movies) \(month.episodes) \(month.minutes)"
        }
        let parts = [
            movies.count, Set(movies.map(\.title)).count, episodes.count, Set(episodes.map(\.episode)).count,
            Set(episodes.map(\.title)).count, plays.count { $0.precision == "unknown" },
        ]
        let minutes = plays.reduce(0) { $0 + $1.minutes }
        return "\(parts) \(minutes) \(binges(episodes)) \(timeline)"
    }

    /// How many binges, and how many episodes the longest has.
    private static func binges(_ episodes: [Counted]) -> [Int] {
        let moments = Dictionary(grouping: episodes.filter { $0.precision == "instant" }, by: \.time)
        var lengths: [Int] = []
        var last: Int64?
        for time in moments.keys.sorted() where moments[time]?.count == 1 {
            if let last, time - last < 7200 { lengths[lengths.count - 1] += 1 } else { lengths.append(1) }
            last = time
        }
        let binges = lengths.filter { $0 >= 3 }
        return [binges.count, binges.max() ?? 0]
    }

    private static let document = """
        query ($range: DateRangeInput) { viewer { statistics(range: $range) {
          moviePlays movies episodePlays episodes shows undatedPlays minutes binges { count longestEpisodes }
          timeline(step: MONTH) { date movies episodes minutes } } } }
        """

    private static func answered(_ bed: AccountTestBed, _ account: SignedUp, _ first: String, _ last: String)
        async throws -> String
    {
        func bound(_ day: String) -> String { day.isEmpty ? "null" : "\"\(day)\"" }
        let answer = try await bed.answer(
            document, "{\"range\":{\"from\":\(bound(first)),\"to\":\(bound(last))}}", as: account.token)
        let figures = answer["data"]?["viewer"]?["statistics"]
        func int(_ name: String) -> Int { Int(figures?[name]?.int64 ?? -1) }
        let parts = ["moviePlays", "movies", "episodePlays", "episodes", "shows", "undatedPlays"].map(int)
        let binges = ["count", "longestEpisodes"].map { Int(figures?["binges"]?[$0]?.int64 ?? -1) }
        let timeline = (figures?["timeline"]?.array ?? []).map { point in
            let numbers = ["movies", "episodes", "minutes"].map { "\(point[$0]?.int64 ?? -1)" }
            return ([point["date"]?.string ?? ""] + numbers).joined(separator: " ")
        }
        return "\(parts) \(int("minutes")) \(binges) \(timeline)"
    }

    @Test(arguments: ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Auckland", "Asia/Kathmandu"])
    func `statistics equal a recount, in every time zone and span`(zone: String) async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("recount.\(zone.utf8.count)")
            let plays = try Self.fill(account, zone: zone, seed: zone.utf8.count % 10)
            for (first, last) in [
                ("", ""), ("2024-03-30", "2024-03-31"), ("2024-01-01", "2024-12-31"), ("2024-10-20", "2024-11-10"),
                ("", "2025-03-30"), ("2025-02-01", ""),
            ] {
                #expect(
                    try await Self.answered(bed, account, first, last) == Self.recount(plays, first, last),
                    "\(first) to \(last)")
            }
        }
    }
}

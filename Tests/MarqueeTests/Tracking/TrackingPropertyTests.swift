import DataLoader
import GraphQL
import PostgreSQL
import TestSupport
import Testing

@testable import Marquee

/// Random sequences of what viewers and the catalogue do, held against `TrackingModel` after each step.
@Suite struct TrackingPropertyTests {
    init() throws { try TrackedTitles.make() }

    @Test(arguments: 0..<4)
    func `every sequence of operations leaves what the rules say`(part: Int) async throws {
        try await AccountTestBed.run { bed in
            for seed in 0..<6 {
                var walk = try await TrackingWalk(seed: UInt64(part * 100 + seed), bed)
                for _ in 0..<40 { try await walk.step() }
            }
        }
    }
}

/// One viewer and a show that nobody else watches.
private struct TrackingWalk {
    private let bed: AccountTestBed
    private let context: RequestContext
    private let viewer: ViewerScope
    private let owner: OwnerConnection
    private let show: Int64
    private var model: TrackingModel
    private var random: SplitMix
    private var story: [String] = []

    init(seed: UInt64, _ bed: AccountTestBed) async throws {
        self.bed = bed
        random = SplitMix(state: seed)
        let account = try await bed.register("walk.\(seed)")
        context = try await bed.context(of: account)
        viewer = ViewerScope(userID: account.key, role: "user")
        owner = try AccountDatabase.owner()
        let hasEnded = random.next() % 2 == 0
        show = try owner.query(
            """
            insert into titles (kind, slug, title, sort_title, runtime, status)
              values ('show', $1, 'Walk', 'walk', 30, $2::text::title_status) returning id
            """, [.text("walk-\(seed)"), .text(hasEnded ? "ended" : "returning")]
        ).int(0, 0)
        var episodes: [TrackingModel.Episode] = []
        for season in 0...3 {
            try owner.query("insert into seasons (show_id, number) values ($1, $2)", [.int(show), .int(season)])
            for number in 1...3 {
                episodes.append(try Self.make(owner, show, season, number, day: Self.day(&random), &random))
            }
        }
        model = TrackingModel(episodes, hasEnded: hasEnded)
    }

    /// Mostly in the past.
    private static func day(_ random: inout SplitMix) -> Int? {
        switch random.next() % 10 {
        case 0: nil
        case 1, 2: Int(random.next() % 20) + 1
        default: -Int(random.next() % 400)
        }
    }

    private static func make(
        _ owner: OwnerConnection, _ show: Int64, _ season: Int, _ number: Int, day: Int?, _ random: inout SplitMix
    ) throws -> TrackingModel.Episode {
        let runtime = random.next() % 3 == 0 ? nil : Int(random.next() % 60)
        let id = try owner.query(
            """
            insert into episodes (show_id, season_id, season_number, number, air_date, runtime)
              select $1, s.id, s.number, $3, current_date + $4::integer, $5 from seasons s where s.show_id = $1 and s.number = $2
              returning id
            """, [.int(show), .int(season), .int(number), .int(day.map { Int64($0) }), .int(runtime.map { Int64($0) })]
        ).int(0, 0)
        return TrackingModel.Episode(id: id, season: season, number: number, airDay: day, runtime: runtime)
    }

    // MARK: Steps

    mutating func step() async throws {
        let time = random.next() % 5 == 0 ? nil : Int(random.next() % 40) * 60 + 60
        let episode = model.episodes[Int(random.next() % UInt64(model.episodes.count))]
        let coin = random.next() % 2 == 0
        switch random.next() % 20 {
        case 0...4: try await mark(episode, andEarlier: coin, time)
        case 5: try await markSeason(episode.season, time)
        case 6: try await markShow(until: coin && !episode.isSpecial ? episode : nil, time)
        case 7...9: try await unmark(episode, allPlays: coin)
        case 10: try await unmarkSeason(episode.season)
        case 11: try await unmarkShow(allRuns: coin)
        case 12: try await startRewatch(from: coin && !episode.isSpecial ? episode : nil)
        case 13: try await endRewatch(deletingPlays: coin)
        case 14: try await log(episode, inRun: coin, time)
        case 15: try await deleteSome()
        case 16: try await move(time)
        case 17: try await setStatus()
        default: try changeCatalogue(episode)
        }
        try await compare()
    }

    /// The keys a command gives, without the show.
    private func send(_ command: Statement, _ parameters: [Parameter]) async throws -> [Int64] {
        let rows = try await bed.pool.query(command, parameters, viewer: viewer)
        return (0..<rows.count).dropFirst().map { rows.int($0, 0) }
    }

    private func parameters(_ time: Int?) throws -> [Parameter] {
        guard let time else { return [.null, .text("unknown"), .bool(false)] }
        return [
            .text(
                try owner.query("select (current_date - make_interval(mins => $1))::text || '+00'", [.int(time)]).text(
                    0, 0)),
            .text("instant"), .bool(false),
        ]
    }

    private mutating func mark(_ episode: TrackingModel.Episode, andEarlier: Bool, _ time: Int?) async throws {
        story.append("mark \(episode.place) earlier \(andEarlier) at \(time ?? -1)")
        let ids = try await send(
            TrackingCommands.markEpisode, [.int(episode.id), .bool(andEarlier)] + parameters(time))
        let picked = model.picked(episode, andEarlier: andEarlier)
        #expect(ids.count == model.freshCount(picked), "\(story)")
        model.mark(picked, time: time, ids: ids)
    }

    private mutating func markSeason(_ season: Int, _ time: Int?) async throws {
        story.append("mark season \(season)")
        let ids = try await send(TrackingCommands.markSeason, [.int(try seasonID(season))] + parameters(time))
        let picked = model.picked(season: season)
        #expect(ids.count == model.freshCount(picked), "\(story)")
        model.mark(picked, time: time, ids: ids)
    }

    private mutating func markShow(until: TrackingModel.Episode?, _ time: Int?) async throws {
        let withSpecials = random.next() % 2 == 0
        story.append("mark until \(until?.place ?? []) specials \(withSpecials)")
        let ids = try await send(
            TrackingCommands.markShow, [.int(show), .int(until?.id), .bool(withSpecials)] + parameters(time))
        let picked = model.picked(until: until, withSpecials: withSpecials)
        #expect(ids.count == model.freshCount(picked), "\(story)")
        model.mark(picked, time: time, ids: ids)
    }

    private func seasonID(_ number: Int) throws -> Int64 {
        try owner.query("select id from seasons where show_id = $1 and number = $2", [.int(show), .int(number)]).int(
            0, 0)
    }

    private mutating func unmark(_ episode: TrackingModel.Episode, allPlays: Bool) async throws {
        story.append("unmark \(episode.place) all \(allPlays)")
        let gone = try await send(TrackingCommands.unmarkEpisode, [.int(episode.id), .bool(allPlays)])
        let number = model.currentNumber
        let expected = model.forget { play in
            play.episode == episode.id && (allPlays || number != nil && play.run == number)
        }
        #expect(gone.sorted() == expected.sorted(), "\(story)")
    }

    private mutating func unmarkSeason(_ season: Int) async throws {
        story.append("unmark season \(season)")
        let gone = try await send(TrackingCommands.unmarkSeason, [.int(try seasonID(season))])
        let number = model.currentNumber
        let ids = model.episodes.filter { $0.season == season }.map(\.id)
        let expected = model.forget { number != nil && $0.run == number && ids.contains($0.episode) }
        #expect(gone.sorted() == expected.sorted(), "\(story)")
    }

    private mutating func unmarkShow(allRuns: Bool) async throws {
        story.append("unmark show, all \(allRuns)")
        let gone = try await send(TrackingCommands.unmarkShow, [.int(show), .bool(allRuns)])
        #expect(gone.sorted() == model.forgetShow(allRuns: allRuns).sorted(), "\(story)")
    }

    /// Whether PostgreSQL refuses what the model refuses.
    private func expectSame(
        _ command: Statement, _ parameters: [Parameter], isRefused: Bool
    ) async throws {
        var constraint: String?
        do {
            _ = try await bed.pool.query(command, parameters, viewer: viewer)
        } catch {
            constraint = error.constraint ?? "\(error)"
        }
        let refusals = ["runs_begun", "rewatch_begun"]
        #expect(constraint.map(refusals.contains) ?? false == isRefused, "\(constraint ?? "done") \(story)")
    }

    private mutating func startRewatch(from first: TrackingModel.Episode?) async throws {
        story.append("start from \(first?.place ?? [])")
        var isRefused = false
        do throws(TrackingModel.Refusal) { try model.startRewatch(from: first) } catch { isRefused = true }
        try await expectSame(TrackingCommands.startRewatch, [.int(show), .int(first?.id)], isRefused: isRefused)
    }

    private mutating func endRewatch(deletingPlays: Bool) async throws {
        story.append("end, deleting \(deletingPlays)")
        var isRefused = false
        do throws(TrackingModel.Refusal) { try model.endRewatch(deletingPlays: deletingPlays) } catch {
            isRefused = true
        }
        try await expectSame(TrackingCommands.endRewatch, [.int(show), .bool(deletingPlays)], isRefused: isRefused)
    }

    private mutating func log(_ episode: TrackingModel.Episode, inRun: Bool, _ time: Int?) async throws {
        story.append("log \(episode.place) in run \(inRun) at \(time ?? -1)")
        let ids = try await send(
            TrackingCommands.logPlay, [.null, .int(episode.id)] + parameters(time) + [.null, .null, .bool(inRun)])
        model.log(episode, inRun: inRun, time: time, id: try #require(ids.first))
    }

    private mutating func deleteSome() async throws {
        let chosen = model.plays.map(\.id).filter { _ in random.next() % 3 == 0 }
        story.append("delete \(chosen.count) plays")
        let rows = try await bed.pool.query(TrackingCommands.deletePlays, [.bigints(chosen)], viewer: viewer)
        #expect(
            (0..<rows.count).map { rows.int($0, 1) } == model.forget { chosen.contains($0.id) }.sorted(), "\(story)")
    }

    private mutating func move(_ time: Int?) async throws {
        guard let play = model.plays.randomElement(using: &random) else { return }
        story.append("move a play to \(time ?? -1)")
        _ = try await send(
            TrackingCommands.updatePlay, [.int(play.id), .bool(true)] + parameters(time) + [.bool(false), .null])
        model.move(play.id, to: time)
    }

    private mutating func setStatus() async throws {
        let status = [nil, "planned", "watching", "completed", "on_hold", "dropped"][Int(random.next() % 6)]
        story.append("set \(status ?? "no status")")
        _ = try await bed.pool.query(LibraryCommands.setStatus, [.bigints([show]), .text(status)], viewer: viewer)
        model.set(status: status)
    }

    private mutating func changeCatalogue(_ episode: TrackingModel.Episode) throws {
        let day = Self.day(&random)
        switch random.next() % 3 {
        case 0:
            let number = (model.episodes.filter { $0.season == episode.season }.map(\.number).max() ?? 0) + 1
            story.append("new episode \([episode.season, number]) on \(day ?? -999)")
            model.gain(try Self.make(owner, show, episode.season, number, day: day, &random))
        case 1 where model.episodes.count > 4:
            story.append("episode \(episode.place) goes")
            try owner.query("delete from episodes where id = $1", [.int(episode.id)])
            model.lose(episode)
        default:
            story.append("episode \(episode.place) airs on \(day ?? -999)")
            try owner.query(
                "update episodes set air_date = current_date + $2::integer where id = $1",
                [.int(episode.id), .int(day.map { Int64($0) })])
            model.move(episode, toDay: day)
        }
    }

    // MARK: Comparing

    private func compare() async throws {
        try #require(try storedRuns() == modelRuns(), "\(story)")
        try #require(try storedEntry() == modelEntry(), "\(story)")
        try #require(try storedRepetitions() == model.repetitions, "\(story)")
        try #require(try await progress() == modelProgress(), "\(story)")
        try #require(try await upNext() == modelUpNext(), "\(story)")
    }

    private func storedRuns() throws -> [String] {
        let rows = try owner.query(
            """
            select concat_ws(' ', number, is_current, watched_count, minutes_watched, coalesce(last_episode_id, 0), completed,
                             coalesce((select e.id from episodes e where e.id = next_episode_id and e.air_date <= current_date and is_current), 0) > 0,
                             (extract(epoch from current_date - last_watched_at) / 60)::integer)
              from viewing_runs where show_id = $1 order by number
            """, [.int(show)])
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    private func modelRuns() -> [String] {
        model.runs.sorted { $0.number < $1.number }.map { run in
            let plays = model.watched(in: run)
            let minutes = plays.reduce(0) { sum, play in
                sum + (model.episodes.first { $0.id == play.episode }?.runtime ?? 30)
            }
            let isCurrent = run.number == model.currentNumber
            var parts = ["\(run.number)", isCurrent ? "t" : "f", "\(plays.count)", "\(minutes)"]
            parts += ["\(model.last(in: run) ?? 0)", run.isCompleted ? "t" : "f"]
            parts +=
                [isCurrent && model.next(in: run) != nil ? "t" : "f"]
                + (plays.compactMap(\.time).min().map { ["\($0)"] } ?? [])
            return parts.joined(separator: " ")
        }
    }

    private func storedEntry() throws -> String {
        let rows = try owner.query(
            """
            select concat_ws(' ', coalesce(status, 'none'), watch_count, (extract(epoch from current_date - first_watched_at) / 60)::integer,
                             (extract(epoch from current_date - last_watched_at) / 60)::integer)
              from library_entries where user_id = $1 and title_id = $2
            """, [.int(viewer.userID), .int(show)])
        return rows.isEmpty ? "no entry" : rows.text(0, 0)
    }

    private func modelEntry() -> String {
        guard model.hasEntry else { return "no entry" }
        let times = model.plays.compactMap(\.time)
        let span = times.isEmpty ? [] : ["\(times.max() ?? 0)", "\(times.min() ?? 0)"]
        return ([model.status ?? "none", "\(model.runs.count { $0.isCompleted })"] + span).joined(separator: " ")
    }

    private func storedRepetitions() throws -> Set<Int64> {
        let rows = try owner.query("select id from plays where title_id = $1 and is_rewatch", [.int(show)])
        return Set((0..<rows.count).map { rows.int($0, 0) })
    }

    /// What `viewerProgress` says.
    private func progress() async throws -> String {
        context.memo.forgetFinds()
        let needs = AttributeSet(ProgressColumn.figures, .nextEpisodeId)
        let all = try await context.one(ProgressStatements.ofShows, [show], needs: needs, as: context.caller.viewer)
        guard let progress = all[0] else { return "none" }
        let figures = ProgressFigures(progress)
        return "\(figures.aired) \(figures.watched) \(figures.minutesLeft) \(progress.optionalInt(.nextEpisodeId) ?? 0)"
    }

    /// The episode that is up next and how many are left, from what is kept of the run.
    private func upNext() async throws -> String {
        context.memo.forgetFinds()
        let template = UpNextStatements.list(by: .closestToFinish).template([])
        let needs = AttributeSet(UpNextColumn.episodeId, .episodesLeft)
        let items = try await context.many(
            template, [viewer.userID], needs: needs, [.int(10)], as: context.caller.viewer)
        return items.values.map { "\($0.int(.episodeId)) \($0.int(.episodesLeft))" }.joined(separator: ", ")
    }

    private func modelUpNext() -> String {
        guard let run = model.current, !["on_hold", "dropped"].contains(model.status ?? "") else { return "" }
        let left = model.aired(in: run).filter { !model.isWatched($0, in: run) }
        return left.first.map { "\($0.id) \(left.count)" } ?? ""
    }

    private func modelProgress() -> String {
        guard let run = model.current else { return "none" }
        let aired = model.aired(in: run)
        let left = aired.filter { !model.isWatched($0, in: run) }
        let minutes = left.reduce(0) { $0 + ($1.runtime ?? 30) }
        return "\(aired.count) \(aired.count - left.count) \(minutes) \(left.first?.id ?? 0)"
    }
}

/// The rules of runs, progress and status in plain Swift, for one show and one viewer: what PostgreSQL is held against.
/// It keeps plays and what cannot be derived from them; all else it works out anew from the start.
struct TrackingModel {
    struct Episode: Equatable {
        let id: Int64
        let season: Int
        let number: Int
        /// From today; nil if it is not known.
        var airDay: Int?
        let runtime: Int?

        var place: [Int] { [season, number] }
        var hasAired: Bool { airDay.map { $0 <= 0 } ?? false }
        var isSpecial: Bool { season == 0 }
    }

    struct Play: Equatable {
        let id: Int64
        let episode: Int64
        /// Nil for a stray replay.
        let run: Int?
        /// In minutes before today; nil if it is not known.
        var time: Int?
    }

    struct Run: Equatable {
        let number: Int
        var start: [Int]?
        var isCompleted = false
        var isClosed = false
    }

    enum Refusal: Error { case invalidState }

    /// In order of the places.
    var episodes: [Episode]
    let hasEnded: Bool
    var plays: [Play] = []
    var runs: [Run] = []
    var currentNumber: Int?
    var hasEntry = false
    var status: String?
    var wasPlanned = false

    init(_ episodes: [Episode], hasEnded: Bool) { (self.episodes, self.hasEnded) = (episodes, hasEnded) }

    // MARK: What follows

    var current: Run? { runs.first { $0.number == currentNumber } }

    func counts(_ episode: Episode, in run: Run?) -> Bool {
        !episode.isSpecial && !(run?.start).map { episode.place.lexicographicallyPrecedes($0) }.isTrue
    }

    /// What has aired and counts in a run.
    func aired(in run: Run) -> [Episode] { episodes.filter { $0.hasAired && counts($0, in: run) } }

    func isWatched(_ episode: Episode, in run: Run) -> Bool {
        plays.contains { $0.episode == episode.id && $0.run == run.number }
    }

    /// The regular plays of a run.
    func watched(in run: Run) -> [Play] {
        plays.filter { play in play.run == run.number && episodes.contains { $0.id == play.episode && !$0.isSpecial } }
    }

    func next(in run: Run) -> Episode? { aired(in: run).first { !isWatched($0, in: run) } }

    func isSeen(_ run: Run) -> Bool { aired(in: run).contains { isWatched($0, in: run) } && next(in: run) == nil }

    func last(in run: Run) -> Int64? {
        watched(in: run).max { left, right in
            if left.time != right.time { return (left.time ?? .max) > (right.time ?? .max) }
            return place(left.episode).lexicographicallyPrecedes(place(right.episode))
        }?.episode
    }

    private func place(_ id: Int64) -> [Int] { episodes.first { $0.id == id }?.place ?? [] }

    /// The plays that repeat another of the same episode.
    var repetitions: Set<Int64> {
        var found: Set<Int64> = []
        for (_, same) in Dictionary(grouping: plays, by: \.episode) {
            let inOrder = same.sorted { left, right in
                left.time == right.time ? left.id < right.id : (left.time ?? .max) > (right.time ?? .max)
            }
            found.formUnion(inOrder.dropFirst().map(\.id))
        }
        return found
    }

    // MARK: Settling

    private mutating func settle(_ number: Int, taken: Bool) {
        guard let place = runs.firstIndex(where: { $0.number == number }) else { return }
        runs[place].isCompleted = isSeen(runs[place]) || runs[place].isCompleted && !taken
    }

    private mutating func settleEntry(gained: Bool, lost: Bool) {
        if !lost { hasEntry = true }
        guard hasEntry else { return }
        let old = status
        let isLeft = current.map { next(in: $0) != nil } ?? false
        if gained {
            status = !isLeft && hasEnded ? "completed" : "watching"
        } else if lost, status == "watching" || status == "completed" {
            if runs.allSatisfy({ watched(in: $0).isEmpty }) {
                status = wasPlanned ? "planned" : nil
            } else if isLeft {
                status = "watching"
            }
        }
        wasPlanned = status != nil && status != "planned" && (wasPlanned || gained && old == "planned")
        dropEmptyEntry()
    }

    private mutating func dropEmptyEntry() {
        if status == nil, plays.isEmpty { hasEntry = false }
    }

    // MARK: What a viewer does

    /// `ids`: of the plays that were made, in order of the episodes.
    mutating func mark(_ picked: [Episode], time: Int?, ids: [Int64]) {
        guard !picked.isEmpty else { return }
        let run = openRun()
        let fresh = picked.filter { !isWatched($0, in: run) }
        for (episode, id) in zip(fresh, ids) {
            plays.append(Play(id: id, episode: episode.id, run: run.number, time: time))
        }
        guard !fresh.isEmpty else { return }
        settle(run.number, taken: false)
        settleEntry(gained: fresh.contains { !$0.isSpecial }, lost: false)
    }

    /// How many plays `mark` will make.
    func freshCount(_ picked: [Episode]) -> Int {
        guard let current else { return picked.count }
        return picked.count { !isWatched($0, in: current) }
    }

    func picked(_ episode: Episode, andEarlier: Bool) -> [Episode] {
        episodes.filter { other in
            other == episode
                || andEarlier && other.hasAired && counts(other, in: current)
                    && other.place.lexicographicallyPrecedes(episode.place)
        }
    }

    func picked(season: Int) -> [Episode] {
        episodes.filter { $0.season == season && $0.hasAired && ($0.isSpecial || counts($0, in: current)) }
    }

    func picked(until: Episode?, withSpecials: Bool) -> [Episode] {
        episodes.filter { episode in
            guard episode.hasAired else { return false }
            if episode.isSpecial {
                guard let until else { return withSpecials }
                return withSpecials && until.airDay.map { (episode.airDay ?? .max) <= $0 } ?? false
            }
            return counts(episode, in: current)
                && !(until.map { $0.place.lexicographicallyPrecedes(episode.place) } ?? false)
        }
    }

    private mutating func openRun() -> Run {
        if let current { return current }
        let run = Run(number: (runs.map(\.number).max() ?? 0) + 1)
        runs.append(run)
        currentNumber = run.number
        return run
    }

    mutating func log(_ episode: Episode, inRun: Bool, time: Int?, id: Int64) {
        var number: Int?
        if inRun {
            let run = openRun()
            if !isWatched(episode, in: run) { number = run.number }
        }
        plays.append(Play(id: id, episode: episode.id, run: number, time: time))
        if let number { settle(number, taken: false) }
        settleEntry(gained: number != nil && !episode.isSpecial, lost: false)
    }

    mutating func move(_ id: Int64, to time: Int?) {
        guard let place = plays.firstIndex(where: { $0.id == id }) else { return }
        plays[place].time = time
        if let run = plays[place].run { settle(run, taken: false) }
        settleEntry(gained: false, lost: false)
    }

    /// Returns what went.
    @discardableResult
    mutating func forget(where isGone: (Play) -> Bool) -> [Int64] {
        let gone = plays.filter(isGone)
        guard !gone.isEmpty else { return [] }
        plays.removeAll(where: isGone)
        for number in Set(gone.compactMap(\.run)) {
            let isPoorer = gone.contains { play in
                play.run == number && episodes.contains { $0.id == play.episode && !$0.isSpecial }
            }
            settle(number, taken: isPoorer)
        }
        dropEmptyFirstRun()
        settleEntry(gained: false, lost: true)
        return gone.map(\.id)
    }

    private mutating func dropEmptyFirstRun() {
        guard currentNumber == 1, !plays.contains(where: { $0.run == 1 }), runs.count == 1 else { return }
        (runs, currentNumber) = ([], nil)
    }

    mutating func forgetShow(allRuns: Bool) -> [Int64] {
        let number = currentNumber
        let gone = forget { play in allRuns ? play.run != nil : play.run != nil && play.run == number }
        if allRuns {
            (runs, currentNumber) = ([], nil)
            settleEntry(gained: false, lost: true)
        }
        return gone
    }

    mutating func startRewatch(from first: Episode?) throws(Refusal) {
        guard let current else { throw .invalidState }
        if current.number > 1, !plays.contains(where: { $0.run == current.number }) {
            for place in runs.indices where runs[place].number == current.number { runs[place].start = first?.place }
        } else {
            let run = Run(number: (runs.map(\.number).max() ?? 0) + 1, start: first?.place)
            runs.append(run)
            currentNumber = run.number
        }
        if let currentNumber { settle(currentNumber, taken: false) }
        settleEntry(gained: true, lost: false)
    }

    mutating func endRewatch(deletingPlays: Bool) throws(Refusal) {
        guard let number = currentNumber,
            let earlier = runs.filter({ $0.number < number && !$0.isClosed }).map(\.number).max()
        else { throw .invalidState }
        if deletingPlays {
            forget { $0.run == number }
            runs.removeAll { $0.number == number }
        } else {
            for place in runs.indices where runs[place].number == number { runs[place].isClosed = true }
            settle(number, taken: false)
        }
        currentNumber = earlier
        settle(earlier, taken: false)
        settleEntry(gained: status == "watching", lost: false)
    }

    mutating func set(status wanted: String?) {
        if wanted != nil { hasEntry = true }
        guard hasEntry else { return }
        if status != wanted { wasPlanned = false }
        status = wanted
        dropEmptyEntry()
    }

    // MARK: What the catalogue does

    mutating func gain(_ episode: Episode) {
        episodes.append(episode)
        episodes.sort { $0.place.lexicographicallyPrecedes($1.place) }
        wake()
    }

    mutating func lose(_ episode: Episode) {
        episodes.removeAll { $0 == episode }
        plays.removeAll { $0.episode == episode.id }
        recount()
    }

    mutating func move(_ episode: Episode, toDay day: Int?) {
        for place in episodes.indices where episodes[place].id == episode.id { episodes[place].airDay = day }
        recount()
    }

    private mutating func recount() {
        for run in runs { settle(run.number, taken: false) }
        wake()
        dropEmptyFirstRun()
    }

    /// Who had completed the show watches again.
    private mutating func wake() {
        guard status == "completed", let current, next(in: current) != nil, !watched(in: current).isEmpty else {
            return
        }
        status = "watching"
    }
}

extension Bool? {
    fileprivate var isTrue: Bool { self == true }
}

import DataLoader
package import EventLoop
import GraphQL
package import Metrics

/// Answers to requests of nobody in particular, kept on one loop and shared by servers (docs/decisions/0010).
///
/// An answer is kept with the number that `currentNumber` had when its making began, and given while the number is still
/// the same. Loop thread only.
package final class AnswerCache: Sendable {
    /// Where an answer came from that was not made for its request.
    package enum Source: String, Sendable {
        /// This loop, or a request that was at it already.
        case hit
        /// What servers share.
        case shared
    }

    /// Stands for the state of what answers are made from; nil while nobody can tell it.
    package typealias CurrentNumber = @Sendable (ContinuousClock.Instant) -> UInt64?

    private struct State {
        var answers: BoundedCache<AnswerKey, Kept>
        /// The keys of answers by the bytes of requests.
        var requests: DocumentCache<AnswerKey>
        var statistics = CacheStatistics()
    }

    private struct Kept {
        let answer: CachedAnswer
        let number: UInt64
    }

    /// A request that came after a change waits for none that began before.
    fileprivate struct FlightKey: Hashable {
        let key: AnswerKey
        let number: UInt64
    }

    /// The right to keep an answer, and the duty to tell those who wait for it.
    struct Claim {
        fileprivate let flight: FlightKey
        fileprivate let place: SharedAnswers.Place?
    }

    enum Finding {
        case found(CachedAnswer, Source)
        /// Whoever asked makes the answer.
        case missing(Claim?)
    }

    private let state: LoopBound<State>
    private let flights: SingleFlight<FlightKey, CachedAnswer>
    private let currentNumber: CurrentNumber
    private let shared: SharedAnswers?
    let salt: [UInt8]

    /// Longer requests are read.
    private static var longestRequest: Int { 16 << 10 }
    /// Longer answers are not shared.
    private static var longestShared: Int { 1 << 20 }
    private static var bytesOfAnswer: Int { 1000 }

    /// - Parameters:
    ///   - capacity: in bytes.
    ///   - salt: stands for what answers depend on beside their requests: schema, settings.
    ///   - shared: nil where each server keeps to itself.
    package init(
        loop: EventLoop, capacity: Int, salt: String, shared: SharedAnswers?,
        currentNumber: @escaping CurrentNumber
    ) {
        state = LoopBound(
            loop,
            State(
                answers: BoundedCache(capacity: capacity / 8 * 7), requests: DocumentCache(capacity: capacity / 8)))
        flights = SingleFlight(loop: loop)
        self.salt = ContentHash.bytes(of: Array(salt.utf8))
        self.shared = shared
        self.currentNumber = currentNumber
    }

    private var loop: EventLoop { state.loop }

    // MARK: Finding

    /// The answer to a request of exactly these bytes.
    func find(_ request: borrowing DocumentKey, at now: ContinuousClock.Instant) -> CachedAnswer? {
        guard let number = currentNumber(now) else { return nil }
        return state.withValue { state in
            guard let key = state.requests.find(request), let kept = state.answers.find(key), kept.number == number,
                now < kept.answer.refreshAt
            else { return nil }
            state.statistics.hits += 1
            return kept.answer
        }
    }

    /// From now on, requests of these bytes are answered with what is kept under the key.
    func remember(_ request: borrowing DocumentKey, _ key: AnswerKey) {
        guard request.count <= Self.longestRequest else { return }
        state.withValue { $0.requests.insert(key, under: request, size: 100) }
    }

    /// What is kept, here or elsewhere, or comes of what another request is at.
    func find(_ key: AnswerKey, of operation: MeteredOperation, languages: String?) async -> Finding {
        guard let number = currentNumber(loop.now) else {
            state.withValue { $0.statistics.bypasses += 1 }
            return .missing(nil)
        }
        let flight = FlightKey(key: key, number: number)
        if let kept = kept(key, number), loop.now < kept.refreshAt || flights.isUnderWay(flight) {
            return found(kept, .hit)
        }
        let isRefresh = kept(key, number) != nil
        if case .follows(let other) = flights.join(flight) {
            if let answer = await other.value { return found(answer, .hit) }
            // Nobody waits in line for what cannot be kept.
            return missing(nil)
        }
        let place = shared?.place(key)
        if !isRefresh, let place, let bytes = await shared?.find(place),
            let answer = CachedAnswer(stored: bytes, of: operation, languages: languages, now: loop.now)
        {
            keep(answer, flight)
            flights.land(flight, answer)
            return found(answer, .shared)
        }
        return missing(Claim(flight: flight, place: place))
    }

    private func kept(_ key: AnswerKey, _ number: UInt64) -> CachedAnswer? {
        state.withValue { state in
            guard let kept = state.answers.find(key), kept.number == number, loop.now < kept.answer.expiresAt else {
                return nil
            }
            return kept.answer
        }
    }

    private func found(_ answer: CachedAnswer, _ source: Source) -> Finding {
        state.withValue { state in
            switch source {
            case .hit: state.statistics.hits += 1
            case .shared: state.statistics.shared += 1
            }
        }
        return .found(answer, source)
    }

    private func missing(_ claim: Claim?) -> Finding {
        state.withValue { $0.statistics.misses += 1 }
        return .missing(claim)
    }

    // MARK: Keeping

    /// Keeps a complete answer under a claim, shares it, and gives it to those who wait. Nil for what is none.
    func keep(
        _ response: Response, of operation: MeteredOperation, languages: String?, _ claim: Claim?
    ) -> CachedAnswer? {
        guard response.isComplete else {
            if let claim { flights.land(claim.flight, nil) }
            return nil
        }
        let body = unsafe response.bytes.withUnsafeBytes { unsafe Array($0) }
        let answer = CachedAnswer(body, of: operation, languages: languages, now: loop.now)
        if let claim {
            keep(answer, claim.flight)
            flights.land(claim.flight, answer)
            if let place = claim.place { share(answer, at: place) }
        }
        return answer
    }

    private func keep(_ answer: CachedAnswer, _ flight: FlightKey) {
        guard currentNumber(loop.now) == flight.number else { return }
        state.withValue { state in
            _ = state.answers.insert(
                Kept(answer: answer, number: flight.number), under: flight.key,
                size: answer.body.count + Self.bytesOfAnswer)
        }
    }

    private func share(_ answer: CachedAnswer, at place: SharedAnswers.Place) {
        guard let shared, answer.body.count <= Self.longestShared else { return }
        let (bytes, lifetime) = (answer.stored(now: loop.now), answer.expiresAt - loop.now)
        loop.spawn { await shared.keep(place, bytes, lifetime) }
    }

    // MARK: Keeping house

    /// Drops the answers that have an unwanted root field; returns how many there were.
    package func purge(where isUnwanted: (_ rootField: String) -> Bool) -> Int {
        state.withValue { state in
            state.answers.removeAll { _, kept in
                kept.answer.metered.operation.cacheControl?.rootFields.contains(where: isUnwanted) ?? true
            }.count
        }
    }

    package var statistics: CacheStatistics {
        state.withValue { state in
            var statistics = state.statistics
            (statistics.count, statistics.size) = (state.answers.count, state.answers.size + state.requests.size)
            return statistics
        }
    }
}

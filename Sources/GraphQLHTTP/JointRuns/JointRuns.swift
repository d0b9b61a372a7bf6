import DataLoader
import EventLoop
import GraphQL

/// What requests have to agree in to be answered by one run.
struct JointRunKey: Hashable {
    /// A hash of document and operation name.
    private let operation: [UInt8]
    /// Variables and languages. As bytes: strings that only look the same are different questions.
    private let rest: [UInt8]
    /// Of both. The key is hashed three times a request.
    private let ownHash: Int

    init(operation: [UInt8], variables: JSONValue, languages: String?) {
        self.operation = operation
        var rest: [UInt8] = []
        variables.append(to: &rest)
        rest.append(0)
        if let languages { rest += languages.utf8 }
        self.rest = rest
        var hasher = Hasher()
        unsafe operation.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        unsafe rest.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        ownHash = hasher.finalize()
    }

    func hash(into hasher: inout Hasher) { hasher.combine(ownHash) }
}

/// Lets requests that ask the same be run once, whichever loop they are on (docs/decisions/0016).
///
/// A run that has begun takes nobody in: what it has read may be older than a request that comes now. Those who come while
/// it is under way wait for its end, and are then run together. Any thread.
package final class JointRuns: Sendable {
    /// A run that waits to begin, for all who ask meanwhile.
    fileprivate final class Gathering: Sendable {
        let begin = Flight<Void>()
        let end = Flight<Response>()
    }

    /// What goes on for one key.
    fileprivate struct Traffic: Sendable {
        /// The number of the run that was begun last.
        var current: Int
        var next: Gathering?
        /// How many have gathered.
        var waiting = 0
    }

    fileprivate struct State: Sendable {
        var traffic: [JointRunKey: Traffic] = [:]
        /// The requests at hand, whether they run or wait.
        var present = 0
        var lastRun = 0
    }

    /// The duty to end a run.
    struct Run {
        fileprivate let number: Int
        fileprivate let gathering: Gathering?
    }

    enum Part {
        /// Whoever asked runs the operation, and ends the run.
        case runs(Run)
        /// Another one ran it.
        case answered(Response)
    }

    private enum Role {
        case alone(Run)
        case leads(Gathering)
        /// With the last one the run begins, whether or not the one before it has ended.
        case follows(Gathering, isLast: Bool)
    }

    private let state = Locked(State())
    private let fewest: Int
    private let patience: Duration
    private let crowd: Int

    /// - Parameters:
    ///   - fewest: this many requests are run side by side: where few ask, waiting gains nothing.
    ///   - patience: how long requests wait for a run to end before they are run beside it.
    ///   - crowd: this many do not wait, if they are half of all at hand: there is little else to do meanwhile.
    package init(fewest: Int = 4, patience: Duration = .milliseconds(20), crowd: Int = 8) {
        (self.fewest, self.patience, self.crowd) = (fewest, patience, crowd)
    }

    /// Waits for the run under way, if there is one. Nothing is charged or read before it returns.
    func join(_ key: JointRunKey, on loop: EventLoop) async -> Part {
        switch role(key) {
        case .alone(let run): return .runs(run)
        case .leads(let gathering):
            let timer = loop.schedule(after: patience) { gathering.begin.land(()) }
            _ = await gathering.begin.value
            timer.cancel()
            return .runs(begin(key, gathering))
        case .follows(let gathering, let isLast):
            if isLast { gathering.begin.land(()) }
            if let response = await gathering.end.value {
                state.withLock { $0.present -= 1 }
                return .answered(response)
            }
            // What failed may be meant for one of them only.
            return .runs(begin(key, nil))
        }
    }

    private func role(_ key: JointRunKey) -> Role {
        state.withLock { state in
            state.present += 1
            guard state.present > fewest else { return .alone(state.run(of: nil)) }
            guard let traffic = state.traffic[key] else {
                let run = state.run(of: nil)
                state.traffic[key] = Traffic(current: run.number)
                return .alone(run)
            }
            state.traffic[key]?.waiting += 1
            if let next = traffic.next {
                let waiting = traffic.waiting + 1
                return .follows(next, isLast: waiting >= crowd && 2 * waiting >= state.present)
            }
            let next = Gathering()
            state.traffic[key]?.next = next
            return .leads(next)
        }
    }

    /// From now on those who come wait for this run.
    private func begin(_ key: JointRunKey, _ gathering: Gathering?) -> Run {
        state.withLock { state in
            let run = state.run(of: gathering)
            if let gathering, state.traffic[key]?.next === gathering {
                state.traffic[key] = Traffic(current: run.number)
            }
            return run
        }
    }

    /// Gives the response to those who waited for the run, and lets those who have come since begin.
    ///
    /// - Parameter response: nil for one that is not for all.
    func end(_ key: JointRunKey, _ run: Run, _ response: Response?) {
        let next = state.withLock { state -> Gathering? in
            state.present -= 1
            guard let traffic = state.traffic[key], traffic.current == run.number else { return nil }
            if traffic.next == nil { state.traffic[key] = nil }
            return traffic.next
        }
        next?.begin.land(())
        run.gathering?.end.land(response)
    }
}

extension JointRuns.State {
    fileprivate mutating func run(of gathering: JointRuns.Gathering?) -> JointRuns.Run {
        lastRun += 1
        return JointRuns.Run(number: lastRun, gathering: gathering)
    }
}

package import EventLoop

/// The subscriptions of one loop to titles.
package final class TitleFollowers: Sendable {
    /// One subscription: whether its title has changed since it last looked, which bounds what waits for a slow client.
    @safe fileprivate struct Follower {
        var hasChanged = false
        var isEnded = false
        var waiting: UnsafeContinuation<Void, Never>?

        mutating func wake() {
            unsafe waiting?.resume()
            unsafe waiting = nil
        }
    }

    private struct State {
        var followers: [Int64: [Int: Follower]] = [:]
        var lastNumber = 0
    }

    private let state: LoopBound<State>

    package init(loop: EventLoop) { state = LoopBound(loop, State()) }

    var loop: EventLoop { state.loop }

    /// How many subscriptions there are. Loop thread only.
    var count: Int { state.withValue { $0.followers.values.reduce(0) { $0 + $1.count } } }

    /// Loop thread only.
    func tell(_ word: TitleNewsDesk.Word) {
        state.withValue { state in
            let titles: [Int64]
            switch word {
            case .all: titles = Array(state.followers.keys)
            case .titles(let changed): titles = changed
            }
            for title in titles {
                for number in state.followers[title, default: [:]].keys {
                    state.followers[title]?[number]?.hasChanged = true
                    state.followers[title]?[number]?.wake()
                }
            }
        }
    }

    fileprivate func add(to title: Int64) -> Int {
        state.withValue { state in
            state.lastNumber += 1
            state.followers[title, default: [:]][state.lastNumber] = Follower()
            return state.lastNumber
        }
    }

    fileprivate func remove(_ number: Int, from title: Int64) {
        state.withValue { state in
            state.followers[title]?[number] = nil
            if state.followers[title]?.isEmpty == true { state.followers[title] = nil }
        }
    }

    fileprivate func end(_ number: Int, of title: Int64) {
        state.withValue { state in
            state.followers[title]?[number]?.isEnded = true
            state.followers[title]?[number]?.wake()
        }
    }

    /// Whether there is something to tell; nil when there will not be.
    fileprivate func take(_ number: Int, of title: Int64) -> Bool? {
        state.withValue { state in
            guard let follower = state.followers[title]?[number], !follower.isEnded else { return nil }
            state.followers[title]?[number]?.hasChanged = false
            return follower.hasChanged
        }
    }

    /// Keeps the continuation until the next news, or the end.
    fileprivate func wait(_ number: Int, of title: Int64, _ continuation: UnsafeContinuation<Void, Never>) {
        state.withValue { state in
            guard let follower = state.followers[title]?[number], !follower.isEnded, !follower.hasChanged else {
                return unsafe continuation.resume()
            }
            unsafe state.followers[title]?[number]?.waiting = continuation
        }
    }
}

/// The changes of one title: its key, each time it has changed since the last time. Changes that pile up are one.
struct TitleUpdates: AsyncSequence, Sendable {
    typealias Element = Int64
    typealias Failure = Never

    let followers: TitleFollowers
    let title: Int64

    func makeAsyncIterator() -> Iterator { Iterator(following: Following(followers, title)) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let following: Following

        /// Nil when the task is cancelled.
        mutating func next() async -> Int64? {
            let following = following
            while let hasChanged = following.followers.take(following.number, of: following.title) {
                if hasChanged { return following.title }
                await withTaskCancellationHandler {
                    await unsafe withUnsafeContinuation { continuation in
                        unsafe following.followers.wait(following.number, of: following.title, continuation)
                    }
                } onCancel: {
                    following.followers.loop.execute { following.followers.end(following.number, of: following.title) }
                }
            }
            return nil
        }

        mutating func next(isolation: isolated (any Actor)?) async -> Int64? { await next() }
    }

    /// A follower, as long as somebody holds it.
    fileprivate final class Following: Sendable {
        let followers: TitleFollowers
        let title: Int64
        let number: Int

        init(_ followers: TitleFollowers, _ title: Int64) {
            self.followers = followers
            self.title = title
            number = followers.add(to: title)
        }

        deinit {
            let (followers, title, number) = (followers, title, number)
            followers.loop.execute { followers.remove(number, from: title) }
        }
    }
}

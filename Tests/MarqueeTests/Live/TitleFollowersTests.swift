import EventLoop
import Testing

@testable import Marquee

@Suite struct TitleFollowersTests {
    @Test func `changes that pile up are told as one, and only of the title followed`() async throws {
        try await onLoop { loop in
            let followers = TitleFollowers(loop: loop)
            var updates = TitleUpdates(followers: followers, title: 1).makeAsyncIterator()
            followers.tell(.titles([2]))
            for _ in 1...3 { followers.tell(.titles([1, 2])) }
            #expect(await updates.next() == 1)
            followers.tell(.all)
            #expect(await updates.next() == 1)
            loop.execute { followers.tell(.titles([1])) }
            #expect(await updates.next() == 1, "one that waits is woken")
        }
    }

    @Test func `a follower ends with its task or with the last who holds it`() async throws {
        try await onLoop { loop in
            let followers = TitleFollowers(loop: loop)
            await withTaskGroup { group in
                group.addTask { for await _ in TitleUpdates(followers: followers, title: 1) {} }
                while followers.count == 0 { await Task.yield() }
                group.cancelAll()
            }
            while followers.count > 0 { await Task.yield() }
            #expect(followers.count == 0)
        }
    }

    private func onLoop(_ body: @escaping @Sendable (EventLoop) async -> Void) async throws {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        await withCheckedContinuation { continuation in
            group.loops[0].spawn {
                await body(group.loops[0])
                continuation.resume()
            }
        }
        group.stop()
        group.join()
    }
}

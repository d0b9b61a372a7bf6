import DataLoader
import EventLoop
import Testing

/// Runs requests on a loop of their own and counts what is fetched.
private final class Fixture: Sendable {
    let loops: EventLoopGroup
    let fetches = Locked<[String]>([])

    init() throws {
        loops = try EventLoopGroup(count: 1)
        try loops.start()
    }

    var loop: EventLoop { loops.loops[0] }

    /// Patient, as a busy machine must not part what belongs together.
    func loader(limit: Int = 1000) -> Loader<String, Int, String> {
        Loader(loop: loop, limit: limit, patience: .seconds(10)) { [fetches] query, keys in
            fetches.withLock { $0.append("\(query) \(keys)") }
            if query == "broken" { throw Broken() }
            return Dictionary(uniqueKeysWithValues: keys.filter { $0 > 0 }.map { ($0, "\(query)-\($0)") })
        }
    }

    /// Runs all requests in one turn of the loop and waits for them.
    func together(_ requests: [@Sendable () async -> Void]) async {
        await withCheckedContinuation { done in
            let left = Locked(requests.count)
            loop.execute { [self] in
                for request in requests {
                    loop.spawn {
                        await request()
                        let isLast = left.withLock { left in
                            left -= 1
                            return left == 0
                        }
                        if isLast { done.resume() }
                    }
                }
            }
        }
    }

    deinit {
        loops.stop()
        loops.join()
    }
}

private struct Broken: Error {}

@Suite struct LoaderTests {
    @Test func `requests of one turn share one fetch, each key once`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader()
        let answers = Locked<[[String?]]>([])
        await fixture.together(
            [[1, 2], [2, 3], [3, -1]].map { keys in
                {
                    let found = try? await loader.load("title", keys); answers.withLock { $0.append(found ?? []) }
                }
            })
        #expect(fixture.fetches.withLock { $0 } == ["title [1, 2, 3, -1]"])
        #expect(answers.withLock { Set($0) } == [["title-1", "title-2"], ["title-2", "title-3"], ["title-3", nil]])
    }

    @Test func `different queries never share a batch`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader()
        await fixture.together(
            ["viewer 1", "viewer 2"].map { query in { _ = try? await loader.load(query, [1]) } })
        #expect(fixture.fetches.withLock { Set($0) } == ["viewer 1 [1]", "viewer 2 [1]"])
    }

    @Test func `a request does not fetch again what it loaded before, absent keys included`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader()
        let memo = RequestMemo<String, Int, String>(loop: fixture.loop)
        await fixture.together([
            {
                _ = try? await loader.load("title", [1, -2], memo: memo)
                let again = try? await loader.load("title", [-2, 1, 3], memo: memo)
                #expect(again == [nil, "title-1", "title-3"])
            }
        ])
        #expect(fixture.fetches.withLock { $0 } == ["title [1, -2]", "title [3]"])
    }

    @Test func `a request knows what it fetched, with whom and for how long, failures included`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader()
        let request: @Sendable ([Int]) -> @Sendable () async -> Void = { keys in
            {
                let memo = RequestMemo<String, Int, String>(loop: fixture.loop)
                _ = try? await loader.load("title", keys, memo: memo)
                _ = try? await loader.load("title", keys, memo: memo)
                _ = try? await loader.load("broken", [7], memo: memo)
                #expect(memo.batches.map(\.fetch.query) == ["title", "broken"])
                #expect(memo.batches.map(\.keyCount) == [keys.count, 1])
                #expect(memo.batches.map(\.fetch.batchKeys) == [3, 1])
                #expect(memo.batches.allSatisfy { $0.fetch.duration ?? .zero > .zero })
            }
        }
        await fixture.together([request([1, 2]), request([2, 3])])
    }

    @Test func `what goes along in one batch of a request is told as one`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader()
        let memo = RequestMemo<String, Int, String>(loop: fixture.loop)
        let fields: [@Sendable () async -> Void] = [[1, 2], [2, 3], [2, 3]].map { keys in
            {
                let found = try? await loader.load("title", keys, memo: memo)
                #expect(found == keys.map { "title-\($0)" })
            }
        }
        await fixture.together(fields)
        await fixture.together([
            {
                _ = try? await loader.load("title", [4], memo: memo)
                #expect(memo.batchCount == 2)
                #expect(memo.batches.map(\.keyCount) == [3, 1])
                #expect(memo.batches.allSatisfy { $0.fetch.duration != nil })
            }
        ])
        #expect(fixture.fetches.withLock { $0 } == ["title [1, 2, 3]", "title [4]"])
    }

    @Test func `the key limit sends a batch before the turn ends`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader(limit: 2)
        await fixture.together([[1, 2], [3]].map { keys in { _ = try? await loader.load("title", keys) } })
        #expect(fixture.fetches.withLock { $0 } == ["title [1, 2]", "title [3]"])
    }

    @Test func `more keys than the limit, asked for at once, are fetched by the limit`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader(limit: 2)
        await fixture.together([
            {
                let found = try? await loader.load("title", [1, 2, 3, 4, 5])
                #expect(found == ["title-1", "title-2", "title-3", "title-4", "title-5"])
            }
        ])
        #expect(fixture.fetches.withLock { $0 } == ["title [1, 2]", "title [3, 4]", "title [5]"])
    }

    @Test func `a failed fetch fails all who wait for it, and the next one is tried anew`() async throws {
        let fixture = try Fixture()
        let loader = fixture.loader()
        let request: @Sendable () async -> Void = {
            await #expect(throws: Broken.self) { try await loader.load("broken", [1]) }
        }
        await fixture.together([request, request])
        await fixture.together([request])
        #expect(fixture.fetches.withLock { $0.count } == 2)
    }

    @Test func `a batch waits for the one under way, so that a busy loop fetches more at a time`() async throws {
        let fixture = try Fixture()
        let loop = fixture.loop
        let landing = LoopBound<CheckedContinuation<Void, Never>?>(loop, nil)
        let loader = Loader<String, Int, String>(loop: loop, patience: .seconds(60)) { [fixture] _, keys in
            fixture.fetches.withLock { $0.append("\(keys)") }
            if keys == [1] { await withCheckedContinuation { waiter in landing.withValue { $0 = waiter } } }
            return [:]
        }
        await fixture.together([
            { _ = try? await loader.load("title", [1]) },
            {
                // After the first batch has left, each in a turn of its own.
                for key in [2, 3, 4] {
                    await withCheckedContinuation { next in loop.whenIdle { next.resume() } }
                    loop.spawn { _ = try? await loader.load("title", [key]) }
                }
                await withCheckedContinuation { next in loop.whenIdle { next.resume() } }
                landing.withValue { $0 }?.resume()
                _ = try? await loader.load("title", [5])
            },
        ])
        #expect(fixture.fetches.withLock { $0 } == ["[1]", "[2, 3, 4, 5]"])
    }

    @Test func `a batch waits no longer than its patience for one that does not land`() async throws {
        let fixture = try Fixture()
        let loop = fixture.loop
        let loader = Loader<String, Int, String>(loop: loop) { _, keys in
            if keys == [1] { try await loop.sleep(for: .seconds(1)) }
            return [keys[0]: "there"]
        }
        await fixture.together([
            {
                let slow = loop.spawn { _ = try? await loader.load("title", [1]) }
                await withCheckedContinuation { next in loop.whenIdle { next.resume() } }
                let began = ContinuousClock.now
                #expect(try! await loader.load("title", [2]) == ["there"])
                #expect(ContinuousClock.now - began < .milliseconds(500))
                slow.cancel()
            }
        ])
    }

    @Test func `a cancelled request stops waiting, the others get their values`() async throws {
        let fixture = try Fixture()
        let loader = Loader<String, Int, String>(loop: fixture.loop) { _, keys in
            try await fixture.loop.sleep(for: .milliseconds(20))
            return [keys[0]: "late"]
        }
        let cancelled = Locked(false)
        await fixture.together([
            {
                let leaving = fixture.loop.spawn {
                    do { _ = try await loader.load("slow", [1]) } catch {
                        cancelled.withLock { $0 = error is CancellationError }
                    }
                }
                leaving.cancel()
                await leaving.value
            },
            { #expect(try! await loader.load("slow", [1]) == ["late"]) },
        ])
        #expect(cancelled.withLock { $0 })
    }

    @Test func `a fetch goes on for one that still waits, and is cancelled when nobody does`() async throws {
        let fixture = try Fixture()
        let ended = Locked<[String]>([])
        let loader = Loader<String, Int, String>(loop: fixture.loop) { _, _ in
            do {
                try await fixture.loop.sleep(for: .seconds(60))
            } catch {
                ended.withLock { $0.append("cancelled") }
                throw error
            }
            return [:]
        }
        await fixture.together([
            {
                let requests = [1, 2].map { key in
                    fixture.loop.spawn { _ = try? await loader.load("slow", [key]) }
                }
                try! await fixture.loop.sleep(for: .milliseconds(20))
                requests[0].cancel()
                await requests[0].value
                try! await fixture.loop.sleep(for: .milliseconds(20))
                #expect(ended.withLock { $0 } == [])
                requests[1].cancel()
                await requests[1].value
                try! await fixture.loop.sleep(for: .milliseconds(20))
                #expect(ended.withLock { $0 } == ["cancelled"])
            }
        ])
    }
}

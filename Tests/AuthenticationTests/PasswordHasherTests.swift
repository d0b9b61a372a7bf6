import EventLoop
import TestSupport
import Testing

@testable import Authentication

@Suite struct PasswordHasherTests {
    private static let cheap = ScryptCost(log2N: 4, r: 1, p: 1)

    @Test func `right and wrong passwords, and no account at all`() async throws {
        try await onOwnLoop { _ in
            let hasher = PasswordHasher(threads: 1, cost: Self.cheap)
            defer { hasher.stop() }
            let stored = try await hasher.hash("difference engine")
            let right = try await hasher.compare("difference engine", with: stored)
            #expect(right.isRight && right.renewed == nil)
            #expect(try await !hasher.compare("another engine", with: stored).isRight)
            #expect(try await !hasher.compare("difference engine", with: nil).isRight)
            #expect(try await !hasher.compare("difference engine", with: "damaged").isRight)
        }
    }

    @Test func `a hash of another cost is renewed when its password is right`() async throws {
        try await onOwnLoop { _ in
            let hasher = PasswordHasher(threads: 1, cost: ScryptCost(log2N: 5, r: 1, p: 1))
            defer { hasher.stop() }
            let old = "\(PasswordHash(of: "difference engine", cost: Self.cheap))"
            let renewed = try #require(try await hasher.compare("difference engine", with: old).renewed)
            #expect(PasswordHash(renewed)?.cost.log2N == 5)
            #expect(try await hasher.compare("difference engine", with: renewed).isRight)
            #expect(try await hasher.compare("wrong", with: old).renewed == nil)
        }
    }

    @Test func `more than may wait are refused at once`() async throws {
        try await onOwnLoop { _ in
            let hasher = PasswordHasher(threads: 1, cost: ScryptCost(log2N: 12, r: 8, p: 1))
            defer { hasher.stop() }
            let refused = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask { await (try? hasher.hash("difference engine")) == nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(1...24 ~= refused)
        }
    }
}

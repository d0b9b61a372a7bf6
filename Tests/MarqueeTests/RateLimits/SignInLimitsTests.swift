import HTTPServer
import Testing

@testable import Marquee

@Suite struct SignInLimitsTests {
    /// Whether an attempt at a password is heard.
    private static func attempt(_ account: String, from address: String, _ limits: SignInLimits) async -> Bool {
        (try? await limits.attempt(on: account, by: Caller(client: ClientAddress(address)))) != nil
    }

    private static func run(
        exempt: String? = nil, _ body: @escaping @Sendable (SignInLimits) async throws -> Void
    ) async throws {
        try await RateTestBed.run { _, store in
            let networks = try exempt.map { [try #require(IPNetwork($0))] } ?? []
            try await body(SignInLimits(store: store, perAccount: 3, exempt: networks))
        }
    }

    @Test func `a stranger at another address does not lock an account`() async throws {
        try await Self.run { limits in
            for _ in 0..<3 { #expect(await Self.attempt("7", from: "192.0.2.1", limits)) }
            #expect(await Self.attempt("7", from: "192.0.2.1", limits) == false)
            #expect(await Self.attempt("7", from: "192.0.2.2", limits))
            #expect(await Self.attempt("8", from: "192.0.2.1", limits))
        }
    }

    @Test func `of many addresses an account hears ten times as much, and no more`() async throws {
        try await Self.run { limits in
            for number in 1...30 { #expect(await Self.attempt("7", from: "192.0.2.\(number)", limits)) }
            #expect(await Self.attempt("7", from: "192.0.2.31", limits) == false)
            #expect(await Self.attempt("8", from: "192.0.2.31", limits))
        }
    }

    @Test func `one address tries many accounts ten times as often, and no more`() async throws {
        try await Self.run { limits in
            for number in 1...30 { #expect(await Self.attempt("\(number)", from: "192.0.2.1", limits)) }
            #expect(await Self.attempt("31", from: "192.0.2.1", limits) == false)
            #expect(await Self.attempt("31", from: "192.0.2.2", limits))
        }
    }

    @Test func `all of a network of IPv6 is one address`() async throws {
        try await Self.run { limits in
            for number in 1...3 { #expect(await Self.attempt("7", from: "2001:db8::\(number)", limits)) }
            #expect(await Self.attempt("7", from: "2001:db8::4", limits) == false)
            #expect(await Self.attempt("7", from: "2001:db8:0:1::4", limits))
        }
    }

    @Test func `who knows the password begins anew, at this address`() async throws {
        try await Self.run { limits in
            for address in ["192.0.2.1", "192.0.2.2"] {
                for _ in 0..<3 { #expect(await Self.attempt("7", from: address, limits)) }
            }
            await limits.succeeded(on: "7", by: Caller(client: ClientAddress("192.0.2.1")))
            #expect(await Self.attempt("7", from: "192.0.2.1", limits))
            #expect(await Self.attempt("7", from: "192.0.2.2", limits) == false)
        }
    }

    @Test func `accounts are counted from an exempt address, too, the address is not`() async throws {
        try await Self.run(exempt: "192.0.2.0/24") { limits in
            for number in 1...31 { #expect(await Self.attempt("\(number)", from: "192.0.2.1", limits)) }
            for _ in 0..<2 { #expect(await Self.attempt("1", from: "192.0.2.1", limits)) }
            #expect(await Self.attempt("1", from: "192.0.2.1", limits) == false)
        }
    }

    @Test func `an address makes so many accounts and no more, and is told when to come again`() async throws {
        try await Self.run { limits in
            for _ in 0..<3 { try await limits.registration(by: Caller(client: ClientAddress("192.0.2.1"))) }
            let refusal = await #expect(throws: UserErrors.self) {
                try await limits.registration(by: Caller(client: ClientAddress("192.0.2.1")))
            }
            #expect(refusal?.errors.first?.code == .rateLimited)
            #expect(try #require(refusal?.errors.first?.retryAfter) > .now)
            try await limits.registration(by: Caller(client: ClientAddress("192.0.2.2")))
        }
    }
}

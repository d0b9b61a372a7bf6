import GraphQL
import TestSupport
import Testing

@testable import Authentication

@Suite struct AccessTokensTests {
    private static let key = Ed25519Key.make()
    private static let signer = TokenSigner(keys: KeySet(signing: key))
    private static let session = "8cecf959-23a5-420b-bdc4-8f519e2a5293"

    private func tokens(
        _ signer: TokenSigner = signer, issuer: String = "test", audience: String = "marquee", at now: Int64 = 1_000_000
    ) -> AccessTokens {
        AccessTokens(signer: signer, issuer: issuer, audience: audience, now: { now })
    }

    private func refusal(of token: String, by tokens: AccessTokens) -> TokenRefusal? {
        do throws(TokenRefusal) {
            _ = try tokens.claims(of: token)
            return nil
        } catch {
            return error
        }
    }

    /// A token with our signature over any header and claims.
    private func signed(_ header: String, _ claims: String) -> String {
        let text = Base64.url.encode(Array(header.utf8)) + "." + Base64.url.encode(Array(claims.utf8))
        return text + "." + Base64.url.encode(Self.key.signature(of: Array(text.utf8)))
    }

    private func header(_ members: String) -> String { #"{"alg":"EdDSA","kid":"\#(Self.key.id)"\#(members)}"# }

    private func claims(_ changed: String = "", without name: String? = nil) -> String {
        let members = [
            "iss": #""test""#, "aud": #""marquee""#, "sub": #""7""#, "iat": "1000000", "nbf": "1000000",
            "exp": "1000900", "jti": #""a""#, "sid": "\"\(Self.session)\"", "epoch": "3",
        ]
        var texts = members.filter { $0.key != name && !changed.hasPrefix("\"\($0.key)\"") }.map {
            "\"\($0.key)\":\($0.value)"
        }
        if !changed.isEmpty { texts.append(changed) }
        return "{\(texts.joined(separator: ","))}"
    }

    @Test func `a token says again what was put into it`() throws {
        let tokens = tokens()
        let (text, claims) = tokens.make(account: 7, epoch: 3, session: Self.session)
        #expect(try tokens.claims(of: text) == claims)
        #expect(claims == AccessClaims(account: 7, epoch: 3, session: Self.session, expiresAt: 1_000_900))
    }

    @Test func `two tokens of one moment differ`() {
        let tokens = tokens()
        #expect(
            tokens.make(account: 7, epoch: 3, session: Self.session).token
                != tokens.make(account: 7, epoch: 3, session: Self.session).token)
    }

    @Test func `a secret signs and verifies, and has no public keys`() throws {
        let signer = TokenSigner(secret: Array(repeating: 9, count: 32))
        let tokens = tokens(signer)
        let text = tokens.make(account: 7, epoch: 0, session: Self.session).token
        #expect(try tokens.claims(of: text).account == 7)
        #expect(signer.publicKeys == #"{"keys":[]}"#)
        let other = self.tokens(TokenSigner(secret: Array(repeating: 8, count: 32)))
        #expect(refusal(of: text, by: other) == .notOurs)
    }

    @Test func `the time of a token counts, but for a few seconds between clocks`() {
        let text = tokens().make(account: 7, epoch: 3, session: Self.session).token
        #expect(refusal(of: text, by: tokens(at: 1_000_909)) == nil)
        #expect(refusal(of: text, by: tokens(at: 1_000_910)) == .expired)
        #expect(refusal(of: text, by: tokens(at: 999_990)) == nil)
        #expect(refusal(of: text, by: tokens(at: 999_989)) == .notYetValid)
    }

    @Test func `a token for others is refused`() {
        let text = tokens().make(account: 7, epoch: 3, session: Self.session).token
        #expect(refusal(of: text, by: tokens(issuer: "else")) == .meantForOthers)
        #expect(refusal(of: text, by: tokens(audience: "else")) == .meantForOthers)
    }

    @Test func `another key's signature is refused, and a key that still verifies is not`() throws {
        let other = Ed25519Key.make()
        let text = tokens(TokenSigner(keys: KeySet(signing: other))).make(account: 7, epoch: 3, session: "s").token
        #expect(refusal(of: text, by: tokens()) == .notOurs)
        let both = TokenSigner(keys: KeySet(signing: Self.key, others: [other]))
        #expect(try tokens(both).claims(of: text).account == 7)
    }

    @Test func `the header does not choose the algorithm`() {
        let text = tokens().make(account: 7, epoch: 3, session: Self.session).token
        let payload = text.split(separator: ".")[1]
        func unsigned(_ header: String, _ signature: [UInt8]) -> String {
            "\(Base64.url.encode(Array(header.utf8))).\(payload).\(Base64.url.encode(signature))"
        }
        #expect(refusal(of: unsigned(#"{"alg":"none"}"#, []), by: tokens()) == .notOurs)
        #expect(refusal(of: unsigned(#"{"alg":"nOnE","kid":"\#(Self.key.id)"}"#, []), by: tokens()) == .notOurs)
        // The public key taken for a secret, as JWT libraries were once tricked into.
        let confused = #"{"alg":"HS256","kid":"\#(Self.key.id)"}"#
        let signedText = Array("\(Base64.url.encode(Array(confused.utf8))).\(payload)".utf8)
        for secret in [Self.key.publicKey, Self.key.pem, Array(Self.signer.publicKeys.utf8)] {
            let signature = MessageCode.code(of: signedText, key: secret)
            #expect(refusal(of: unsigned(confused, signature), by: tokens()) == .notOurs)
        }
        let secret = tokens(TokenSigner(secret: Self.key.publicKey))
        #expect(refusal(of: text, by: secret) == .notOurs)
    }

    @Test func `headers that demand more, or are of another kind of token, are refused`() {
        #expect(refusal(of: signed(header(""), claims()), by: tokens()) == nil)
        #expect(refusal(of: signed(header(#","typ":"application/at+JWT""#), claims()), by: tokens()) == nil)
        for member in [#","typ":"JWT""#, #","typ":7"#, #","crit":["exp"]"#, #","alg":"EdDSA""#] {
            #expect(refusal(of: signed(header(member), claims()), by: tokens()) == .notOurs, "\(member)")
        }
    }

    @Test(arguments: ["iat", "nbf", "exp", "jti", "sub", "sid", "epoch"])
    func `a token without one of its claims is refused`(claim: String) {
        #expect(refusal(of: signed(header(""), claims(without: claim)), by: tokens()) == .notOurs)
    }

    @Test(arguments: [
        #""exp":"1000900""#, #""exp":1e99"#, #""exp":9223372036854775808"#, #""sub":7"#, #""sub":"x""#, #""jti":"""#,
        #""jti":null"#, #""sid":["a"]"#, #""epoch":"3""#, #""nbf":true"#,
    ])
    func `a claim of another type is refused`(claim: String) {
        #expect(refusal(of: signed(header(""), claims(claim)), by: tokens()) == .notOurs)
    }

    @Test func `the audience may be one of several`() {
        let several = claims(#""aud":["else","marquee"]"#)
        #expect(refusal(of: signed(header(""), several), by: tokens()) == nil)
        #expect(refusal(of: signed(header(""), claims(#""aud":[]"#)), by: tokens()) == .meantForOthers)
        #expect(refusal(of: signed(header(""), claims(without: "iss")), by: tokens()) == .meantForOthers)
    }

    @Test func `none of 10,000 damaged tokens gets through`() {
        let tokens = tokens()
        let good = Array(tokens.make(account: 7, epoch: 3, session: Self.session).token.utf8)
        var random = SplitMix(seed: 6)
        var accepted = 0
        for _ in 0..<10_000 {
            var bytes = good
            switch random.next() % 5 {
            case 0: bytes.removeLast(Int(random.next() % UInt64(bytes.count)) + 1)
            case 1: bytes.remove(at: Int(random.next() % UInt64(bytes.count)))
            case 2: bytes.insert(UInt8(random.next() % 128), at: Int(random.next() % UInt64(bytes.count)))
            case 3:
                let place = Int(random.next() % UInt64(bytes.count))
                bytes[place] ^= UInt8(random.next() % 127 + 1)
            default: bytes = (0..<Int(random.next() % 400)).map { _ in UInt8(random.next() % 256) }
            }
            if refusal(of: String(decoding: bytes, as: UTF8.self), by: tokens) != .notOurs { accepted += 1 }
        }
        #expect(accepted == 0)
    }
}

/// The same numbers in every run.
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

private import COpenSSL

/// What scrypt (RFC 7914) shall cost: memory is 128 × 2^log2N × r bytes, time grows with all three.
package struct ScryptCost: Hashable, Sendable {
    package let log2N: Int
    package let r: Int
    package let p: Int

    package init(log2N: Int = 15, r: Int = 8, p: Int = 3) {
        (self.log2N, self.r, self.p) = (log2N, r, p)
    }

    /// Beyond these a stored hash is taken for damaged rather than computed.
    var isBearable: Bool { 4...20 ~= log2N && 1...32 ~= r && 1...16 ~= p }

    fileprivate var bytes: Int { 128 * r * (1 << log2N) }
}

/// A password as it is stored: `$scrypt$ln=15,r=8,p=3$salt$key`.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    package let cost: ScryptCost
    private let salt: [UInt8]
    private let key: [UInt8]

    /// Hashes with a new salt; slow by design.
    package init(of password: String, cost: ScryptCost) {
        self.cost = cost
        salt = Randomness.bytes(16)
        key = Self.key(of: password, salt: salt, cost)
    }

    /// Of no password: a key drawn by lot. To compare with it takes as long as with any other of its cost.
    init(ofNobodyAt cost: ScryptCost) {
        (self.cost, salt, key) = (cost, Randomness.bytes(16), Randomness.bytes(32))
    }

    /// Reads a stored hash; nil for another text.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Self.cost(parts[2]),
            let salt = Base64.standard.decode(parts[3]), let key = Base64.standard.decode(parts[4]), key.count == 32
        else { return nil }
        (self.cost, self.salt, self.key) = (cost, salt, key)
    }

    private static func cost(_ text: Substring) -> ScryptCost? {
        let values = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        guard values.count == 3, values.allSatisfy({ $0.count == 2 }), values.map({ $0[0] }) == ["ln", "r", "p"],
            let log2N = Int(values[0][1]), let r = Int(values[1][1]), let p = Int(values[2][1])
        else { return nil }
        let cost = ScryptCost(log2N: log2N, r: r, p: p)
        return cost.isBearable ? cost : nil
    }

    package var description: String {
        "$scrypt$ln=\(cost.log2N),r=\(cost.r),p=\(cost.p)$\(Base64.standard.encode(salt))$\(Base64.standard.encode(key))"
    }

    /// Slow by design, whatever the answer.
    package func matches(_ password: String) -> Bool {
        areEqual(Self.key(of: password, salt: salt, cost), key)
    }

    private static func key(of password: String, salt: [UInt8], _ cost: ScryptCost) -> [UInt8] {
        let password = Array(password.utf8)
        var key = [UInt8](repeating: 0, count: 32)
        let isMade = unsafe password.withUnsafeBytes { bytes in
            unsafe EVP_PBE_scrypt(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count,
                1 << UInt64(cost.log2N), UInt64(cost.r), UInt64(cost.p), UInt64(cost.bytes * 2 + 1 << 20), &key,
                key.count) == 1
        }
        precondition(isMade, "scrypt found no memory, or cannot have this cost: \(cost)")
        return key
    }
}

private import Glibc

/// An IPv4 or IPv6 address; IPv4 is kept in its mapped form (`::ffff:a.b.c.d`), so both compare alike.
package struct IPAddress: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    fileprivate init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Nil when the text is no address. A port or brackets are not part of an address.
    package init?(_ text: String) {
        var four = in_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            high = 0
            low = 0xffff_0000_0000 | UInt64(UInt32(bigEndian: four.s_addr))
            return
        }
        var six = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        (high, low) = unsafe withUnsafeBytes(of: six) { bytes in
            unsafe (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }
}

/// A range of addresses such as `10.0.0.0/8`, or one address.
package struct IPNetwork: Sendable, Hashable {
    private let base: IPAddress
    private let mask: IPAddress

    /// Nil when the text is neither `address` nor `address/bits` with as many bits as the family has.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let width = address.isIPv4 ? 32 : 128
        var bits = width
        if parts.count == 2 {
            guard let given = Int(parts[1]), 0...width ~= given else { return nil }
            bits = given
        }
        bits += 128 - width
        // Swift's shift by 64 or more gives 0, as wanted.
        mask = IPAddress(high: ~(UInt64.max >> min(bits, 64)), low: ~(UInt64.max >> max(bits - 64, 0)))
        base = IPAddress(high: address.high & mask.high, low: address.low & mask.low)
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.high & mask.high == base.high && address.low & mask.low == base.low
    }
}

extension [IPNetwork] {
    /// Who a request comes from: the peer, or, when the peer is a trusted proxy, the rightmost address of
    /// `X-Forwarded-For` that is not one. Whatever stands left of it is the client's own claim.
    func client(peer: String, forwardedFor: [String]) -> String {
        guard !isEmpty, let address = IPAddress(peer), contains(address) else { return peer }
        var client = peer
        for entry in forwardedFor.joined(separator: ",").split(separator: ",").reversed() {
            let text = String(entry.filter { $0 != " " && $0 != "\t" })
            guard let address = IPAddress(text) else { break }
            client = text
            if !contains(address) { break }
        }
        return client
    }

    private func contains(_ address: IPAddress) -> Bool {
        contains { $0.contains(address) }
    }
}

/// What has been found out about credentials, by the hash of each: bounded, and forgotten by account. It does no I/O.
///
/// Two generations stand in for the order of use: when the younger is full, the older goes.
package struct CredentialCache<Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let account: Int64
        let expiresAt: Int64
    }

    private var young: [Digest: Entry] = [:]
    private var old: [Digest: Entry] = [:]
    private let half: Int

    package init(capacity: Int) { half = max(1, capacity / 2) }

    package var count: Int { young.count + old.count }

    /// - Parameter now: seconds since 1970.
    package mutating func find(_ digest: Digest, now: Int64) -> Value? {
        if let entry = young[digest] { return entry.expiresAt > now ? entry.value : nil }
        guard let entry = old.removeValue(forKey: digest), entry.expiresAt > now else { return nil }
        insert(entry, digest)
        return entry.value
    }

    package mutating func keep(_ value: Value, of account: Int64, under digest: Digest, until expiresAt: Int64) {
        insert(Entry(value: value, account: account, expiresAt: expiresAt), digest)
    }

    private mutating func insert(_ entry: Entry, _ digest: Digest) {
        if young.count >= half { (young, old) = ([:], young) }
        young[digest] = entry
    }

    package mutating func forget(account: Int64) {
        young = young.filter { $0.value.account != account }
        old = old.filter { $0.value.account != account }
    }

    package mutating func forgetAll() { (young, old) = ([:], [:]) }
}

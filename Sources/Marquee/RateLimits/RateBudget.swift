package import EventLoop
package import HTTPServer

/// The points that callers may spend in a minute, on one loop: by account or, for nobody in particular, by address.
///
/// A loop takes leases of a twentieth of the limit, so that most requests are charged without asking the store; what
/// other loops hold unspent counts as spent.
package final class RateBudget: Sendable {
    /// How a caller stands after a request was charged.
    struct Reading: Hashable, Sendable {
        let limit: Int
        let cost: Int
        let remaining: Int
        let resetAt: Moment
        let isAllowed: Bool
    }

    private enum Entry {
        case exempt
        case purse(RatePurse)
    }

    private static var window: Int64 { 60_000 }
    /// How many callers are kept at a time.
    private static var capacity: Int { 10_000 }

    private let store: RateStore
    private let limit: Int
    private let exempt: [IPNetwork]
    private let entries: LoopBound<[String: Entry]>
    /// Who waits for a lease of a caller that is asked for.
    private let waiting: LoopBound<[String: [CheckedContinuation<Void, Never>]]>

    /// - Parameters:
    ///   - limit: points in a minute.
    ///   - exempt: addresses from which nobody in particular may ask as much as they like.
    package init(loop: EventLoop, store: RateStore, limit: Int, exempt: [IPNetwork]) {
        self.store = store
        self.limit = limit
        self.exempt = exempt
        entries = LoopBound(loop, [:])
        waiting = LoopBound(loop, [:])
    }

    /// Charges a request that can be charged without asking the store; nil if it cannot.
    func chargeNow(_ cost: Int, to payer: RatePayer) -> Reading? {
        guard var purse = purse(of: payer) else {
            return Reading(limit: limit, cost: cost, remaining: limit, resetAt: .now, isAllowed: true)
        }
        let isPaid = purse.spend(cost, at: .now)
        keep(purse, named: payer.name)
        return isPaid ? reading(cost, purse, isAllowed: true) : nil
    }

    /// Charges a request.
    func charge(_ cost: Int, to payer: RatePayer) async -> Reading {
        while true {
            if let reading = chargeNow(cost, to: payer) { return reading }
            let purse = purse(of: payer) ?? RatePurse(at: .now)
            guard purse.mayGrow(to: cost) else { return reading(cost, purse, isAllowed: false) }
            // One asks for all: leases for each request that waits would eat up the limit.
            if !(await isFilledByAnother(payer.name)) { await fill(payer.name, with: purse.missing(for: cost)) }
        }
    }

    /// How a payer stands who is known to have too little left for a cost; nil for all others. Nothing is charged.
    func shortage(of payer: RatePayer, for cost: Int) -> Reading? {
        guard case .purse(let purse) = entries.withValue({ $0[payer.name] }), purse.isSpent(for: cost, at: .now) else {
            return nil
        }
        return reading(cost, purse, isAllowed: false)
    }

    /// Charges without anybody waiting for it. On the loop.
    func chargeLater(_ cost: Int, to payer: RatePayer) {
        guard chargeNow(cost, to: payer) == nil else { return }
        entries.loop.spawn { [self] in _ = await charge(cost, to: payer) }
    }

    /// Waits for the lease that another request of the caller has asked for; false, at once, if none has.
    private func isFilledByAnother(_ name: String) async -> Bool {
        guard waiting.withValue({ $0[name] != nil }) else { return false }
        await withCheckedContinuation { continuation in
            waiting.withValue { $0[name]?.append(continuation) }
        }
        return true
    }

    /// Takes a lease and wakes those who wait for it.
    private func fill(_ name: String, with missing: Int) async {
        waiting.withValue { $0[name] = [] }
        let key = RateKey(name: "cost:" + name, limit: limit, window: Self.window)
        let lease = await store.lease(key, least: missing, wanted: max(missing, limit / 20))
        // Others may have spent of it meanwhile.
        var purse = RatePurse(at: .now)
        if case .purse(let current) = entries.withValue({ $0[name] }) { purse = current }
        purse.add(lease, at: .now)
        keep(purse, named: name)
        for waiter in waiting.withValue({ $0.removeValue(forKey: name) }) ?? [] { waiter.resume() }
    }

    /// Nil for who is exempt.
    private func purse(of payer: RatePayer) -> RatePurse? {
        if let known = entries.withValue({ $0[payer.name] }) {
            if case .purse(let purse) = known { return purse }
            return nil
        }
        guard let address = payer.address, isExempt(address) else { return RatePurse(at: .now) }
        insert(.exempt, named: payer.name)
        return nil
    }

    /// Who has no address came through a unix socket, from this machine.
    private func isExempt(_ text: String) -> Bool {
        guard let address = IPAddress(text) else { return true }
        return exempt.contains { $0.contains(address) }
    }

    private func keep(_ purse: RatePurse, named name: String) { insert(.purse(purse), named: name) }

    private func insert(_ entry: Entry, named name: String) {
        entries.withValue { entries in
            // Leases that go with their purse count as spent.
            if entries.count >= Self.capacity, entries[name] == nil { entries = [:] }
            entries[name] = entry
        }
    }

    private func reading(_ cost: Int, _ purse: RatePurse, isAllowed: Bool) -> Reading {
        let wait = Int64(max(.zero, purse.end - .now) / .seconds(1)) + 1
        return Reading(
            limit: limit, cost: cost, remaining: purse.left + purse.room, resetAt: .now + wait, isAllowed: isAllowed)
    }
}

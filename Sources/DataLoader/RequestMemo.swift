package import EventLoop

/// What one request has loaded so far, by loader and query; it goes with the request.
package final class RequestMemo: Sendable {
    private let entries: LoopBound<[AnyHashable: any AnyObject & Sendable]>

    package init(loop: EventLoop) {
        entries = LoopBound(loop, [:])
    }

    func values<Query: Hashable & Sendable, Entry: AnyObject & Sendable>(
        of loader: AnyObject, _ query: Query, as _: Entry.Type, make: () -> Entry
    ) -> Entry {
        entries.withValue { entries in
            let key = AnyHashable(MemoKey(loader: ObjectIdentifier(loader), query: query))
            if let entry = entries[key] as? Entry { return entry }
            let entry = make()
            entries[key] = entry
            return entry
        }
    }
}

private struct MemoKey<Query: Hashable>: Hashable {
    let loader: ObjectIdentifier
    let query: Query
}

internal import Synchronization

/// The answer to a request that may come in parts.
public enum IncrementalResponse: Sendable {
    /// Nothing was deferred.
    case whole(Response)
    /// The initial answer, and what is to follow.
    case parts(Response, DeferredParts)
}

/// What follows an initial answer. Nothing of it runs before `deliver` is called.
public struct DeferredParts: Sendable {
    let state: DeliveryState
    let execution: Execution

    /// Runs what was deferred and hands over each payload as soon as there is something to tell; the last has
    /// `hasNext: false`. It waits while `send` does; when `send` throws, or the task is cancelled, the rest is cancelled.
    public func deliver(_ send: (Response) async throws -> Void) async throws {
        var state = state
        let finished = FinishedWorks()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            while state.hasNext {
                try Task.checkCancellation()
                for work in state.takeStarts() {
                    group.addImmediateTask { [execution] in finished.add(work, await execution.run(work)) }
                }
                let found = finished.take()
                for (work, outcome) in found { state.finish(work, outcome) }
                if let payload = state.payload() {
                    try await send(payload)
                } else if found.isEmpty {
                    guard try await group.next() != nil else { return }
                }
            }
        }
    }
}

/// Works that are done and not yet looked at, so that those that end together are told together.
private final class FinishedWorks: Sendable {
    private let works = Mutex<[(DeferredWork, DeferredWork.Outcome)]>([])

    func add(_ work: DeferredWork, _ outcome: DeferredWork.Outcome) {
        works.withLock { $0.append((work, outcome)) }
    }

    func take() -> [(DeferredWork, DeferredWork.Outcome)] {
        works.withLock { works in
            defer { works = [] }
            return works
        }
    }
}

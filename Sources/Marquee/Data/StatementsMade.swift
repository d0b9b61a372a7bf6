import EventLoop
import PostgreSQL
private import Synchronization

/// The statements of a template by their forms, few and never forgotten. All loops look one up for each request, so that is
/// done without a lock, and without writing anything.
@safe final class StatementsMade<Form: Equatable & Sendable>: Sendable {
    @safe private final class Entry: Sendable {
        let form: Form
        let statement: Statement
        let next: Unmanaged<Entry>?

        init(_ form: Form, _ statement: Statement, next: Unmanaged<Entry>?) {
            self.form = form
            self.statement = statement
            unsafe self.next = unsafe next
        }
    }

    /// The one made last; each keeps the one made before it.
    private let newest = unsafe Atomic<Unmanaged<Entry>?>(nil)
    /// Held while one is made. It guards a number nobody needs, since the thread sanitizer takes the place of an empty
    /// value for its neighbour's.
    private let making = Locked(0)

    func find(_ form: Form) -> Statement? {
        var place = unsafe newest.load(ordering: .acquiring)
        while let entry = unsafe place {
            let (statement, next) = unsafe entry._withUnsafeGuaranteedRef { entry in
                unsafe (entry.form == form ? entry.statement : nil, entry.next)
            }
            if let statement { return statement }
            unsafe place = unsafe next
        }
        return nil
    }

    /// The statement of a form, made if there is none.
    func find(_ form: Form, make: () -> Statement) -> Statement {
        making.withLock { _ in
            if let known = find(form) { return known }
            let statement = make()
            let entry = unsafe Entry(form, statement, next: newest.load(ordering: .relaxed))
            unsafe newest.store(Unmanaged.passRetained(entry), ordering: .releasing)
            return statement
        }
    }

    deinit {
        var place = unsafe newest.load(ordering: .acquiring)
        while let entry = unsafe place {
            unsafe place = unsafe entry.takeRetainedValue().next
        }
    }
}

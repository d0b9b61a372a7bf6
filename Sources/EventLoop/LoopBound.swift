/// State that belongs to one loop and is touched on its thread only, which is why it needs no lock.
///
/// It is the one `@unchecked Sendable` of the house: the reference may travel anywhere, but `withValue` must be called
/// on the loop, and debug builds stop the process where it is not. The access is synchronous, so that no other
/// task of the loop can come between reading and writing. Do not call `withValue` of the same object inside `body`.
public final class LoopBound<Value>: @unchecked Sendable {
    public let loop: EventLoop
    // The loop is what makes accesses exclusive; the runtime's own check of that is measurable here.
    @exclusivity(unchecked) @usableFromInline var value: Value

    /// Any thread. The value must not be used elsewhere afterwards.
    @inlinable
    public init(_ loop: EventLoop, _ value: Value) {
        self.loop = loop
        unsafe self.value = value
    }

    /// Lends the value to `body`. Loop thread only.
    @inlinable
    public func withValue<Result, Failure>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        assert(loop.isCurrent, "state of loop '\(loop.name)' touched from another thread")
        return try unsafe body(&value)
    }
}

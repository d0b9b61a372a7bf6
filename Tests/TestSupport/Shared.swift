internal import EventLoop

/// A value that a test and what it tests read and set on different threads.
package final class Shared<Value: Sendable>: Sendable {
    private let content: Locked<Value>

    package init(_ value: Value) { content = Locked(value) }

    package var value: Value {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }
}

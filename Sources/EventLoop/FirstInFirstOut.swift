/// A queue whose both ends cost the same however long it is. Inlinable, so that the connections in other modules get
/// code of their own element.
public struct FirstInFirstOut<Element> {
    @usableFromInline var elements: [Element?] = []
    @usableFromInline var head = 0

    @inlinable public init() {}

    @inlinable public var count: Int { elements.count - head }
    @inlinable public var isEmpty: Bool { head == elements.count }
    @inlinable public var first: Element? { isEmpty ? nil : elements[head] }

    @inlinable
    public mutating func append(_ element: Element) { elements.append(element) }

    /// Puts an element back before all others; as rare as lost connections.
    public mutating func prepend(_ element: Element) {
        if head > 0 {
            head -= 1
            elements[head] = element
        } else {
            elements.insert(element, at: 0)
        }
    }

    @inlinable
    public mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        defer { compact() }
        let element = elements[head]
        elements[head] = nil
        head += 1
        return element
    }

    /// Takes the first element that fits out of the middle.
    public mutating func remove(where fits: (Element) -> Bool) -> Element? {
        guard let index = elements.indices.dropFirst(head).first(where: { elements[$0].map(fits) ?? false }) else {
            return nil
        }
        return elements.remove(at: index)
    }

    public func first(where fits: (Element) -> Bool) -> Element? {
        for case let element? in elements.dropFirst(head) where fits(element) { return element }
        return nil
    }

    /// All elements in order; the queue is empty afterwards.
    public mutating func takeAll() -> [Element] {
        defer { self = FirstInFirstOut() }
        return elements.dropFirst(head).compactMap { $0 }
    }

    /// Drops the used front when it is empty or has grown larger than what is left, keeping the storage.
    @inlinable
    mutating func compact() {
        if head == elements.count {
            elements.removeAll(keepingCapacity: elements.capacity <= 4096)
            head = 0
        } else if head >= 64, head * 2 >= elements.count {
            elements.removeSubrange(0..<head)
            head = 0
        }
    }
}

/// The objects of one level of an answer, whatever their Swift type.
public protocol AnyColumn: AnyObject, Sendable {
    var count: Int { get }
    /// The objects at some indices, in that order.
    func taking(_ indices: [Int32]) -> any AnyColumn
}

/// The objects of one level: resolvers bound to `Element` see all of them at once.
public final class Column<Element: Sendable>: AnyColumn {
    public let values: [Element]

    @inlinable public init(_ values: [Element]) {
        self.values = values
    }

    @inlinable public var count: Int { values.count }

    @inlinable public func taking(_ indices: [Int32]) -> any AnyColumn {
        Column(indices.map { values[Int($0)] })
    }
}

extension Column {
    /// Lends each value where it lies. A copy would count one more reference to what the value refers to, and one less
    /// afterwards, which takes longer than to write most fields.
    @inlinable @inline(__always) func forEachInPlace(_ body: (Element) -> Void) {
        unsafe values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return }
            unsafe first.withMemoryRebound(to: InPlace<Element>.self, capacity: values.count) { places in
                for place in 0..<values.count { unsafe places[place].lend(body) }
            }
        }
    }
}

/// A value that is only lent: laid out as the value itself, but without a way to copy it unnoticed.
@usableFromInline struct InPlace<Value>: ~Copyable {
    @usableFromInline let value: Value

    @inlinable @inline(__always) func lend<Result>(_ body: (Value) -> Result) -> Result { body(value) }
}

extension Array {
    /// Lends an element where it lies; see `Column.forEachInPlace`.
    @inline(__always) func lend<Result>(_ index: Int, _ body: (Element) -> Result) -> Result {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return unsafe withUnsafeBufferPointer { elements in
            // An array that has an element has a base address.
            let first = unsafe elements.baseAddress.unsafelyUnwrapped
            return unsafe first.withMemoryRebound(to: InPlace<Element>.self, capacity: count) { places in
                unsafe places[index].lend(body)
            }
        }
    }
}

extension AnyColumn {
    /// The column with its Swift type back. The planner let only resolvers of that type meet it (`Resolvers.check`).
    @inlinable func typed<Element>(_: Element.Type) -> Column<Element> {
        unsafe unsafeDowncast(self, to: Column<Element>.self)
    }
}

/// What a resolver found for a field of all parents of a level.
///
/// `layers` lead from a parent to its value or values, one for each list in the field's type and one for the value
/// itself, outermost first.
public struct Resolved<Element: Sendable>: Sendable {
    public var layers: [ResolvedLayer]
    public var values: [Element]
    /// Failures that slots refer to.
    public var failures: [FieldError]

    @inlinable public init(layers: [ResolvedLayer], values: [Element], failures: [FieldError] = []) {
        self.layers = layers
        self.values = values
        self.failures = failures
    }

    /// One value for each parent.
    @inlinable public init(_ values: [Element]) {
        self.init(layers: [ResolvedLayer()], values: values)
    }

    /// One value or null for each parent.
    @inlinable public init(_ optionals: [Element?]) {
        if optionals.count == 1, let value = optionals[0] {
            self.init([value])
            return
        }
        var values: [Element] = []
        values.reserveCapacity(optionals.count)
        let slots = optionals.map { optional -> Int32 in
            guard let value = optional else { return ResolvedLayer.null }
            values.append(value)
            return Int32(values.count - 1)
        }
        self.init(layers: [ResolvedLayer(slots: slots)], values: values)
    }

    /// One value, null or failure for each parent.
    @inlinable public init(_ results: [Result<Element?, FieldError>]) {
        var values: [Element] = []
        var failures: [FieldError] = []
        let slots = results.map { result -> Int32 in
            switch result {
            case .success(nil): return ResolvedLayer.null
            case .success(let value?):
                values.append(value)
                return Int32(values.count - 1)
            case .failure(let failure):
                failures.append(failure)
                return ResolvedLayer.slot(ofFailure: failures.count - 1)
            }
        }
        self.init(layers: [ResolvedLayer(slots: slots)], values: values, failures: failures)
    }

    /// A list for each parent.
    @inlinable public init(lists: [[Element]]) {
        if lists.count == 1 {
            self.init(offsets: [0, Int32(lists[0].count)], values: lists[0])
            return
        }
        var offsets: [Int32] = [0]
        offsets.reserveCapacity(lists.count + 1)
        var values: [Element] = []
        for list in lists {
            values.append(contentsOf: list)
            offsets.append(Int32(values.count))
        }
        self.init(offsets: offsets, values: values)
    }

    /// A list for each parent: that of parent `i` is `values[offsets[i]..<offsets[i + 1]]`.
    @inlinable public init(offsets: [Int32], values: [Element]) {
        self.init(layers: [ResolvedLayer(offsets: offsets), ResolvedLayer()], values: values)
    }
}

/// One step from a parent, or a place in a list, towards the value.
public struct ResolvedLayer: Sendable {
    /// For each place: where it goes on, `null`, or a failure. Absent if each place leads to the same one behind it.
    public var slots: [Int32]?
    /// Of a list layer: the bounds of each list in the places of the next layer.
    public var offsets: [Int32]?

    @inlinable public init(slots: [Int32]? = nil, offsets: [Int32]? = nil) {
        self.slots = slots
        self.offsets = offsets
    }

    /// Of a list layer: the places of a list's items in the next layer.
    @inline(__always) func bounds(ofList place: Int) -> Range<Int>? {
        guard let offsets else { return nil }
        return Int(offsets[place])..<Int(offsets[place + 1])
    }

    /// Whether each place leads to the value of the same number.
    var isDirect: Bool { slots == nil && offsets == nil }

    @inlinable public static var null: Int32 { -1 }

    @inlinable public static func slot(ofFailure index: Int) -> Int32 { -2 - Int32(index) }
    static func failure(ofSlot slot: Int32) -> Int { Int(-2 - slot) }
}

/// Why a field has no value, as the client may read it. Anything else a resolver throws is masked.
public struct FieldError: Error, Hashable, Sendable {
    public let message: String
    public let extensions: [ErrorExtension]
    /// Where in the document, if not at the field itself.
    var locations: [SourceLocation] = []

    @inlinable public init(_ message: String, code: ErrorCode, extensions: [ErrorExtension] = []) {
        self.message = message
        self.extensions = [.code(code)] + extensions
    }

    /// An error without a code of ours, handed through as it came.
    @inlinable public init(_ message: String, extensions: [ErrorExtension]) {
        self.message = message
        self.extensions = extensions
    }
}

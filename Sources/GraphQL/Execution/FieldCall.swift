/// What a resolver is told besides its parents.
public struct FieldCall<Context: AnyObject & Sendable>: Sendable {
    public let context: Context
    public let arguments: FieldArguments
    /// The planned field: what is selected below it.
    public let field: PlannedField

    @inlinable public init(context: Context, arguments: FieldArguments, field: PlannedField) {
        self.context = context
        self.arguments = arguments
        self.field = field
    }

    /// The attributes that the selections below the field need of the objects it yields, whatever their type.
    public var needs: AttributeSet { field.childNeeds }
}

/// Which attributes of an object are needed, one bit each; what a bit means is agreed between the resolvers of a type
/// and those that load its objects.
public typealias AttributeSet = UInt64

/// A field's arguments, coerced to their types and with defaults filled in.
public struct FieldArguments: Sendable {
    public let object: InputObject

    public init(_ object: InputObject = InputObject()) {
        self.object = object
    }

    /// Nil if the argument is absent or null.
    public subscript(name: String) -> InputValue? {
        guard let value = object[name], value != .null else { return nil }
        return value
    }

    public func int(_ name: String) -> Int64? { self[name]?.int }
    public func boolean(_ name: String) -> Bool? { self[name]?.boolean }
    public func string(_ name: String) -> String? { self[name]?.string }
    public func list(_ name: String) -> [InputValue]? { self[name]?.list }
    public func object(_ name: String) -> InputObject? { self[name]?.object }
}

extension InputValue {
    public var int: Int64? { if case .int(let value) = self { value } else { nil } }
    public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    public var list: [InputValue]? { if case .list(let value) = self { value } else { nil } }
    public var object: InputObject? { if case .object(let value) = self { value } else { nil } }

    /// The text of a string, an ID or the name of an enum value.
    public var string: String? {
        switch self {
        case .string(let value), .enumeration(let value): value
        default: nil
        }
    }
}

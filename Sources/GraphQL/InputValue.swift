/// A value that came in: an argument, a variable or a default, after or before coercion.
public enum InputValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case int(Int64)
    case float(Double)
    case string(String)
    /// The name of an enum value.
    case enumeration(String)
    case list([InputValue])
    case object(InputObject)
    /// A number that fits neither of the above, as written; only custom scalars ever see one.
    case number(String)
}

/// The fields of an input object in the order of their definition; fields not given are absent.
public struct InputObject: Hashable, Sendable {
    public var fields: [InputField]

    public init(_ fields: [InputField] = []) {
        self.fields = fields
    }

    public subscript(name: String) -> InputValue? {
        fields.first { $0.name == name }?.value
    }
}

/// One field of an input object.
public struct InputField: Hashable, Sendable {
    public let name: String
    public let value: InputValue

    public init(_ name: String, _ value: InputValue) {
        self.name = name
        self.value = value
    }
}

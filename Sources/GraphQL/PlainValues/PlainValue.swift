/// A value of a tree that answers operations by itself: what a resolver would find, written down.
///
/// Fields are read from objects by name; one that is missing is null. Literals of Swift stand for it.
public enum PlainValue: Sendable {
    case null
    case boolean(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case list([PlainValue])
    case object(PlainObject)
    /// There is no value: asking for it fails, in a field as in a list.
    case failure(FieldError)
    /// Found when it is asked for, from the field's arguments.
    case computed(@Sendable (FieldArguments) async throws(FieldError) -> PlainValue)
    /// Of a field of the subscription type: opens its source. Each event is the root object of one answer.
    case events(@Sendable (FieldArguments) async throws(FieldError) -> AsyncThrowingStream<PlainValue, any Error>)
}

/// The fields of an object, `__typename` among them where an interface or union is to tell its type.
public struct PlainObject: Sendable {
    public var fields: [PlainField]

    public init(_ fields: [PlainField] = []) {
        self.fields = fields
    }

    public subscript(name: String) -> PlainValue? { fields.first { $0.name == name }?.value }
}

/// One field of a plain object.
public struct PlainField: Sendable {
    public let name: String
    public let value: PlainValue

    public init(_ name: String, _ value: PlainValue) {
        self.name = name
        self.value = value
    }
}

extension PlainValue {
    /// A field of an object; nil where there is none or no object.
    public subscript(name: String) -> PlainValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// A JSON value; a number that fits neither 64 bits nor a double is null.
    public init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .string(let text): self = .string(text)
        case .number:
            self = value.int64.map(PlainValue.int) ?? value.double.map(PlainValue.double) ?? .null
        case .array(let items): self = .list(items.map(PlainValue.init))
        case .object(let members):
            self = .object(PlainObject(members.map { PlainField($0.name, PlainValue($0.value)) }))
        }
    }
}

extension PlainValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: PlainValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, PlainValue)...) {
        self = .object(PlainObject(elements.map { PlainField($0.0, $0.1) }))
    }
}

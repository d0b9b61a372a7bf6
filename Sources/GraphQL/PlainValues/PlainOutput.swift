/// How a plain value is written as a scalar or enum: the result coercion of specification sections 3.5 and 3.9, with
/// the liberties graphql-js takes (`"7"` is an Int, `1` is a Boolean).
enum PlainOutput: Sendable {
    case scalar(BuiltInScalar)
    case enumeration(TypeDefinition)
    /// A scalar of the schema's own: any value, as it is.
    case custom

    init(_ type: TypeDefinition) {
        self = type.kind == .enum ? .enumeration(type) : type.builtInScalar.map(PlainOutput.scalar) ?? .custom
    }

    func write(_ value: PlainValue, to buffer: inout ResponseBuffer) throws(FieldError) {
        switch self {
        case .custom: buffer.append(try value.input)
        case .enumeration(let type):
            guard case .string(let name) = value, type.enumValue(name) != nil else {
                throw refusal("Enum \"\(type.name)\" cannot represent value: ", value)
            }
            buffer.appendString(name)
        case .scalar(.int): buffer.append(try int(value))
        case .scalar(.float):
            guard let number = value.number else { throw refusal("Float cannot represent non numeric value: ", value) }
            buffer.append(number)
        case .scalar(.boolean): buffer.append(try boolean(value))
        case .scalar(.string): buffer.appendString(try string(value))
        case .scalar(.id): buffer.appendString(try id(value))
        }
    }

    private func int(_ value: PlainValue) throws(FieldError) -> Int64 {
        guard let number = value.number, number.rounded() == number else {
            throw refusal("Int cannot represent non-integer value: ", value)
        }
        guard let int = Int32(exactly: number) else {
            throw refusal("Int cannot represent non 32-bit signed integer value: ", value)
        }
        return Int64(int)
    }

    private func boolean(_ value: PlainValue) throws(FieldError) -> Bool {
        switch value {
        case .boolean(let flag): return flag
        case .int(let number): return number != 0
        case .double(let number) where number.isFinite: return number != 0
        default: throw refusal("Boolean cannot represent a non boolean value: ", value)
        }
    }

    private func string(_ value: PlainValue) throws(FieldError) -> String {
        switch value {
        case .string(let text): return text
        case .boolean, .int: return value.json.inspected
        case .double(let number) where number.isFinite: return value.json.inspected
        default: throw refusal("String cannot represent value: ", value)
        }
    }

    private func id(_ value: PlainValue) throws(FieldError) -> String {
        switch value {
        case .string(let text): return text
        case .int: return value.json.inspected
        case .double(let number) where number.rounded() == number: return value.json.inspected
        default: throw refusal("ID cannot represent value: ", value)
        }
    }

    private func refusal(_ complaint: String, _ value: PlainValue) -> FieldError {
        FieldError(complaint + value.json.inspected, extensions: [])
    }
}

extension PlainValue {
    /// The number the value stands for: itself, a text that is one, 1 for true, 0 for false.
    fileprivate var number: Double? {
        let number: Double? =
            switch self {
            case .boolean(let flag): flag ? 1 : 0
            case .int(let value): Double(value)
            case .double(let value): value
            case .string(let text): Double(text)
            case .null, .list, .object, .failure, .computed, .events: nil
            }
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    /// The value as a custom scalar hands it on. Throws the failure that stands in it.
    fileprivate var input: InputValue {
        get throws(FieldError) {
            switch self {
            case .null, .computed, .events: return .null
            case .boolean(let flag): return .boolean(flag)
            case .int(let number): return .int(number)
            case .double(let number): return number.isFinite ? .float(number) : .null
            case .string(let text): return .string(text)
            case .failure(let failure): throw failure
            case .list(let items):
                return .list(try items.map { item throws(FieldError) in try item.input })
            case .object(let object):
                return .object(
                    InputObject(
                        try object.fields.map { field throws(FieldError) in
                            InputField(field.name, try field.value.input)
                        }))
            }
        }
    }

    /// The value as messages show it.
    var json: JSONValue {
        switch self {
        case .null, .failure, .computed, .events: .null
        case .boolean(let flag): .boolean(flag)
        case .int(let number): .number(String(number))
        case .double(let number): .number(String(number))
        case .string(let text): .string(text)
        case .list(let items): .array(items.map(\.json))
        case .object(let object): .object(object.fields.map { JSONMember($0.name, $0.value.json) })
        }
    }
}

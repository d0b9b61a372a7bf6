/// Coerces the defaults of a schema that is being built, each once.
///
/// A default of an input object takes in the defaults of fields it does not give, so one may depend on others. Where
/// they form a circle the field that closes it is left out; `Schema.check` reports the circle.
final class DefaultValues {
    /// Input types without any default.
    private let inputs: Schema
    private var known: [Syntax: InputValue?] = [:]
    private var begun: Set<Syntax> = []

    init(inputs: Schema) {
        self.inputs = inputs
    }

    /// The default an argument or input field definition writes; nil if there is none or it does not fit.
    func value(of definition: Syntax, type: TypeReference) -> InputValue? {
        guard let literal = definition.value else { return nil }
        if let value = known[definition] { return value }
        guard begun.insert(definition).inserted else { return nil }
        let value = coerce(literal, as: type)
        known[definition] = .some(value)
        return value
    }

    /// A constant literal with all defaults filled in; nil if it does not fit.
    func coerce(_ literal: Syntax, as type: TypeReference) -> InputValue? {
        inputs.coerce(literal: literal, as: type).map { complete($0, as: type) }
    }

    /// Adds the defaults of fields that input objects in a value leave out.
    private func complete(_ value: InputValue, as type: TypeReference) -> InputValue {
        switch (type, value) {
        case (.nonNull(let inner), _): return complete(value, as: inner)
        case (.list(let item), .list(let items)): return .list(items.map { complete($0, as: item) })
        case (.named(let id), .object(let given)) where inputs[id].kind == .inputObject:
            let fields = inputs[id].inputFields.compactMap { field in
                let value =
                    given[field.name].map { complete($0, as: field.type) }
                    ?? field.syntax.flatMap { self.value(of: $0, type: field.type) }
                return value.map { InputField(field.name, $0) }
            }
            return .object(InputObject(fields))
        default: return value
        }
    }
}

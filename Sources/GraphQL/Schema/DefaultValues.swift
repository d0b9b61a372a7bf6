/// Coerces the defaults of a schema that is being built, each once.
///
/// A default of an input object takes in the defaults of fields it does not give, so one may depend on others. Where
/// that leads into a circle there is no value; `Schema.check` reports the circle.
final class DefaultValues {
    /// Input types without any default.
    private let inputs: Schema
    private var known: [Syntax: InputValue?] = [:]
    /// Defaults that wait for others they depend on, and those that were found to wait for themselves.
    private var pending: Set<Syntax> = []
    private var circular: Set<Syntax> = []
    /// Whether the value that is being made needs a circular default.
    private var needsCircular = false

    init(inputs: Schema) {
        self.inputs = inputs
    }

    /// The default an argument or input field definition writes; nil if there is none or it does not fit.
    func value(of definition: Syntax, type: TypeReference) -> InputValue? {
        guard let literal = definition.value else { return nil }
        guard !circular.contains(definition), !pending.contains(definition) else {
            needsCircular = true
            return nil
        }
        if let value = known[definition] { return value }
        let neededCircular = needsCircular
        needsCircular = false
        pending.insert(definition)
        let value = coerce(literal, as: type)
        pending.remove(definition)
        guard !needsCircular else {
            circular.insert(definition)
            return nil
        }
        needsCircular = neededCircular
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

/// All resolvers of a schema as the planner finds them, checked against the schema when the engine is made.
final class Bindings: Sendable {
    private let objects: [String: ObjectBinding]
    private let abstracts: [String: AbstractBinding]
    private let introspection: IntrospectionBindings

    init(_ objects: [String: ObjectBinding], _ abstracts: [String: AbstractBinding], schema: Schema) {
        self.objects = objects
        self.abstracts = abstracts
        introspection = IntrospectionBindings(schema: schema)
    }

    func abstract(_ name: String) -> AbstractBinding? { abstracts[name] }

    /// The definition and resolver of a type's field; nil if the type has no such field.
    func field(_ name: String, of type: TypeDefinition) -> (FieldDefinition, FieldBinding)? {
        if let meta = introspection.field(name, of: type) { return meta }
        guard let definition = type.field(name) else { return nil }
        guard let binding = objects[type.name]?.fields[name] else {
            preconditionFailure("\(type.name).\(name) has no resolver, which the engine's check excludes.")
        }
        return (definition, binding)
    }

    /// Everything that keeps the schema from being answered: fields without a resolver, resolvers without a field,
    /// Swift types that do not meet.
    func gaps(in schema: Schema) -> [String] {
        var gaps: [String] = []
        // An interface that no field yields only describes; no value of it is ever told apart.
        let yielded = Set(schema.types.flatMap(\.fields).map(\.namedType))
        for type in schema.types where !type.name.hasPrefix("__") {
            if type.kind == .object { gaps += self.gaps(ofObject: type, schema) }
            if type.isAbstract, yielded.contains(type.id) { gaps += self.gaps(ofAbstract: type, schema) }
        }
        for name in objects.keys.sorted() where schema.type(name)?.kind != .object {
            gaps.append("\(name): resolvers are bound, but the schema has no such object type.")
        }
        return gaps
    }

    private func gaps(ofObject type: TypeDefinition, _ schema: Schema) -> [String] {
        guard let object = objects[type.name] else { return ["\(type.name): no resolvers are bound to it."] }
        var gaps = object.fields.keys.sorted().filter { type.field($0) == nil }
            .map { "\(type.name).\($0): a resolver is bound, but the schema has no such field." }
        for field in type.fields {
            let coordinate = "\(type.name).\(field.name)"
            guard let binding = object.fields[field.name] else {
                gaps.append("\(coordinate): no resolver is bound to it.")
                continue
            }
            if (binding.source != nil) != (type.id == schema.subscriptionType) {
                gaps.append(
                    binding.source == nil
                        ? "\(coordinate): no source of events is bound to it."
                        : "\(coordinate): a source of events is bound, but the type is not the subscription type.")
            }
            let child = schema[field.namedType]
            if child.isLeaf != binding.isLeaf {
                gaps.append(
                    "\(coordinate): the schema says \(schema.print(field.type)), the resolver gives the other kind.")
            } else if !child.isLeaf, binding.elementType != parentType(of: child) {
                gaps.append("\(coordinate): the resolver gives another Swift type than \(child.name) is bound to.")
            }
        }
        return gaps
    }

    private func gaps(ofAbstract type: TypeDefinition, _ schema: Schema) -> [String] {
        guard let binding = abstracts[type.name] else {
            return ["\(type.name): no binding tells its object types apart."]
        }
        let missing = schema.possibleTypes(type.id).map { schema[$0].name }.filter { !binding.members.contains($0) }
        let mismatched = zip(binding.members, binding.memberTypes).filter { name, swiftType in
            objects[name].map { $0.parentType != swiftType } ?? true
        }
        return missing.map { "\(type.name): its binding lacks the object type \($0)." }
            + mismatched.map { "\(type.name): its binding gives \($0.0) another Swift type than is bound to it." }
    }

    private func parentType(of type: TypeDefinition) -> ObjectIdentifier? {
        type.isAbstract ? abstracts[type.name]?.elementType : objects[type.name]?.parentType
    }
}

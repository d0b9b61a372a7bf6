/// Defaults of arguments and input fields (specification sections 3.6 and 3.10).
extension SchemaChecks {
    /// A default fits its type.
    mutating func checkDefault(of definition: InputValueDefinition, _ coordinate: String) {
        guard let literal = definition.syntax?.value, schema[definition.type.namedType].isInput else { return }
        for error in schema.literalErrors(literal, as: definition.type) {
            let place = error.path.isEmpty ? "" : " at \(error.path.printed)"
            report("\(coordinate) has invalid default value\(place): \(error.message)", at: [error.node])
        }
    }

    /// No default may need itself to be filled in.
    mutating func checkDefaultCircles() {
        var search = DefaultCircleSearch(schema: schema)
        for type in schema.types where type.kind == .inputObject { search.visit(type, given: nil) }
        for circle in search.circles {
            let others = circle.dropFirst().map(\.coordinate).joined(separator: ", ")
            report(
                "Invalid circular reference. The default value of Input Object field \(circle[0].coordinate) references "
                    + "itself\(others.isEmpty ? "" : " via the default values of: \(others)").",
                at: circle.map(\.literal))
        }
    }
}

/// Follows defaults into the defaults of the fields they leave out.
private struct DefaultCircleSearch {
    typealias Step = (coordinate: String, literal: Syntax)

    let schema: Schema
    /// Ways that come back to where they began.
    private(set) var circles: [[Step]] = []
    private var visited: Set<String> = []
    private var path: [Step] = []
    /// Of the fields on the way, which step they are.
    private var depths: [String: Int] = [:]

    init(schema: Schema) {
        self.schema = schema
    }

    /// - Parameter literal: a value of the type, of which each object is looked at; nil for an object without fields.
    mutating func visit(_ type: TypeDefinition, given literal: Syntax?) {
        if let literal, literal.kind == .listValue {
            for item in literal.children { visit(type, given: item) }
        }
        guard literal == nil || literal?.kind == .objectValue else { return }
        for field in type.inputFields {
            let fieldType = schema[field.type.namedType]
            guard fieldType.kind == .inputObject else { continue }
            if let given = literal?.children.first(where: { $0.nameText == field.name })?.value {
                visit(fieldType, given: given)
            } else if let fallback = field.syntax?.value {
                follow((coordinate: "\(type.name).\(field.name)", literal: fallback), into: fieldType)
            }
        }
    }

    private mutating func follow(_ step: Step, into type: TypeDefinition) {
        if let depth = depths[step.coordinate] { return circles.append(Array(path[depth...])) }
        guard visited.insert(step.coordinate).inserted else { return }
        depths[step.coordinate] = path.count
        path.append(step)
        visit(type, given: step.literal)
        path.removeLast()
        depths[step.coordinate] = nil
    }
}

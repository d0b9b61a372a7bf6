/// Input objects (specification section 3.10).
extension SchemaChecks {
    mutating func checkInputFields(of type: TypeDefinition) {
        if type.inputFields.isEmpty {
            report("Input Object type \(type.name) must define one or more fields.", at: type.syntax)
        }
        for field in type.inputFields {
            let coordinate = "\(type.name).\(field.name)"
            checkName(field.name, at: field.syntax)
            checkInputType(field.type, coordinate, place: field.syntax?.type)
            if field.isRequired, field.deprecationReason != nil {
                report("Required input field \(coordinate) cannot be deprecated.", at: field.deprecationNodes)
            }
            if type.isOneOf, field.type.isNonNull {
                report("OneOf input field \(coordinate) must be nullable.", at: [field.syntax?.type])
            }
            if type.isOneOf, field.hasDefault {
                report("OneOf input field \(coordinate) cannot have a default value.", at: [field.syntax])
            }
            checkDefault(of: field, coordinate)
        }
    }

    /// No input object may need itself: it could never be written down.
    mutating func checkInputCircles() {
        var search = InputCircleSearch(schema: schema)
        for type in schema.types where type.kind == .inputObject { search.visit(type) }
        for circle in search.circles {
            let target = schema[circle[circle.count - 1].field.type.namedType].name
            let coordinates = circle.map { "\($0.owner.name).\($0.field.name)" }.joined(separator: ", ")
            let way =
                circle.count == 1 ? "in the non-null field \(coordinates)" : "via the non-null fields: \(coordinates)"
            report(
                "Invalid circular reference. The Input Object \(target) references itself \(way).",
                at: circle.map(\.field.syntax))
        }
    }
}

/// Follows the non-null fields of input objects depth first; every type is entered once.
private struct InputCircleSearch {
    typealias Step = (owner: TypeDefinition, field: InputValueDefinition)

    let schema: Schema
    /// Ways that come back to where they began.
    private(set) var circles: [[Step]] = []
    private var visited: Set<TypeID> = []
    private var path: [Step] = []
    /// Of the types on the way, how many steps led to them.
    private var depths: [TypeID: Int] = [:]

    init(schema: Schema) {
        self.schema = schema
    }

    mutating func visit(_ type: TypeDefinition) {
        guard visited.insert(type.id).inserted else { return }
        depths[type.id] = path.count
        for field in type.inputFields {
            guard case .nonNull(.named(let id)) = field.type, schema[id].kind == .inputObject else { continue }
            path.append((type, field))
            if let depth = depths[id] {
                circles.append(Array(path[depth...]))
            } else {
                visit(schema[id])
            }
            path.removeLast()
        }
        depths[type.id] = nil
    }
}

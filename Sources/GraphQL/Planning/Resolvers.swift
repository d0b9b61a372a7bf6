/// The resolvers of a schema, bound to `Type.field`.
///
/// `Context` is what every resolver of a request shares: who asks, loaders, deadline.
public struct Resolvers<Context: AnyObject & Sendable>: Sendable {
    var objects: [String: ObjectBinding] = [:]
    var abstracts: [String: AbstractBinding] = [:]
    /// The one object of the operation's root type.
    var root: @Sendable (Context) -> any AnyColumn = { _ in Column([RootValue()]) }

    public init() {}

    /// Binds an object type to the Swift type of its values.
    @inlinable public mutating func object<Parent: Sendable>(
        _ name: String, _: Parent.Type, _ bind: (inout ObjectBinder<Parent, Context>) -> Void
    ) {
        var binder = ObjectBinder<Parent, Context>()
        bind(&binder)
        add(name, binder.fields, ObjectIdentifier(Parent.self))
    }

    /// Binds the type of a root operation, whose one parent says nothing.
    @inlinable public mutating func root(
        _ name: String, _ bind: (inout ObjectBinder<RootValue, Context>) -> Void
    ) {
        object(name, RootValue.self, bind)
    }

    @usableFromInline mutating func add(_ name: String, _ fields: [String: FieldBinding], _ parent: ObjectIdentifier) {
        var binding = objects[name] ?? ObjectBinding(fields: [:], parentType: parent)
        precondition(binding.parentType == parent, "\(name) is bound to two Swift types.")
        binding.fields.merge(fields) { _, new in new }
        objects[name] = binding
    }

    /// Binds an interface or union to the Swift type of its values, and tells its object types apart.
    @inlinable public mutating func abstract<Element: Sendable>(
        _ name: String, _: Element.Type, members: [AbstractMember<Element>],
        memberOf: @escaping @Sendable (Element) -> Int
    ) {
        add(
            AbstractBinding(
                members: members.map(\.typeName), memberTypes: members.map(\.elementType),
                elementType: ObjectIdentifier(Element.self),
                place: { column in column.typed(Element.self).values.map(memberOf) },
                narrow: { column, member, indices in
                    members[member].narrow(column.typed(Element.self), indices)
                }),
            named: name)
    }

    @usableFromInline mutating func add(_ binding: AbstractBinding, named name: String) {
        abstracts[name] = binding
    }
}

/// The one parent of all root fields.
public struct RootValue: Sendable {
    public init() {}
}

struct ObjectBinding: Sendable {
    var fields: [String: FieldBinding]
    let parentType: ObjectIdentifier
}

/// One object type that values of an interface or union may have.
public struct AbstractMember<Element: Sendable>: Sendable {
    @usableFromInline let typeName: String
    @usableFromInline let elementType: ObjectIdentifier
    @usableFromInline let narrow: @Sendable (Column<Element>, [Int32]) -> any AnyColumn

    /// A type whose values are the interface's values as they are.
    @inlinable public init(_ typeName: String) {
        self.typeName = typeName
        elementType = ObjectIdentifier(Element.self)
        narrow = { column, indices in
            indices.count == column.count ? column : Column(indices.map { column.values[Int($0)] })
        }
    }

    /// A type whose values are taken out of the interface's values. `extract` meets only values of this type.
    @inlinable public init<Member: Sendable>(
        _ typeName: String, _: Member.Type, _ extract: @escaping @Sendable (Element) -> Member
    ) {
        self.typeName = typeName
        elementType = ObjectIdentifier(Member.self)
        narrow = { column, indices in Column(indices.map { extract(column.values[Int($0)]) }) }
    }
}

@usableFromInline struct AbstractBinding: Sendable {
    let members: [String]
    let memberTypes: [ObjectIdentifier]
    let elementType: ObjectIdentifier
    /// For every value, which member it is.
    let place: @Sendable (any AnyColumn) -> [Int]
    /// The values at some indices as a column of the member's Swift type.
    let narrow: @Sendable (any AnyColumn, Int, [Int32]) -> any AnyColumn

    @usableFromInline init(
        members: [String], memberTypes: [ObjectIdentifier], elementType: ObjectIdentifier,
        place: @escaping @Sendable (any AnyColumn) -> [Int],
        narrow: @escaping @Sendable (any AnyColumn, Int, [Int32]) -> any AnyColumn
    ) {
        self.members = members
        self.memberTypes = memberTypes
        self.elementType = elementType
        self.place = place
        self.narrow = narrow
    }
}
